import Foundation
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

    @Test(.timeLimit(.minutes(1)))
    func `a wrong calendar and a template with an unknown field are told before anyone needs them`() async throws {
        try await Stage.with { stage in
            let desk = try Desk(stage)
            let right = try await desk.run("config", "check")
            #expect(right.code == 0, "\(right)")
            let (calendars, forms) = (stage.folder + "/calendars", stage.folder + "/forms")
            for folder in [calendars, forms] {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            let year =
                #"{"year":2026,"source":"x","hours":[],"last_receipt":"15:00","off":[{"date":"2026-13-01","name":"a"}],"make_up":[]}"#
            try Data(year.utf8).write(to: URL(filePath: calendars + "/vn-2026.json"))
            try desk.configure("[desk]\ncalendars = \"\(calendars)\"")
            let calendar = try await desk.run("config", "check")
            #expect(calendar.code == 78 && calendar.stdout.contains("vn-2026.json"), "\(calendar)")
            // None of the templates is there: each is named.
            try desk.configure("[desk]\nforms = \"\(forms)\"")
            let missing = try await desk.run("config", "check")
            #expect(missing.code == 78 && missing.stdout.contains("so-theo-doi.toml"), "\(missing)")
        }
    }
}
