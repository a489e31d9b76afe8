import Foundation
import KioskAgent
import Outbox
import Status
import SyncProtocol
import Testing

@Suite("Papers taken in")
struct AttachTests {
    @Test func `a paper is kept by its digest and stands in its component`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            let answer = try await bench.attach(DeskBench.pdf, to: dossier)
            #expect(answer.id == dossier)
            #expect(answer.sha256 == Digest.sha256(Array(DeskBench.pdf.utf8)))
            #expect(answer.size == Int64(DeskBench.pdf.utf8.count))
            #expect(answer.mediaType == "application/pdf")
            #expect(!answer.alreadyKept)
            let shown = try await bench.ask(ShowDossier(id: dossier))
            let component = try #require(shown["components"]?.arrayValue?.first)
            #expect(component["files"]?.arrayValue?.first?["sha256"] == .string(answer.sha256))
            let file = try #require(shown["local"]?["files"]?.arrayValue?.first)
            #expect(file["bytes_total"] == .integer(answer.storedSize))
            #expect(file["name"] == "to-khai.pdf")
        }
    }

    @Test func `the same paper attached twice is one entry, under another name it is two`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await bench.attach(DeskBench.pdf, to: dossier)
            let again = try await bench.attach(DeskBench.pdf, to: dossier)
            #expect(again.alreadyKept)
            #expect(!again.warnings.isEmpty)
            try await bench.attach(DeskBench.pdf, to: dossier, name: "ban-sao.pdf")
            let shown = try await bench.ask(ShowDossier(id: dossier))
            #expect(shown["components"]?.arrayValue?.first?["files"]?.arrayValue?.count == 2)
        }
    }

    @Test func `a paper added before the dossier is sent is counted in its submission`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await bench.attach(DeskBench.pdf, to: dossier)
            _ = try await bench.ask(SubmitDossier(id: dossier))
            try await bench.attach(DeskBench.pdf + "two", to: dossier, component: "T-02", name: "hai.pdf")
            #expect(try await bench.counts().accepted == 3)
            let sent = try await bench.deliverAll()
            let submit = try #require(sent.last { $0.type == .dossierSubmit }?.frozen?.line)
            #expect(try JSONParser.parse(submit)["body"] == ["files": 2])
        }
    }

    @Test func `once its sending has begun a dossier takes no more papers`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            _ = try await bench.ask(SubmitDossier(id: dossier))
            _ = try await bench.claimAll()
            let kind = try await refusal { try await bench.attach(DeskBench.pdf, to: dossier) }
            #expect(kind == .alreadySubmitted)
        }
    }

    @Test func `what cannot be taken in is refused and leaves nothing behind`() async throws {
        let rules = DeskRules(unit: "U", maxFileBytes: 2_000, fileTypes: ["application/pdf"])
        try await DeskBench.with(rules: rules) { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            #expect(try await refusal { try await bench.attach("", to: dossier) } == .fileEmpty)
            #expect(try await refusal { try await bench.attach("plain words", to: dossier) } == .fileType)
            let path = bench.outbox.spool.path(of: Digest.sha256(Array("plain words".utf8)), encoding: "identity")
            #expect(!FileManager.default.fileExists(atPath: path))
            let long = "%PDF-1.4\n" + String(repeating: "x", count: 3_000)
            #expect(try await refusal { try await bench.attach(long, to: dossier) } == .fileTooLarge)
            let unknown = try await refusal { try await bench.attach(DeskBench.pdf, to: dossier, component: "T-99") }
            #expect(unknown == .unknownComponent)
            #expect(try await refusal { try await bench.attach(DeskBench.pdf, to: "ffff") } == .unknownDossier)
            #expect(try await refusal { try await bench.attach(DeskBench.pdf, to: dossier, name: "..") } == .invalidText)
            let shown = try await bench.ask(ShowDossier(id: dossier))
            #expect(shown["local"]?["files"] == [])
        }
    }

    @Test func `the portal's published limit counts when it is the smaller one`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await bench.outbox.write { tx in
                try tx.setFact(.limits, ["max_file_bytes": 100, "file_types": ["application/pdf"]])
            }
            #expect(try await refusal { try await bench.attach(DeskBench.pdf, to: dossier) } == .fileTooLarge)
        }
    }

    @Test func `a source that breaks is told as it broke`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            let file = AttachFile(dossier: dossier, component: "T-01", fileName: "a.pdf")
            let kind = try await refusal {
                _ = try await bench.desk.attach(file, content: Breaking(), context: bench.context)
            }
            #expect(kind == .fileChanging)
        }
    }

    private struct Breaking: ByteSource {
        var expectedSize: Int64? { 10 }
        func next() async throws -> [UInt8] { throw KioskProblem(.fileChanging) }
    }

    private func refusal(_ body: () async throws -> some Any) async throws -> KioskProblem.Kind? {
        do { _ = try await body() } catch let problem as KioskProblem { return problem.kind }
        return nil
    }
}
