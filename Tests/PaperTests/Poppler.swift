import Foundation
import Subprocess
import Testing

/// Poppler reads back what a PDF says and how it looks (Debian: poppler-utils).
enum Poppler {
    static let isInstalled = Tools.has("pdftotext") && Tools.has("pdftoppm") && Tools.has("pdffonts")
    static let missing: Comment = "pdftotext is not installed (Debian: apt-get install poppler-utils)"

    /// What `pdftotext` with `options` makes of the document, NFC.
    static func text(of pdf: [UInt8], _ options: [String] = []) async throws -> String {
        String(
            decoding: try await Tools.run("pdftotext", ["-enc", "UTF-8"] + options + ["-", "-"], input: pdf),
            as: UTF8.self
        )
        .precomposedStringWithCanonicalMapping
    }

    /// The same with line breaks as spaces, so that wrapped texts are found.
    static func words(of pdf: [UInt8]) async throws -> String {
        try await text(of: pdf, ["-layout"]).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The page `number`, from 1, as a picture of `resolution` dots per inch.
    static func picture(of pdf: [UInt8], page number: Int = 1, resolution: Int) async throws -> Picture {
        let options = ["-r", String(resolution), "-f", String(number), "-l", String(number)]
        return try #require(Picture(ppm: try await Tools.run("pdftoppm", options, input: pdf)))
    }

    static func fonts(of pdf: [UInt8]) async throws -> String {
        String(decoding: try await Tools.run("pdffonts", ["-"], input: pdf), as: UTF8.self)
    }
}

/// ZBar reads codes back as a scanner would (Debian: zbar-tools).
enum ZBar {
    static let isInstalled = Tools.has("zbarimg")
    static let missing: Comment = "zbarimg is not installed (Debian: apt-get install zbar-tools)"

    /// What it finds, such as `QR-Code:…` and `CODE-128:…`, sorted.
    static func codes(in picture: Picture) async throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appending(path: "code-\(UUID().uuidString).ppm")
        try Data(picture.ppm).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let found = try await Tools.run("zbarimg", ["-q", "--nodbus", file.path], input: [])
        return String(decoding: found, as: UTF8.self).split(separator: "\n").map(String.init).sorted()
    }
}

/// Programs of the system.
enum Tools {
    struct Failed: Error { let program: String, text: String }

    static func has(_ program: String) -> Bool {
        ["/usr/bin/", "/usr/local/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + program) }
    }

    static func run(_ program: String, _ arguments: [String], input: [UInt8]) async throws -> [UInt8] {
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments), input: .array(input), output: .bytes(limit: 64 << 20),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else { throw Failed(program: program, text: result.standardError) }
        return result.standardOutput
    }
}

/// A picture of 8 bits for each of red, green and blue.
struct Picture {
    let width: Int
    let height: Int
    private(set) var pixels: [UInt8]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = Array(repeating: 255, count: width * height * 3)
    }

    /// A binary PPM without comments, as pdftoppm writes them.
    init?(ppm: [UInt8]) {
        let parts = ppm.split(separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].elementsEqual("P6".utf8) else { return nil }
        let size = String(decoding: parts[1], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
        guard size.count == 2, parts[3].count == size[0] * size[1] * 3 else { return nil }
        (width, height) = (size[0], size[1])
        pixels = Array(parts[3])
    }

    var ppm: [UInt8] { Array("P6\n\(width) \(height)\n255\n".utf8) + pixels }

    /// Makes a square of `side` pixels dark or light.
    mutating func fill(column: Int, row: Int, side: Int, isDark: Bool) {
        for y in row * side..<(row + 1) * side {
            for x in column * side..<(column + 1) * side {
                for part in 0..<3 { pixels[(y * width + x) * 3 + part] = isDark ? 0 : 255 }
            }
        }
    }

    /// The name of the colour at a place given in parts of the width and height, from 0 to 1.
    func colour(x: Double, y: Double) -> String {
        let start = (Int(y * Double(height)) * width + Int(x * Double(width))) * 3
        let bright = pixels[start..<start + 3].map { $0 > 128 }
        return switch bright {
        case [true, false, false]: "red"
        case [false, true, false]: "green"
        case [false, false, true]: "blue"
        case [true, true, true]: "white"
        default: "other"
        }
    }
}
