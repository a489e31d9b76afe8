import KioskAgent
import Outbox
import Status
import SyncProtocol
import Testing

@Suite("The provisional slip at the desk")
struct SlipTests {
    @Test func `a draft's slip has the desk's facts and none of the portal's`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await bench.attach(DeskBench.pdf, to: dossier)
            let slip = try await bench.ask(DossierSlip(id: dossier))
            #expect(slip.id == dossier && slip.number == dossier.suffix(8))
            #expect(slip.state == "draft" && slip.status == nil)
            #expect(slip.owner == "Y Thử" && slip.isOwnSubmitter && slip.authority == "present")
            #expect(slip.unit == "H34.61" && slip.unitName == nil)
            #expect(slip.procedure == "1.000001" && slip.procedureName == "Đăng ký thử")
            // What is only prescribed was not given.
            #expect(
                slip.papers == [
                    DossierSlip.Paper(code: "T-01", title: "Tờ khai", originals: 1, copies: 0, files: ["to-khai.pdf"])
                ])
            #expect(slip.recordedAt == bench.clock.now)
            #expect(slip.code == nil && slip.receivedAt == nil && slip.dueAt == nil && !slip.isReceived)
        }
    }

    @Test func `another submitter is named`() async throws {
        try await DeskBench.with { (bench) async throws in
            let owner = try await bench.citizen().id
            let other = try await bench.citizen("062090123457", name: "A Nộp").id
            let dossier = try await bench.ask(
                NewDossier(fields: ["procedure": "1.000001", "owner": .string(owner), "submitter": .string(other)]))
            let slip = try await bench.ask(DossierSlip(id: dossier.id))
            #expect(slip.owner == "Y Thử" && slip.submitter == "A Nộp" && !slip.isOwnSubmitter && slip.authority == "authorised")
        }
    }

    @Test func `what the portal said and the papers of a supplement are on it`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            _ = try await bench.ask(SubmitDossier(id: dossier))
            #expect(try await bench.ask(DossierSlip(id: dossier)).isReceived == false)
            try await bench.deliverAll()
            let now = bench.clock.now
            try await bench.outbox.write { tx in
                var subject = try #require(try tx.subject(dossier))
                subject.state["code"] = "000.00.53.H48-261124-0007"
                subject.state["received_at"] = "2026-11-24T03:00:00Z"
                subject.state["due_at"] = "2026-11-27T10:00:00Z"
                subject.state["status"] = 5
                try tx.update(subject)
                try tx.insert(
                    Subject(
                        id: "notice-1", kind: .notice,
                        state: [
                            "kind": "supplement", "dossier": .string(dossier), "text": "one more",
                            "components": [["code": "T-02", "title": "Giấy tờ khác"]],
                        ], now: now))
            }
            try await bench.attach(DeskBench.pdf, to: dossier, component: "T-02", name: "them.pdf", request: "notice-1")
            let slip = try await bench.ask(DossierSlip(id: "000.00.53.H48-261124-0007"))
            #expect(slip.id == dossier && slip.isReceived && slip.code == "000.00.53.H48-261124-0007" && slip.status == 5)
            #expect(slip.receivedAt == Timestamp("2026-11-24T03:00:00Z") && slip.dueAt == Timestamp("2026-11-27T10:00:00Z"))
            #expect(slip.recordedAt < (slip.receivedAt ?? slip.recordedAt))
            #expect(slip.papers == [DossierSlip.Paper(code: "T-02", title: "Giấy tờ khác", supplements: ["them.pdf"])])
        }
    }

    @Test func `an unknown dossier has no slip`() async throws {
        try await DeskBench.with { (bench) async throws in
            #expect(try await bench.problem(DossierSlip(id: "ffffffff")).kind == .unknownDossier)
        }
    }
}
