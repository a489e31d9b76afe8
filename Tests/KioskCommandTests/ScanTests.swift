import Foundation
import KioskAgent
import Status
import SyncProtocol
import Testing

@testable import kiosk

@Suite("Scans at the command line")
struct ScanTests {
    /// A pale bitmap of 200 by 100 pixels, 24 bits each.
    static let bitmap: [UInt8] = {
        func long(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255), UInt8(value >> 16 & 255), 0] }
        let data: [UInt8] = (0..<200 * 100 * 3).map { index in
            // Like paper under a lamp: no two dots are quite alike.
            let mixed = UInt64(index) &* 0x9E37_79B9_7F4A_7C15
            return 215 + UInt8(((mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9) >> 59)
        }
        return Array("BM".utf8) + long(54 + data.count) + long(0) + long(54) + long(40) + long(200) + long(100) + [1, 0, 24, 0]
            + long(0) + long(data.count) + long(11_811) + long(11_811) + long(0) + long(0) + data
    }()

    private func withScan<T>(_ bytes: [UInt8] = bitmap, _ body: (String) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("don.bmp")
        try Data(bytes).write(to: file)
        return try await body(file.path)
    }

    private var desk: FakeDesk {
        FakeDesk([
            "dossier-show": [.answer(["id": "d", "local": ["state": "received"]])],
            "dossier-supplement": [
                .answer(["id": "d", "operation": "o", "recorded_at": "2026-11-24T02:00:00Z", "warnings": []])
            ],
            "dossier-attach": [
                .answer([
                    "id": "d", "sha256": "ab", "size": 3, "stored_size": 3, "encoding": "identity",
                    "media_type": "application/pdf", "name": "don.pdf", "already_kept": false, "warnings": [],
                ])
            ],
        ])
    }

    private func attach(_ path: String, _ desk: FakeDesk, _ scans: String) async -> Run {
        await Run(["dossier", "attach", "01", path, "--component", "A", "--scans", scans], desk: desk)
    }

    @Test func `where the desk has agreed, a scan goes in as a PDF, and what it was is recorded and told`() async throws {
        try await withScan { path async throws in
            let desk = desk
            let run = await attach(path, desk, "pdf")
            let body = try #require(desk.requests.first?.body)
            #expect(body["fileName"] == "don.pdf")
            #expect(body["original"]?["sha256"] == .string(Digest.sha256(Self.bitmap)))
            #expect(body["original"]?["size"] == .integer(Int64(Self.bitmap.count)))
            #expect(body["original"]?["media_type"] == "image/bmp")
            #expect(run.messages.contains("don.bmp") && run.messages.contains("1 trang") && run.messages.contains("%"))
        }
    }

    /// A clean page packs better as it is, but as a bitmap it would not be taken in at all.
    @Test func `a scan of a type that is not taken in is turned even where that saves nothing`() async throws {
        let white = Self.bitmap.prefix(54) + [UInt8](repeating: 255, count: Self.bitmap.count - 54)
        try await withScan(Array(white)) { path async throws in
            let desk = desk
            let run = await attach(path, desk, "pdf")
            #expect(run.code == 0 && desk.requests.first?.body["fileName"] == "don.pdf")
        }
    }

    @Test func `what answers a draft is not taken in`() async throws {
        try await withScan { path async throws in
            let desk = FakeDesk(["dossier-show": [.answer(["id": "d", "local": ["state": "draft"]])]])
            let run = await Run(["dossier", "supplement", "01", path, "--component", "A", "--json"], desk: desk)
            #expect(run.code == 65 && run.error?["type"] == "not-submitted")
            #expect(desk.requests.map(\.name) == ["dossier-show"])
        }
    }

    @Test func `what answers a request is turned as well`() async throws {
        try await withScan { path async throws in
            let desk = desk
            let run = await Run(
                ["dossier", "supplement", "01", path, "--component", "A", "--request", "r", "--scans", "pdf"], desk: desk)
            #expect(run.code == 0)
            let attached = desk.requests.filter { $0.name == "dossier-attach" }
            #expect(attached.map { $0.body["fileName"] } == ["don.pdf"])
            #expect(attached.first?.body["original"]?["media_type"] == "image/bmp")
            #expect(desk.requests.last?.name == "dossier-supplement")
        }
    }

    @Test func `where nobody sits a scan stays as it is, and how it could be otherwise is said`() async throws {
        try await withScan { path async throws in
            let desk = desk
            let run = await attach(path, desk, "ask")
            #expect(desk.requests.first?.body["fileName"] == "don.bmp" && desk.requests.first?.body["original"] == nil)
            #expect(run.messages.contains("--scans pdf") && run.messages.contains("--scans keep"))
        }
    }

    @Test func `a scan that is to be kept is kept without a word`() async throws {
        try await withScan { path async throws in
            let desk = desk
            let run = await attach(path, desk, "keep")
            #expect(desk.requests.first?.body["fileName"] == "don.bmp" && !run.messages.contains("--scans"))
        }
    }

    @Test func `a damaged scan is kept as it is, and that is told`() async throws {
        try await withScan(Array(Self.bitmap.prefix(5_000))) { path async throws in
            let desk = desk
            let run = await attach(path, desk, "pdf")
            #expect(run.code == 0 && desk.requests.first?.body["fileName"] == "don.bmp")
            #expect(run.messages.contains("bị hỏng"))
        }
    }

    @Test func `no other word is taken`() async {
        let run = await Run(["dossier", "attach", "01", "a", "--component", "A", "--scans", "always", "--json"])
        #expect(run.code == 65 && run.error?["field"] == "scans")
    }

    private func paper(_ answers: [String]) -> (ScannedPaper, MemorySink) {
        let sink = MemorySink()
        let console = Console(
            language: .en, json: false, withoutDiacritics: false, isTerminal: (true, true, true), colour: false, columns: 80,
            sink: sink)
        let session = Session(
            console: console, desk: FakeDesk(), context: DeskContext(language: .en), options: DeskOptions(), now: { Run.now })
        var paper = ScannedPaper(session, wish: .ask)
        paper.lines = LetterCommandTests.Said(answers)
        return (paper, sink)
    }

    /// Enter alone is no answer: nothing is chosen for a person.
    @Test(arguments: [(["y"], true), (["n"], false), (["", "perhaps", "no"], false), (["", "yes"], true)])
    func `a person at a terminal is asked, and asked again`(answers: [String], turned: Bool) async throws {
        try await withScan { path async throws in
            let (paper, sink) = paper(answers)
            #expect(try await (paper.turned(path) != nil) == turned)
            #expect(sink.messages.components(separatedBy: "Turn the scan").count - 1 == answers.count)
        }
    }

    @Test func `a person who stops at the question has agreed to nothing`() async throws {
        try await withScan { path async throws in
            _ = await #expect(throws: Conversation.Stopped.self) { _ = try await paper([]).0.turned(path) }
        }
    }
}
