import Foundation
import Scans
import Subprocess
import Testing

/// A folder that is gone after `body`.
func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.path + "/scans-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

/// What `bytes` are turned into, and the fault where they are not.
func turn(_ bytes: [UInt8], in folder: String) throws -> (scan: ScanConversion, pdf: [UInt8]) {
    let path = folder + "/scan"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let scan = try ScanConversion(path, folder: folder)
    var pdf: [UInt8] = []
    while true {
        let part = try scan.read(at: Int64(pdf.count), atMost: 1000)
        if part.isEmpty { break }
        pdf += part
    }
    return (scan, pdf)
}

/// Poppler reads back what is in a PDF (Debian: poppler-utils).
enum Poppler {
    static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/pdfimages")
    static let missing: Comment = "pdfimages is not installed (Debian: apt-get install poppler-utils)"

    /// The lines of `pdfimages -list`, in words: page, number, type, width, height, colour, components, bits, encoding, …
    static func images(of pdf: [UInt8], in folder: String) async throws -> [[String]] {
        try await lines("pdfimages", ["-list"], pdf, folder).dropFirst(2).map { $0.split(separator: " ").map(String.init) }
    }

    /// The width and height of the first page in points.
    static func size(of pdf: [UInt8], in folder: String) async throws -> [Double] {
        let line = try #require(try await lines("pdfinfo", [], pdf, folder).first { $0.hasPrefix("Page size:") })
        return line.split(separator: " ").compactMap { Double($0) }
    }

    /// The grey values of the first page at 72 dots an inch, row after row.
    static func picture(of pdf: [UInt8], in folder: String) async throws -> (width: Int, pixels: [UInt8]) {
        let path = try write(pdf, folder)
        _ = try await Self.run("pdftoppm", ["-gray", "-r", "72", "-f", "1", "-l", "1", "-singlefile", path, folder + "/page"])
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/page.pgm")))
        let head = bytes.split(separator: 0x0A, maxSplits: 3)
        let width = try #require(Int(String(decoding: head[1].split(separator: 0x20)[0], as: UTF8.self)))
        return (width, Array(head[3]))
    }

    private static func lines(_ program: String, _ options: [String], _ pdf: [UInt8], _ folder: String) async throws -> [String] {
        try await run(program, options + [write(pdf, folder)]).split(separator: "\n").map(String.init)
    }

    private static func write(_ pdf: [UInt8], _ folder: String) throws -> String {
        try Data(pdf).write(to: URL(fileURLWithPath: folder + "/made.pdf"))
        return folder + "/made.pdf"
    }

    private static func run(_ program: String, _ arguments: [String]) async throws -> String {
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments), output: .string(limit: 1 << 20), error: .string(limit: 4096))
        // What is damaged is told here, and is no failure of the program.
        try #require(result.terminationStatus.isSuccess && result.standardError.isEmpty, "\(result.standardError)")
        return result.standardOutput
    }
}
