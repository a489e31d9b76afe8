import SyncProtocol
import Testing

extension Product.BadInput {
    @Test(.timeLimit(.minutes(2)))
    func `an unreachable, a captive and a wrong portal keep the queue as it is`() async throws {
        try await Stage.with { stage in
            let portal = try await PortalProcess.start(stage)
            let (desk, line) = try await Desk.enrolled(stage, portal)
            let account = try await desk.addCitizen(1)
            for (mode, reason) in [(Forwarder.Mode.cut, "no-link"), (.captive, "captive-portal")] {
                line.set(mode)
                let outcome = try await desk.run("sync")
                #expect(outcome.code == 2, "\(mode): \(outcome)")
                let status = try await desk.status()
                #expect(status["counts"]?["accepted"] == 1 && status["counts"]?["delivered"] == 0)
                #expect(status["link"]?["state"]?.stringValue == reason, "\(status["link"] ?? .null)")
                let queued = try #require(try await desk.lines("queue").first)
                // What was on its way when the line broke says so.
                let reasons = mode == .cut ? [reason, "cut"] : [reason]
                #expect(queued["state"] == "waiting" || reasons.contains(queued["reason"]?.stringValue ?? ""), "\(queued)")
            }
            line.set(.open)
            try await desk.done("sync")
            #expect(try await portal.accounts().compactMap { $0["id"]?.stringValue } == [account])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `another portal at the address gets nothing, and nothing is given up`() async throws {
        try await Stage.with { stage in
            let portal = try await PortalProcess.start(stage)
            let other = try await PortalProcess.start(stage, "other-portal")
            let (desk, line) = try await Desk.enrolled(stage, portal)
            let account = try await desk.addCitizen(1)
            line.lead(to: await other.port)
            let outcome = try await desk.run("sync")
            #expect([2, 69].contains(outcome.code), "\(outcome)")
            #expect(try await desk.status()["counts"]?["delivered"] == 0)
            #expect(try await other.accounts().isEmpty)
            line.lead(to: await portal.port)
            try await desk.done("sync")
            #expect(try await portal.accounts().compactMap { $0["id"]?.stringValue } == [account])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a revoked kiosk is told so and keeps its queue`() async throws {
        try await Stage.with { stage in
            let portal = try await PortalProcess.start(stage)
            let (desk, _) = try await Desk.enrolled(stage, portal)
            _ = try await desk.addCitizen(1)
            let list = try await portal.run("kiosk", "list")
            let kiosk = try #require(
                list.lines.first?["id"]?.stringValue ?? list.lines.first?["kiosk_id"]?.stringValue, "\(list)")
            try #require(try await portal.run("kiosk", "revoke", kiosk).code == 0)
            let outcome = try await desk.run("sync")
            #expect(outcome.code == 69, "\(outcome)")
            let status = try await desk.status()
            #expect(status["counts"]?["accepted"] == 1 && status["counts"]?["delivered"] == 0)
            #expect(status["link"]?["state"] == "revoked", "\(status["link"] ?? .null)")
            #expect(try await portal.accounts().isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [Forwarder.Mode.cut, .captive, .stranger])
    func `enrolment without the portal is refused`(mode: Forwarder.Mode) async throws {
        try await Stage.with { stage in
            let line = try Forwarder(to: 9)
            await stage.keep(line)
            line.set(mode)
            let desk = try Desk(stage)
            let outcome = try await desk.run("enrol", "--portal", line.url, "--code", "ABCD-EFGH")
            #expect(outcome.code == 69, "\(outcome)")
            let types = mode == .cut ? ["no-link"] : ["captive-portal", "wrong-server"]
            #expect(types.contains(outcome.error?["type"]?.stringValue ?? ""), "\(outcome)")
            #expect(try await desk.run("sync").code == 78)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a code that is wrong or used is refused`() async throws {
        try await Stage.with { stage in
            let portal = try await PortalProcess.start(stage)
            let url = "http://127.0.0.1:\(await portal.port)"
            let desk = try Desk(stage)
            for language in ["vi", "en"] {
                let wrong = try await desk.run(["enrol", "--portal", url, "--code", "ABCD-EFGH"], language: language)
                #expect(wrong.code == 77 && wrong.error?["type"] == "enrolment-refused", "\(wrong)")
            }
            let code = try await portal.invite()
            try await desk.done("enrol", "--portal", url, "--code", code)
            let other = try Desk(stage, "other")
            let used = try await other.run("enrol", "--portal", url, "--code", code)
            #expect(used.code == 77 && used.error?["type"] == "enrolment-refused", "\(used)")
        }
    }
}
