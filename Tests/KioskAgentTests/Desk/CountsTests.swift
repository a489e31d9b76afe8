import KioskAgent
import Outbox
import Status
import SyncProtocol
import Testing

@Suite("How many originals and copies a desk was given")
struct CountsTests {
    private func attach(
        _ bench: DeskBench, _ dossier: String, originals: Int64? = nil, copies: Int64? = nil, request: String? = nil
    ) async throws {
        let file = AttachFile(
            dossier: dossier, component: "T-01", fileName: "to-khai.pdf", supplementRequest: request, originals: originals,
            copies: copies)
        _ = try await bench.desk.attach(file, content: Pieces(Array(DeskBench.pdf.utf8)), context: bench.context)
    }

    private func refusal(_ body: () async throws -> Void) async throws -> KioskProblem? {
        do {
            try await body()
            return nil
        } catch let problem as KioskProblem {
            return problem
        }
    }

    @Test func `what was given replaces what is prescribed, on the slip and towards the portal`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await attach(bench, dossier, originals: 0, copies: 2)
            let paper = try await bench.ask(DossierSlip(id: dossier)).papers.first
            #expect(paper?.originals == 0 && paper?.copies == 2)
            // The same paper again with another number corrects the number.
            try await attach(bench, dossier, copies: 3)
            let component = try await bench.ask(ShowDossier(id: dossier))["components"]?.arrayValue?.first
            #expect(component?["originals"] == 0 && component?["copies"] == 3 && component?["files"]?.arrayValue?.count == 1)
        }
    }

    @Test func `numbers out of their range are refused, and none stand with the answer to a request`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            for count: Int64 in [-1, 1000] {
                let problem = try await refusal { try await attach(bench, dossier, originals: count) }
                #expect(problem?.kind == .invalidValue && problem?.field == "originals" && problem?.exitCode == .badData)
            }
            _ = try await bench.ask(SubmitDossier(id: dossier))
            try await bench.deliverAll()
            try await bench.said(dossier, ["status": 5, "code": "000.00.53.H48-261124-0009"])
            try await bench.tell(.notice, "n1", ["kind": "supplement", "dossier": .string(dossier), "text": "…", "read": false])
            let problem = try await refusal { try await attach(bench, dossier, copies: 1, request: "n1") }
            #expect(problem?.kind == .countsOfSupplement)
        }
    }

    @Test func `papers are taken out of a draft, and out of what waits, with its count`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await attach(bench, dossier)
            try await bench.attach(DeskBench.pdf + "two", to: dossier, name: "hai.pdf")
            #expect(try await bench.problem(DetachFiles(dossier: dossier, component: "T-02")).kind == .paperNotThere)
            _ = try await bench.ask(DetachFiles(dossier: dossier, component: "T-01", fileName: "hai.pdf"))
            _ = try await bench.ask(SubmitDossier(id: dossier))
            _ = try await bench.ask(DetachFiles(dossier: dossier, component: "T-01"))
            let shown = try await bench.ask(ShowDossier(id: dossier))
            #expect(shown["local"]?["files"] == [])
            let sent = try await bench.deliverAll()
            let submit = try #require(sent.last { $0.type == .dossierSubmit }?.frozen?.line)
            #expect(try JSONParser.parse(submit)["body"] == ["files": 0])
            #expect(try await bench.problem(DetachFiles(dossier: dossier, component: "T-01")).exitCode == .badData)
        }
    }
}
