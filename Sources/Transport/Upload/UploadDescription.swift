import Foundation
package import SyncProtocol

/// A file as its upload announces it (protocol.md, section 7).
package struct UploadDescription: Sendable, Hashable {
    /// Of the file itself, lower-case hexadecimal.
    package var sha256: String
    /// Bytes of the file itself.
    package var size: Int64
    /// `gzip` or `identity`
    package var encoding: String
    /// Bytes as stored and sent, which offsets count.
    package var storedSize: Int64
    package var fileName: String
    package var mediaType: String
    /// The dossier that it belongs to.
    package var dossier: SubjectID

    package init(
        sha256: String, size: Int64, encoding: String, storedSize: Int64, fileName: String, mediaType: String,
        dossier: SubjectID
    ) {
        self.sha256 = sha256
        self.size = size
        self.encoding = encoding
        self.storedSize = storedSize
        self.fileName = fileName
        self.mediaType = mediaType
        self.dossier = dossier
    }

    /// `Upload-Metadata`: keys and base64 values.
    package var metadata: String {
        [
            ("sha256", sha256), ("size", String(size)), ("encoding", encoding), ("filename", Self.slug(fileName)),
            ("filetype", mediaType), ("dossier", dossier),
        ]
        .map { "\($0.0) \(Data($0.1.utf8).base64EncodedString())" }.joined(separator: ",")
    }

    /// `name` in ASCII letters, digits, `.`, `-` and `_`, at most 100 of them: the true name travels in the dossier,
    /// and other people's tus servers make paths of this one.
    static func slug(_ name: String) -> String {
        var result = ""
        for scalar in name.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": result.unicodeScalars.append(scalar)
            case "đ": result += "d"
            case "Đ", "Ð": result += "D"
            // The marks that decomposition set free.
            case "\u{300}"..."\u{36F}": break
            default: if !result.hasSuffix("-") { result += "-" }
            }
        }
        let trimmed = result.drop { $0 == "." || $0 == "-" }
        guard trimmed.count > 100 else { return trimmed.isEmpty ? "file" : String(trimmed) }
        // The end has the extension.
        return String(trimmed.prefix(80) + trimmed.suffix(20))
    }
}

/// How much of an upload the portal has.
package struct UploadState: Sendable, Hashable {
    /// Where to go on.
    package var url: String
    /// Bytes that the portal has.
    package var offset: Int64
    /// Bytes in all.
    package var length: Int64

    package init(url: String, offset: Int64, length: Int64) {
        self.url = url
        self.offset = offset
        self.length = length
    }

    package var isComplete: Bool { offset == length }
}
