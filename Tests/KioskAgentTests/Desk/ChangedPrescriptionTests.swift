import KioskAgent
import Outbox
import SyncProtocol
import Testing

@Suite("A catalogue that changed while a dossier waited")
struct ChangedPrescriptionTests {
    /// The portal's new catalogue, in which the procedure has `members`.
    private func update(_ bench: DeskBench, version: String = "2026-12", _ members: String) async throws {
        let json = """
            {"version":"\(version)","units":[],"fields":[],"procedures":[{"code":"1.000001","name":"Đăng ký thử","field":"G15-TP07",
            "units":"all","level":"full","source":"test","certain":true,\(members)}]}
            """
        try await bench.outbox.write { tx in
            try tx.replaceCatalogue(json: Array(json.utf8), version: version, etag: nil, now: bench.clock.now)
        }
    }

    private func warnings(_ dossier: String, _ bench: DeskBench) async throws -> [String]? {
        try await bench.ask(ShowDossier(id: dossier))["local"]?["warnings"]?.arrayValue?.compactMap(\.stringValue)
    }

    private static let changed = #""components":[{"code":"T-03","title":"Giấy mới","originals":1,"copies":0,"required":true}]"#

    @Test func `papers that are now missing or no longer needed are shown for a draft and for what waits`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await bench.attach(DeskBench.pdf, to: dossier)
            #expect(try await warnings(dossier, bench) == nil)
            try await update(bench, Self.changed)
            let said = try #require(try await warnings(dossier, bench))
            #expect(said.count == 2 && said[0].contains("Giấy mới") && said[1].contains("Tờ khai"), "\(said)")
            _ = try await bench.ask(SubmitDossier(id: dossier))
            #expect(try await warnings(dossier, bench) == said)
            // The dossier keeps what it was made with.
            let components = try await bench.ask(ShowDossier(id: dossier))["components"]?.arrayValue
            #expect(components?.compactMap { $0["code"]?.stringValue } == ["T-01", "T-02"])
        }
    }

    @Test func `a dossier that the portal has received is the portal's to judge`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await update(bench, Self.changed)
            #expect(try await warnings(dossier, bench) == nil)
        }
    }

    @Test func `a procedure that was replaced says by which`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await update(bench, #""valid_to":"2020-01-01","replaced_by":"1.000009""#)
            let said = try #require(try await warnings(dossier, bench))
            #expect(said.count == 1 && said[0].contains("1.000009"))
        }
    }

    @Test func `the same papers in a new version are not worth a word`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await update(
                bench,
                #""components":[{"code":"T-01","title":"Tờ khai","originals":1,"copies":0},{"code":"T-02","title":"Khác","originals":0,"copies":1}]"#
            )
            #expect(try await warnings(dossier, bench) == nil)
        }
    }
}
