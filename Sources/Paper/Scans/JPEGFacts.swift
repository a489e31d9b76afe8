/// Why a file is not joined.
package enum JPEGFault: Error, Sendable, Hashable {
    /// It is no JPEG at all.
    case notJPEG
    /// It ends early, or a part of it contradicts another.
    case broken
    /// A JPEG of a kind that a PDF cannot hold: lossless, arithmetic coding, more than 8 bits, or colours for a printing press.
    case unsupported
    /// More pixels on a side than cairo draws.
    case tooLarge
}

/// What must be known of a JPEG to show it upright, read from its markers (ITU-T T.81, Annex B). The image itself is not
/// decoded: that its parts follow one another to the end is checked, not each block of pixels.
struct JPEGFacts: Sendable, Hashable {
    /// As stored, before turning.
    let width: Int
    let height: Int
    /// 1 to 8, as EXIF tells how the camera was held; 1 is upright.
    let orientation: Int

    /// Whether rows are columns once it stands upright.
    var isTurned: Bool { orientation > 4 }
    var uprightWidth: Int { isTurned ? height : width }
    var uprightHeight: Int { isTurned ? width : height }

    /// Cairo's largest image.
    static let longestSide = 32_767

    init(_ bytes: [UInt8]) throws(JPEGFault) {
        guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) else { throw .notJPEG }
        var walk = Walk(bytes)
        try walk.toTheEnd()
        guard let frame = walk.frame, walk.scans > 0 else { throw .broken }
        guard frame.width <= Self.longestSide, frame.height <= Self.longestSide else { throw .tooLarge }
        width = frame.width
        height = frame.height
        orientation = walk.orientation ?? 1
    }

    /// Goes from marker to marker.
    private struct Walk {
        let bytes: [UInt8]
        var position = 2
        var frame: (width: Int, height: Int)?
        var components = 0
        var scans = 0
        var orientation: Int?
        private var hasQuantisation = false
        private var hasHuffman = false

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func toTheEnd() throws(JPEGFault) {
            while true {
                switch try marker() {
                case 0xD9: return
                case 0xC0, 0xC1, 0xC2: try startOfFrame(try segment())
                case 0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF: throw .unsupported
                case 0xDA: try scan(try segment())
                case 0xDB:
                    _ = try segment()
                    hasQuantisation = true
                case 0xC4:
                    _ = try segment()
                    hasHuffman = true
                case 0xE1:
                    let segment = try segment()
                    orientation = orientation ?? EXIF.orientation(bytes[segment])
                // The height after the first scan: a PDF's reader would look for it in vain.
                case 0xDC: throw .unsupported
                // Standing alone, or never at this place.
                case 0x00...0x01, 0xD0...0xD8: throw .broken
                default: _ = try segment()
                }
            }
        }

        private mutating func byte() throws(JPEGFault) -> UInt8 {
            guard position < bytes.count else { throw .broken }
            defer { position += 1 }
            return bytes[position]
        }

        private mutating func marker() throws(JPEGFault) -> UInt8 {
            guard try byte() == 0xFF else { throw .broken }
            var marker = try byte()
            while marker == 0xFF { marker = try byte() }
            return marker
        }

        /// The bytes of the segment after its length.
        private mutating func segment() throws(JPEGFault) -> Range<Int> {
            let length = Int(try byte()) << 8 | Int(try byte())
            let start = position
            guard length >= 2, start + length - 2 <= bytes.count else { throw .broken }
            position = start + length - 2
            return start..<position
        }

        private mutating func startOfFrame(_ segment: Range<Int>) throws(JPEGFault) {
            let part = Array(bytes[segment])
            guard frame == nil, part.count >= 6 else { throw .broken }
            components = Int(part[5])
            guard part[0] == 8, components == 1 || components == 3 else { throw .unsupported }
            guard part.count == 6 + 3 * components else { throw .broken }
            let size = (width: Int(part[3]) << 8 | Int(part[4]), height: Int(part[1]) << 8 | Int(part[2]))
            guard size.height > 0 else { throw .unsupported }
            guard size.width > 0 else { throw .broken }
            frame = size
        }

        /// A scan's header, and the coded pixels up to the next marker.
        private mutating func scan(_ header: Range<Int>) throws(JPEGFault) {
            guard frame != nil, hasQuantisation, hasHuffman, let count = bytes[header].first.map({ Int($0) }) else {
                throw .broken
            }
            guard (1...components).contains(count), header.count == 4 + 2 * count else { throw .broken }
            let start = position
            while true {
                guard position + 1 < bytes.count else { throw .broken }
                // FF 00 is a coded FF, FF D0 to FF D7 let a reader find its way again; neither ends the scan.
                if bytes[position] == 0xFF, bytes[position + 1] != 0, !(0xD0...0xD7).contains(bytes[position + 1]) {
                    break
                }
                position += 1
            }
            guard position > start else { throw .broken }
            scans += 1
        }
    }
}

/// The one entry of EXIF that a page needs (CIPA DC-008): tag 0x0112 of the first directory.
enum EXIF {
    /// 1 to 8; `nil` when the segment is not EXIF or does not say. A wrong EXIF is no reason to refuse a page.
    static func orientation(_ segment: ArraySlice<UInt8>) -> Int? {
        guard segment.starts(with: Array("Exif\u{0}\u{0}".utf8)) else { return nil }
        let tiff = Array(segment.dropFirst(6))
        let isLittle: Bool
        switch tiff.prefix(4) {
        case [0x49, 0x49, 0x2A, 0]: isLittle = true
        case [0x4D, 0x4D, 0, 0x2A]: isLittle = false
        default: return nil
        }
        func number(at offset: Int, _ count: Int) -> Int? {
            guard offset >= 0, offset + count <= tiff.count else { return nil }
            let bytes = tiff[offset..<offset + count]
            return (isLittle ? bytes.reversed() : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(at: 4, 4), let count = number(at: directory, 2) else { return nil }
        for entry in 0..<count {
            let offset = directory + 2 + 12 * entry
            guard let tag = number(at: offset, 2) else { return nil }
            guard tag == 0x0112 else { continue }
            // A SHORT, at the start of the value's four bytes.
            guard number(at: offset + 2, 2) == 3, let value = number(at: offset + 8, 2), (1...8).contains(value) else {
                return nil
            }
            return value
        }
        return nil
    }
}
