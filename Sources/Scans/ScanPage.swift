import CScans

/// One page of a scan: what is known of it before its rows are read.
struct ScanPage: Sendable, Hashable {
    /// Pixels, as stored.
    var width: Int
    var height: Int
    /// 1 for grey, 3 for colours.
    var components: Int
    /// Dots an inch; 0 where the scan does not say.
    var across = 0.0
    var down = 0.0
    /// 1 to 8, as TIFF counts; 1 is upright.
    var orientation = 1

    /// More than any paper of an office at 600 dots an inch.
    static let mostPixels = 100_000_000
    /// What the JPEG of a page can have on a side.
    static let longestSide = 65_500
    /// What is taken for true where the scan says nothing, or nonsense.
    static let usualResolution = 300.0

    /// The side lengths of the upright page in points.
    var size: (width: Double, height: Double) {
        let known = (25.0...5000).contains(across) && (25.0...5000).contains(down)
        var side = known ? (72 * Double(width) / across, 72 * Double(height) / down) : (0, 0)
        // The largest page of a PDF (ISO 32000-1, Annex C).
        if !known || max(side.0, side.1) > 14_400 {
            side = (72 * Double(width) / Self.usualResolution, 72 * Double(height) / Self.usualResolution)
        }
        return orientation > 4 ? (side.1, side.0) : side
    }

    /// Where the stored image lies on a page of `size`: `a b c d e f` of the PDF's `cm` (ISO 32000-1, 8.3.4).
    var placing: [Double] {
        let (w, h) = size
        return switch orientation {
        case 2: [-w, 0, 0, h, w, 0]
        case 3: [-w, 0, 0, -h, w, h]
        case 4: [w, 0, 0, -h, 0, h]
        case 5: [0, -h, -w, 0, w, h]
        case 6: [0, -h, w, 0, 0, h]
        case 7: [0, h, w, 0, 0, 0]
        case 8: [0, h, -w, 0, w, 0]
        default: [w, 0, 0, h, 0, 0]
        }
    }

    var raw: cscans_page {
        cscans_page(
            width: UInt32(width), height: UInt32(height), components: Int32(components), dpi_across: across, dpi_down: down,
            orientation: Int32(orientation))
    }
}

/// A scan that is open: its pages one after the other, each from its first row to its last.
protocol ScanReader: AnyObject {
    /// The next page; `nil` after the last.
    func next() throws(ScanFault) -> ScanPage?
    /// The next row of that page, `width × components` bytes.
    func read(into row: UnsafeMutableBufferPointer<UInt8>) throws(ScanFault)
}
