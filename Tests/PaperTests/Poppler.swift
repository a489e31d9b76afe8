import Foundation
import Subprocess

/// Poppler's pdftotext reads back what a PDF says (Debian: poppler-utils).
enum Poppler {
    static let isInstalled = ["/usr/bin/pdftotext", "/usr/local/bin/pdftotext"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    struct Unreadable: Error { let text: String }

    /// What `pdftotext` with `options` makes of the document, NFC.
    static func text(of pdf: [UInt8], _ options: [String] = []) async throws -> String {
        let result = try await run(
            .name("pdftotext"), arguments: Arguments(["-enc", "UTF-8"] + options + ["-", "-"]), input: .array(pdf),
            output: .string(limit: 4 << 20), error: .string(limit: 4096))
        guard result.terminationStatus.isSuccess else { throw Unreadable(text: result.standardError) }
        return result.standardOutput.precomposedStringWithCanonicalMapping
    }

    /// The same with line breaks as spaces, so that wrapped texts are found.
    static func words(of pdf: [UInt8]) async throws -> String {
        try await text(of: pdf, ["-layout"]).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
