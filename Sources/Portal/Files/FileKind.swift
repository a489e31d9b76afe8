/// What a file is by its first bytes: a name or a declared type proves nothing.
///
/// Only what is certain is told. Text and bytes without a mark are `nil`: their declared type stands.
enum FileKind {
    /// How many first bytes are looked at.
    static let sampleSize = 4096

    /// The media type that `head` shows.
    static func recognise(_ head: some Collection<UInt8>) -> String? {
        let head = Array(head.prefix(sampleSize))
        for mark in marks where has(mark.bytes, in: head, at: mark.offset) { return mark.type }
        if has(Array("RIFF".utf8), in: head, at: 0), has(Array("WEBP".utf8), in: head, at: 8) { return "image/webp" }
        if has(Array("ftyp".utf8), in: head, at: 4) {
            return heic.contains { has(Array($0.utf8), in: head, at: 8) } ? "image/heic" : "video/mp4"
        }
        // The PDF standard lets up to 1,024 bytes of something else stand before the header.
        let pdf = Array("%PDF-".utf8)
        for offset in 0..<min(1024, head.count) where has(pdf, in: head, at: offset) { return "application/pdf" }
        return markup(head)
    }

    /// Whether a file that shows itself as `shown` and is declared as `declared` is one of the accepted ones.
    static func isAccepted(_ shown: String?, declared: String?, limits: FileLimits) -> Bool {
        guard let shown, !limits.fileTypes.isEmpty else { return true }
        if limits.fileTypes.contains(shown) { return true }
        // Office documents are zip archives and compound files; which of them, only their inside tells.
        guard let family = families[shown] else { return false }
        guard let declared else { return limits.fileTypes.contains { type in family.contains { type.hasPrefix($0) } } }
        return limits.accepts(declared) && family.contains { declared.hasPrefix($0) }
    }

    private static let families: [String: [String]] = [
        "application/zip": ["application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."],
        "application/x-ole-storage": ["application/msword", "application/vnd.ms-"],
    ]

    private static let marks: [(type: String, bytes: [UInt8], offset: Int)] = [
        ("application/pdf", Array("%PDF-".utf8), 0),
        ("image/jpeg", [0xFF, 0xD8, 0xFF], 0),
        ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], 0),
        ("image/gif", Array("GIF87a".utf8), 0),
        ("image/gif", Array("GIF89a".utf8), 0),
        ("image/tiff", [0x49, 0x49, 0x2A, 0x00], 0),
        ("image/tiff", [0x4D, 0x4D, 0x00, 0x2A], 0),
        ("application/zip", [0x50, 0x4B, 0x03, 0x04], 0),
        ("application/zip", [0x50, 0x4B, 0x05, 0x06], 0),
        ("application/x-ole-storage", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], 0),
        ("application/x-7z-compressed", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], 0),
        ("application/vnd.rar", Array("Rar!\u{1A}\u{07}".utf8), 0),
        ("application/x-executable", [0x7F, 0x45, 0x4C, 0x46], 0),
        ("application/x-sh", Array("#!".utf8), 0),
    ]
    private static let heic = ["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"]

    /// Programs of Windows, and pages that a browser would run.
    private static func markup(_ head: [UInt8]) -> String? {
        // "MZ" may begin a text too; a program is short of nothing but has NUL bytes in its header.
        if has(Array("MZ".utf8), in: head, at: 0), head.contains(0) {
            return "application/vnd.microsoft.portable-executable"
        }
        let start = head.drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }.prefix(64)
        let text = String(decoding: start, as: UTF8.self).lowercased()
        if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") || text.hasPrefix("<script") { return "text/html" }
        return text.hasPrefix("<svg") ? "image/svg+xml" : nil
    }

    private static func has(_ mark: [UInt8], in bytes: [UInt8], at offset: Int) -> Bool {
        bytes.count >= offset + mark.count && bytes[offset..<offset + mark.count].elementsEqual(mark)
    }
}
