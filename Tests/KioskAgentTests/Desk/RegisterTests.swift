import Dossiers
import KioskAgent
import Outbox
import Status
import SyncProtocol
import Testing

@Suite("The register")
struct RegisterTests {
    @Test func `numbers follow the order of receipt and run on through the year`() async throws {
        try await DeskBench.with { (bench) async throws in
            // Received in another order than recorded, and one in the year before.
            let moments = ["2026-03-02T02:00:00Z", "2026-01-05T02:00:00Z", "2025-12-31T02:00:00Z", "2026-02-10T02:00:00Z"]
            for (index, moment) in moments.enumerated() {
                let owner = try await bench.citizen("06209012345\(index)", name: "Y \(index)").id
                let id = try await bench.ask(NewDossier(fields: ["procedure": "1.000001", "owner": .string(owner)])).id
                try await bench.outbox.write { tx in
                    var dossier = try #require(try tx.subject(id))
                    dossier.isDraft = false
                    dossier.state["received_at"] = .string(moment)
                    dossier.state["code"] = .string("000.00.53.H48-260101-000\(index)")
                    try tx.update(dossier)
                }
            }
            let first = try #require(CivilDay(iso: "2026-02-01"))
            let last = try #require(CivilDay(iso: "2026-12-31"))
            let register = try await bench.ask(ListRegister(from: first, to: last))
            #expect(register.entries.map(\.number) == [2, 3])
            #expect(register.entries.map(\.owner) == ["Y 3", "Y 0"])
            let before = try #require(CivilDay(iso: "2025-12-31"))
            #expect(try await bench.problem(ListRegister(from: before, to: last)).kind == .invalidValue)
        }
    }
}
