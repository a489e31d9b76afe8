import CZint

/// Why a text cannot be shown as a code. The text itself is no part of it.
package enum CodeError: Error, Sendable, Hashable {
    /// There is nothing to encode.
    case empty
    /// It is longer than `limit` bytes.
    case tooLong(limit: Int)
    /// A barcode of printable ASCII was wanted, and the text holds something else.
    case notPrintable
    /// zint gave up, with its own number.
    case failed(status: Int)
}

/// The dark and light modules of a barcode or QR code, without the quiet zone around them. Drawn by zint.
package struct CodeSymbol: Sendable, Hashable {
    /// In modules.
    package let width: Int
    package let height: Int
    /// Row by row; `true` is dark.
    private let modules: [Bool]

    /// The longest text of a barcode: beyond it a scanner's window is too narrow.
    package static let barcodeLimit = 60
    /// The most bytes of a QR code, far more than any payment or address needs; a bigger one is too fine to be scanned
    /// from a slip.
    package static let qrLimit = 800
    /// The quiet zones that ISO/IEC 15417 and 18004 ask for, in modules: at the sides of a barcode, all around a QR code.
    package static let barcodeQuietZone = 10
    package static let qrQuietZone = 4

    /// Code 128 (ISO/IEC 15417) of `text`, one row of modules. Throws `empty`, `tooLong` or `notPrintable`.
    package static func barcode(_ text: String) throws(CodeError) -> CodeSymbol {
        guard text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { throw .notPrintable }
        guard text.utf8.count <= barcodeLimit else { throw .tooLong(limit: barcodeLimit) }
        return try CodeSymbol(text, symbology: BARCODE_CODE128, correction: -1)
    }

    /// A QR code (ISO/IEC 18004) of `text` as UTF-8, at error correction level M. Throws `empty` or `tooLong`.
    package static func qr(_ text: String) throws(CodeError) -> CodeSymbol {
        guard text.utf8.count <= qrLimit else { throw .tooLong(limit: qrLimit) }
        return try CodeSymbol(text, symbology: BARCODE_QRCODE, correction: 2)
    }

    private init(_ text: String, symbology: Int32, correction: Int32) throws(CodeError) {
        guard !text.isEmpty else { throw .empty }
        guard let symbol = ZBarcode_Create() else { throw .failed(status: Int(ZINT_ERROR_MEMORY)) }
        defer { ZBarcode_Delete(symbol) }
        symbol.pointee.symbology = symbology
        symbol.pointee.option_1 = correction
        symbol.pointee.input_mode = DATA_MODE
        let bytes = Array(text.utf8)
        let status = ZBarcode_Encode(symbol, bytes, Int32(bytes.count))
        guard status < ZINT_ERROR else { throw .failed(status: Int(status)) }
        let (rows, columns) = (symbol.pointee.rows, symbol.pointee.width)
        width = Int(columns)
        height = Int(rows)
        modules = (0..<rows).flatMap { row in (0..<columns).map { czint_is_dark(symbol, row, $0) != 0 } }
    }

    /// Whether the module is dark. Those around the symbol, such as in its quiet zone, are light.
    package func isDark(row: Int, column: Int) -> Bool {
        (0..<height).contains(row) && (0..<width).contains(column) && modules[row * width + column]
    }

    /// The dark modules as bars: neighbours in a row are one.
    var runs: [(row: Int, column: Int, count: Int)] {
        var runs: [(row: Int, column: Int, count: Int)] = []
        for row in 0..<height {
            var start = 0
            for column in 0...width {
                if isDark(row: row, column: column) { continue }
                if column > start { runs.append((row, start, column - start)) }
                start = column + 1
            }
        }
        return runs
    }
}
