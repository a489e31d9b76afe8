import Foundation
import KioskAgent
import Status
import SyncProtocol
import Testing

@testable import kiosk

struct AttachTests {
    private func withFolder<T>(_ body: (URL) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("attach-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    private var answer: FakeDesk.Reply {
        .answer([
            "id": "d", "sha256": "ab", "size": 3, "stored_size": 2, "encoding": "gzip", "media_type": "application/pdf",
            "name": "a.pdf",
            "already_kept": false, "warnings": [],
        ])
    }

    @Test func `each file has its document, and its own name without its folder`() async throws {
        try await withFolder { folder in
            let file = folder.appendingPathComponent("tờ khai.pdf")
            try Data("abc".utf8).write(to: file)
            let desk = FakeDesk(["dossier-attach": [answer, answer]])
            let run = await Run(["dossier", "attach", "01", file.path, file.path, "--component", "TP01", "--json"], desk: desk)
            #expect(run.code == 0 && run.facts.split(separator: "\n").count == 2)
            #expect(desk.requests.first?.body["fileName"] == "tờ khai.pdf")
        }
    }

    @Test func `files that are none are told apart, each with its code`() async throws {
        try await withFolder { folder in
            let empty = folder.appendingPathComponent("empty.pdf").path
            try Data().write(to: URL(fileURLWithPath: empty))
            let loop = folder.appendingPathComponent("loop").path
            try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: loop)
            let fifo = folder.appendingPathComponent("fifo").path
            #expect(unsafe mkfifo(fifo, 0o600) == 0)
            let cases: [(String, String, Int32)] = [
                (folder.path, "file-is-directory", 65), (empty, "file-empty", 65), (loop, "file-symlink-loop", 66),
                (fifo, "file-not-regular", 65),
                (folder.appendingPathComponent("none").path, "file-missing", 66), ("/dev/null", "file-not-regular", 65),
            ]
            for (path, type, code) in cases {
                let run = await Run(["dossier", "attach", "01", path, "--component", "X", "--json"])
                #expect(run.code == code && run.error?["type"] == .string(type), "\(path)")
            }
        }
    }

    @Test func `of several files none is taken in when one of them is none`() async throws {
        try await withFolder { folder in
            let file = folder.appendingPathComponent("a.pdf").path
            try Data("abc".utf8).write(to: URL(fileURLWithPath: file))
            let desk = FakeDesk(["dossier-attach": [answer]])
            let run = await Run(["dossier", "attach", "01", file, file + ".none", "--component", "TP01", "--json"], desk: desk)
            #expect(run.code == 66 && run.facts.isEmpty && desk.requests.isEmpty)
        }
    }

    /// Grey, 48 by 32 pixels.
    private static let photograph =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4"
        + "x9lnN+gXz/wAALCAAgADABAREA/8QAFwABAQEBAAAAAAAAAAAAAAAAAAcGBf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8A4INoDFg2"
        + "gJ6CvgkAK+D/2Q=="

    @Test func `photographed pages are joined into one paper, the same pages always into the same one`() async throws {
        try await withFolder { folder in
            let jpeg = try #require(Data(base64Encoded: Self.photograph))
            let pages = try ["trang-1.jpg", "trang-2.jpg"].map { name in
                let file = folder.appendingPathComponent(name)
                try jpeg.write(to: file)
                return file.path
            }
            let desk = FakeDesk(["dossier-attach": [answer]])
            let run = await Run(["dossier", "attach", "01"] + pages + ["--component", "TP01", "--join", "--json"], desk: desk)
            #expect(run.code == 0 && run.facts.split(separator: "\n").count == 1)
            #expect(desk.requests.map { $0.body["fileName"] } == ["TP01.pdf"])
            let first = try JoinedPages(pages, title: "TP01") { _ in }
            let again = try JoinedPages(pages, title: "TP01") { _ in }
            let bytes = try await whole(first)
            #expect(first.pages == 2 && Int(first.expectedSize ?? 0) == bytes.count)
            #expect(bytes.starts(with: Array("%PDF-".utf8)))
            #expect(try await whole(again) == bytes)
            #expect(Data(bytes).range(of: jpeg) != nil)
        }
    }

    private func whole(_ source: some ByteSource) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let part = try await source.next()
            if part.isEmpty { return bytes }
            bytes += part
        }
    }

    @Test func `no page is taken in when one of them cannot be joined`() async throws {
        try await withFolder { folder in
            let jpeg = try #require(Data(base64Encoded: Self.photograph))
            let good = folder.appendingPathComponent("trang-1.jpg")
            try jpeg.write(to: good)
            for (name, content) in [("a.pdf", Data("%PDF-1.4".utf8)), ("cut.jpg", jpeg.prefix(jpeg.count / 2))] {
                let bad = folder.appendingPathComponent(name)
                try content.write(to: bad)
                let desk = FakeDesk(["dossier-attach": [answer]])
                let run = await Run(
                    ["dossier", "attach", "01", good.path, bad.path, "--component", "TP01", "--join", "--json"], desk: desk)
                #expect(run.code == 65 && run.error?["type"] == "page-not-joinable" && desk.requests.isEmpty)
                #expect(run.error?["text"]?.stringValue?.contains(name) == true)
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a document is never waited for at a FIFO, a device or a loop`() async throws {
        try await withFolder { folder in
            let fifo = folder.appendingPathComponent("fifo").path
            #expect(unsafe mkfifo(fifo, 0o600) == 0)
            let loop = folder.appendingPathComponent("loop").path
            try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: loop)
            for (path, type) in [(fifo, "file-not-regular"), ("/dev/zero", "file-not-regular"), (loop, "file-symlink-loop")] {
                let run = await Run(["account", "add", "--from", path, "--json"])
                #expect(run.error?["type"] == .string(type) && run.error?["field"] == "from", "\(path)")
            }
        }
    }

    @Test func `a document to read in is bounded and must be there`() async throws {
        try await withFolder { folder in
            let large = folder.appendingPathComponent("large.json").path
            try Data(count: InputDocument.limit + 1).write(to: URL(fileURLWithPath: large))
            #expect(await Run(["account", "add", "--from", large]).code == 65)
            #expect(await Run(["account", "add", "--from", large + ".none"]).code == 66)
            #expect(await Run(["account", "add", "--from", folder.path]).code == 65)
        }
    }
}
