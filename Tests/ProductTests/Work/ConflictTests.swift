import SyncProtocol
import Testing

extension Product {
    @Suite struct Conflicts {
        @Test(.timeLimit(.minutes(1)))
        func `a conflict is shown, decided and taken back`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, _) = try await Desk.enrolled(stage, portal)
                let account = try await desk.addCitizen(1)
                try await desk.done("sync")
                try await office(portal, account, "phone=0987654321")
                try await desk.done("account", "edit", account, "--phone", "0903123456")

                let met = try await desk.run("sync")
                #expect(met.code == 1, "\(met)")
                let status = try await desk.status()
                #expect(status["counts"]?["conflict"] == 1)
                let attention = try #require(status["attention"]?.arrayValue?.first)
                #expect(attention["command"]?.stringValue?.contains("conflict") == true)
                let conflicts = try await desk.lines("conflict", "list")
                #expect(conflicts.count == 1)
                let id = try #require(conflicts.first?["id"]?.stringValue)
                let conflict = try await desk.done("conflict", "show", id)
                #expect(
                    conflict["subject"]?.stringValue == account && conflict["kind"] == "account"
                        && conflict["reason"] == "stale")
                let field = try #require(conflict["fields"]?.arrayValue?.first { $0["name"] == "phone" })
                #expect(conflict["fields"]?.arrayValue?.count == 1)
                #expect(digits(field["base"]) == "912345678")
                #expect(digits(field["mine"]?["value"]) == "903123456" && field["mine"]?["by"]?.stringValue != nil)
                #expect(digits(field["theirs"]?["value"]) == "987654321" && field["theirs"]?["by"]?.stringValue != nil)

                try await desk.done("conflict", "resolve", id, "--keep", "mine")
                try await desk.done("sync")
                #expect(try await phone(portal, account) == "903123456")
                #expect(try await desk.status()["counts"]?["conflict"] == 0)
                #expect(try await desk.lines("conflict", "list").isEmpty)

                try await desk.done("conflict", "undo", id)
                try await desk.done("sync")
                #expect(try await phone(portal, account) == "987654321")
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `changes of different fields merge by themselves`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, _) = try await Desk.enrolled(stage, portal)
                let account = try await desk.addCitizen(1)
                try await desk.done("sync")
                try await office(portal, account, "email=thu@example.vn")
                try await desk.done("account", "edit", account, "--phone", "0903123456")
                try await desk.done("sync", "--until-empty", "--timeout", "30")
                let there = try await portal.run("account", "show", account)
                #expect(
                    digits(there.json?["phone"]) == "903123456" && there.json?["email"] == "thu@example.vn", "\(there)")
                let here = try await desk.done("account", "show", account)
                #expect(digits(here["phone"]) == "903123456" && here["email"] == "thu@example.vn", "\(here)")
                #expect(try await desk.lines("conflict", "list").isEmpty)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `what one kiosk settles the other sees settled`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (one, _) = try await Desk.enrolled(stage, portal)
                let other = try Desk(stage, "other")
                try await other.enrol(portal)
                let account = try await one.addCitizen(1)
                try await one.done("sync")
                try await other.done("sync")
                try await other.done("account", "edit", account, "--phone", "0933333333")
                try await other.done("sync")
                try await one.done("account", "edit", account, "--phone", "0944444444", "--email", "thu@example.vn")
                #expect(try await one.run("sync").code == 1)
                let id = try #require(try await one.lines("conflict", "list").first?["id"]?.stringValue)

                // The other desk says what this one wanted; nobody has to decide any more.
                try await other.done("account", "edit", account, "--phone", "0944444444")
                try await other.done("sync")
                try await one.done("sync", "--until-empty", "--timeout", "30")
                #expect(try await one.lines("conflict", "list").isEmpty)
                let kept = try await one.done("conflict", "show", id)
                let theirs = kept["fields"]?.arrayValue?.first?["theirs"]?["value"]
                #expect(kept["state"] == "merged" && digits(theirs) == "944444444", "\(kept)")
                let there = try await portal.run("account", "show", account)
                #expect(digits(there.json?["phone"]) == "944444444" && there.json?["email"] == "thu@example.vn", "\(there)")
            }
        }

        private func office(_ portal: PortalProcess, _ account: String, _ change: String) async throws {
            let outcome = try await portal.run("account", "edit", account, "--set", change)
            try #require(outcome.code == 0, "\(outcome)")
        }

        private func phone(_ portal: PortalProcess, _ account: String) async throws -> String? {
            digits(try await portal.run("account", "show", account).json?["phone"])
        }

        /// A number without what tells the country: 0912… and +84912… are one.
        private func digits(_ phone: JSONValue?) -> String? {
            phone?.stringValue.map { String($0.filter(\.isNumber).suffix(9)) }
        }
    }
}
