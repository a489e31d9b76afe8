/// The one page of a bitmap that is not compressed (BITMAPINFOHEADER and its successors, and the older BITMAPCOREHEADER).
final class BitmapReader: ScanReader {
    private let file: RandomAccess
    private let page: ScanPage
    private let bits: Int
    /// Red, green and blue of each index.
    private let palette: [[UInt8]]
    private let start: Int64
    private let isTopDown: Bool
    private var stored: [UInt8]
    private var row = -1

    init(_ file: borrowing OpenScan) throws(ScanFault) {
        let access = file.access
        let head = try access.read(at: 0, count: 18)
        func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
            bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        let headerSize = number(head, 14, 4)
        guard [12, 40, 52, 56, 108, 124].contains(headerSize) else { throw .broken }
        let header = try access.read(at: 14, count: headerSize)
        let isOld = headerSize == 12
        let width = isOld ? number(header, 4, 2) : Int(Int32(truncatingIfNeeded: number(header, 4, 4)))
        let tall = isOld ? number(header, 6, 2) : Int(Int32(truncatingIfNeeded: number(header, 8, 4)))
        guard width > 0, tall != 0 else { throw .broken }
        let height = abs(tall)
        guard width <= ScanPage.longestSide, height <= ScanPage.longestSide, width * height <= ScanPage.mostPixels else {
            throw .tooLarge
        }
        bits = isOld ? number(header, 10, 2) : number(header, 14, 2)
        guard [1, 4, 8, 24, 32].contains(bits), isOld ? number(header, 8, 2) == 1 : true else { throw .unsupported }
        // Rows are compressed, or colours have bits of their own: no scanner does that.
        guard isOld || number(header, 16, 4) == 0 else { throw .unsupported }
        palette = bits > 8 ? [] : try Self.palette(access, header, isOld: isOld, bits: bits)
        isTopDown = tall < 0
        start = Int64(number(head, 10, 4))
        stored = [UInt8](repeating: 0, count: (width * bits + 31) / 32 * 4)
        guard start >= Int64(14 + headerSize), start + Int64(stored.count) * Int64(height) <= access.size else { throw .broken }
        let isGrey = bits <= 8 && palette.allSatisfy { $0[0] == $0[1] && $0[1] == $0[2] }
        var page = ScanPage(width: width, height: height, components: isGrey ? 1 : 3)
        if !isOld {
            // Dots a metre.
            page.across = Double(number(header, 24, 4)) * 0.0254
            page.down = Double(number(header, 28, 4)) * 0.0254
        }
        self.page = page
        self.file = access
    }

    private static func palette(_ file: RandomAccess, _ header: [UInt8], isOld: Bool, bits: Int) throws(ScanFault) -> [[UInt8]] {
        let named = isOld ? 0 : header[32..<36].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard named <= 1 << bits else { throw .broken }
        let count = named == 0 ? 1 << bits : named
        let each = isOld ? 3 : 4
        let bytes = try file.read(at: Int64(14 + header.count), count: count * each)
        return (0..<count).map { [bytes[$0 * each + 2], bytes[$0 * each + 1], bytes[$0 * each]] }
    }

    func next() throws(ScanFault) -> ScanPage? {
        guard row < 0 else { return nil }
        row = 0
        return page
    }

    func read(into pixels: UnsafeMutableBufferPointer<UInt8>) throws(ScanFault) {
        let place = isTopDown ? row : page.height - 1 - row
        row += 1
        try file.read(at: start + Int64(place) * Int64(stored.count), into: &stored)
        guard bits <= 8 else {
            let each = bits / 8
            for x in 0..<page.width {
                pixels[3 * x] = stored[each * x + 2]
                pixels[3 * x + 1] = stored[each * x + 1]
                pixels[3 * x + 2] = stored[each * x]
            }
            return
        }
        let mask = 1 << bits - 1
        for x in 0..<page.width {
            let bit = x * bits
            let index = Int(stored[bit / 8]) >> (8 - bits - bit % 8) & mask
            // What no colour stands for is no picture.
            guard index < palette.count else { throw .broken }
            for component in 0..<page.components { pixels[page.components * x + component] = palette[index][component] }
        }
    }
}
