/// What a paper is, by its bytes: a name or an ending proves nothing.
enum MediaType {
    static let unknown = "application/octet-stream"

    /// - Parameters:
    ///   - head: the first bytes, 64 KiB or all.
    ///   - tail: the last bytes, where a zip archive lists its members.
    static func sniff(head: [UInt8], tail: [UInt8]) -> String {
        for (type, magic, offset) in magics where has(magic, in: head, at: offset) { return type }
        if has(Array("RIFF".utf8), in: head, at: 0), has(Array("WEBP".utf8), in: head, at: 8) { return "image/webp" }
        if has(Array("ftyp".utf8), in: head, at: 4), heic.contains(where: { has(Array($0.utf8), in: head, at: 8) }) {
            return "image/heic"
        }
        if isZip(head) { return officeOpen(head + tail) ?? "application/zip" }
        if has([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], in: head, at: 0) { return ole(head + tail) }
        // The PDF standard lets up to 1,024 bytes of something else stand before the header.
        if contains(Array("%PDF-".utf8), in: head.prefix(1024 + 5)) { return "application/pdf" }
        return text(head) ?? unknown
    }

    /// Whether gzip has nothing left to gain: the bytes are compressed already. A JPEG and an office document still lose
    /// 2 to 6 %, which a slow link feels; the sample decides.
    static func cannotShrink(_ type: String) -> Bool {
        ["image/png", "image/webp", "image/heic", "application/zip", "application/gzip"].contains(type)
    }

    private static let magics: [(String, [UInt8], Int)] = [
        ("application/pdf", Array("%PDF-".utf8), 0),
        ("image/jpeg", [0xFF, 0xD8, 0xFF], 0),
        ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], 0),
        ("image/tiff", [0x49, 0x49, 0x2A, 0x00], 0),
        ("image/tiff", [0x4D, 0x4D, 0x00, 0x2A], 0),
        ("image/tiff", [0x49, 0x49, 0x2B, 0x00], 0),
        ("image/tiff", [0x4D, 0x4D, 0x00, 0x2B], 0),
        ("application/gzip", [0x1F, 0x8B, 0x08], 0),
    ]
    private static let heic = ["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"]

    private static func isZip(_ head: [UInt8]) -> Bool {
        has([0x50, 0x4B, 0x03, 0x04], in: head, at: 0) || has([0x50, 0x4B, 0x05, 0x06], in: head, at: 0)
    }

    private static func officeOpen(_ bytes: [UInt8]) -> String? {
        guard contains(Array("[Content_Types].xml".utf8), in: bytes[...]) else { return nil }
        let office = "application/vnd.openxmlformats-officedocument."
        if contains(Array("word/".utf8), in: bytes[...]) { return office + "wordprocessingml.document" }
        if contains(Array("xl/".utf8), in: bytes[...]) { return office + "spreadsheetml.sheet" }
        if contains(Array("ppt/".utf8), in: bytes[...]) { return office + "presentationml.presentation" }
        return nil
    }

    /// The old office formats: a compound file whose directory names its main stream in UTF-16.
    private static func ole(_ bytes: [UInt8]) -> String {
        func wide(_ name: String) -> [UInt8] { name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
        if contains(wide("WordDocument"), in: bytes[...]) { return "application/msword" }
        if contains(wide("Workbook"), in: bytes[...]) { return "application/vnd.ms-excel" }
        return "application/x-ole-storage"
    }

    private static func text(_ head: [UInt8]) -> String? {
        if has([0x42, 0x4D], in: head, at: 0), head.count >= 26, head[6...9].allSatisfy({ $0 == 0 }) { return "image/bmp" }
        guard !head.isEmpty, !head.contains(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D, 0x1B].contains($0) }) else {
            return nil
        }
        // The sample may end within a character.
        guard (0..<4).contains(where: { String(validating: head.dropLast($0), as: UTF8.self) != nil }) else { return nil }
        let start = head.drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return start.starts(with: Array("<?xml".utf8)) ? "application/xml" : "text/plain"
    }

    private static func has(_ magic: [UInt8], in bytes: [UInt8], at offset: Int) -> Bool {
        bytes.count >= offset + magic.count && bytes[offset..<offset + magic.count].elementsEqual(magic)
    }

    private static func contains(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = needle.first else { return true }
        var rest = bytes
        while let index = rest.firstIndex(of: first) {
            rest = rest[index...]
            if rest.starts(with: needle) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
