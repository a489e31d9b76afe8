import SyncProtocol
import Testing

extension Product.BadInput {
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ("[sync]\nretry_cpa = \"1m\"", "retry_cap"), ("[snyc]\nretry_cap = \"1m\"", "sync"),
            ("[sync]\nretry_cap = true", "retry_cap"),
        ])
    func `a configuration with a typo is named with the nearest right word`(text: String, nearest: String) async throws {
        try await Stage.with { stage in
            let desk = try Desk(stage)
            _ = try await desk.addCitizen(1)
            let before = try await desk.contents()
            try desk.configure(text)
            for language in ["vi", "en"] {
                let outcome = try await desk.run(["status"], language: language)
                #expect(outcome.code == 78, "\(outcome)")
                let said = outcome.error?["text"]?.stringValue ?? ""
                #expect(said.contains(nearest), "\(said)")
            }
            try desk.configure("")
            #expect(try await desk.contents() == before)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `sync before any enrolment is a matter of configuration`() async throws {
        try await Stage.with { stage in
            let desk = try Desk(stage)
            _ = try await desk.addCitizen(1)
            try await Refusal.check([Refusal("sync without enrolment", 78, "not-enrolled", ["sync"])], desk)
        }
    }
}
