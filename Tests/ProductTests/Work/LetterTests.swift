import Foundation
import Subprocess
import SyncProtocol
import SystemPackage
import Testing

extension Product {
    /// The letter's steps with the real portal at the other end.
    @Suite struct Letter {
        /// A dossier that the portal has received.
        private func received(_ desk: Desk, _ stage: Stage, number: Int = 1) async throws -> (id: String, code: String) {
            let owner = try await desk.addCitizen(number)
            let dossier = try await desk.newDossier(owner: owner)
            try await desk.attach(dossier, try stage.file("scan\(number).pdf", Samples.paper(20_000, seed: UInt64(number))))
            try await desk.done("dossier", "submit", dossier)
            try await desk.done("sync", "--until-empty", "--timeout", "30")
            let shown = try await desk.done("dossier", "show", dossier)
            return (dossier, try #require(shown["code"]?.stringValue, "\(shown)"))
        }

        private func office(_ outcome: Outcome) throws {
            try #require(outcome.code == 0, "\(outcome)")
        }

        @Test(.timeLimit(.minutes(1)))
        func `a payment is started offline, goes unknown, and is paid by the portal's word alone`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(
                    stage, settings: "[payment]\nbank = \"970403\"\naccount = \"0011012345678\"\naccount_name = \"UBND XA\"")
                let (desk, line) = try await Desk.enrolled(stage, portal)
                let dossier = try await received(desk, stage)
                try office(await portal.run("dossier", "fee", dossier.code, "--item", "phi-trich-luc=1500000"))
                try await desk.done("sync")
                let due = try #require(try await desk.lines("payment", "list").first)
                #expect(due["state"] == "due" && due["amount"] == 1_500_000 && due["dossier_code"]?.stringValue == dossier.code)
                let id = try #require(due["id"]?.stringValue)

                line.set(.cut)
                try await desk.done("payment", "start", id, "--method", "bank")
                let again = try await desk.run("payment", "start", id, "--method", "bank")
                #expect(again.code == 65, "\(again)")
                #expect(try await desk.done("payment", "show", id)["state"] == "due")
                line.set(.open)
                try await desk.done("sync")
                let pending = try await desk.done("payment", "show", dossier.code)
                #expect(
                    pending["state"] == "pending" && pending["qr"]?.stringValue?.hasPrefix("000201") == true
                        && pending["pay_url"]?.stringValue?.contains(id) == true, "\(pending)")

                try office(await portal.run("payment", "forget", id))
                try await desk.done("sync")
                #expect(try await desk.done("payment", "show", id)["state"] == "unknown")
                #expect(try await desk.run("payment", "start", id, "--method", "wallet").code == 65)
                try office(await portal.run("payment", "settle", id))
                try await desk.done("sync")
                #expect(try await desk.lines("payment", "list", "--state", "paid").count == 1)
                let settled = try await desk.run("payment", "start", id, "--method", "bank")
                #expect(settled.code == 65 && settled.error?["type"] == "nothing-to-pay", "\(settled)")
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `a request for papers is a notice, is counted, tracked, read and answered`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, line) = try await Desk.enrolled(stage, portal)
                let dossier = try await received(desk, stage)
                try office(
                    await portal.run(
                        "dossier", "advance", dossier.code, "--to", "5", "--note", "Tờ khai mờ", "--request", "to-khai"))
                try await desk.done("sync")
                #expect(try await desk.status()["notices"]?["requests"] == 1)
                let unread = try await desk.lines("notice", "list", "--unread")
                let notice = try #require(unread.first { $0["kind"] == "supplement" }?["id"]?.stringValue)

                line.set(.cut)
                let tracked = try await desk.done("dossier", "track", dossier.code)
                #expect(
                    tracked["status"] == 5 && tracked["requests"]?.arrayValue?.count == 1
                        && tracked["age_seconds"]?.integerValue != nil)
                let unknown = try await desk.run("dossier", "track", "000.00.00.H99-200101-0001")
                #expect(unknown.code == 66, "\(unknown)")
                line.set(.open)

                try await desk.done("notice", "read", notice)
                try await desk.done(
                    "dossier", "supplement", dossier.id, try stage.file("moi.pdf", Samples.paper(9_000, seed: 9)), "--component",
                    "to-khai")
                try await desk.done("sync", "--until-empty", "--timeout", "30")
                #expect(try await desk.status()["notices"]?["requests"] == 0)
                #expect(try await desk.lines("notice", "list", "--unread").allSatisfy { $0["id"]?.stringValue != notice })
                #expect(try await desk.done("notice", "show", notice)["read"] == true)
                // The answer is among the dossier's papers now, and is no second paper beside them.
                let there = try #require(try await portal.dossiers().first?["files"]?.arrayValue)
                let shown = try await desk.done("dossier", "show", dossier.id)
                #expect(there.count == 2 && shown["local"]?["files"]?.arrayValue?.count == there.count)
                let report = try await desk.done("report", "--from", "2020-01-01", "--to", "2099-12-31")
                #expect(report["total"]?["files"]?.integerValue == Int64(there.count))
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `an address is confirmed with the code of the portal's mail`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, _) = try await Desk.enrolled(stage, portal)
                let account = try #require(
                    try await desk.done(
                        "account", "add", "--kind", "citizen", "--full-name", "Y Thử", "--identity", Samples.identity(1),
                        "--birth", "1990", "--email",
                        "thu@example.vn")["id"]?.stringValue)
                try await desk.done("sync")
                #expect(try await desk.done("account", "show", account)["confirmation"] == "pending")
                var code: String?
                try await eventually("the mail is in the folder", every: .milliseconds(20)) {
                    let mails = (try? FileManager.default.subpathsOfDirectory(atPath: portal.home)) ?? []
                    for mail in mails where mail.hasSuffix(".eml") {
                        let text = (try? String(contentsOfFile: portal.home + "/" + mail, encoding: .utf8)) ?? ""
                        code = text.firstMatch(of: /confirm\/([A-Z0-9-]+)/).map { String($0.1) } ?? code
                    }
                    return code != nil
                }
                try await desk.done("account", "confirm", account, "--token", try #require(code))
                try await desk.done("sync")
                #expect(try await desk.done("account", "show", account)["confirmation"] == "confirmed")
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `the report's figures are the queue's and the portal's`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, line) = try await Desk.enrolled(stage, portal)
                let first = try await received(desk, stage)
                try office(await portal.run("dossier", "advance", first.code, "--to", "4"))
                try office(await portal.run("dossier", "advance", first.code, "--to", "9"))
                try await desk.done("sync")
                line.set(.cut)
                let owner = try await desk.addCitizen(2)
                let waiting = try await desk.newDossier(owner: owner)
                try await desk.attach(waiting, try stage.file("second.pdf", Samples.paper(30_000, seed: 5)))
                try await desk.done("dossier", "submit", waiting)
                _ = try await desk.newDossier(owner: owner)

                let report = try await desk.done("report", "--from", "2020-01-01", "--to", "2099-12-31")
                let status = try await desk.status()
                let (total, queue) = (report["total"], report["queue"])
                #expect(
                    queue?["accepted"] == status["counts"]?["accepted"] && queue?["delivered"] == status["counts"]?["delivered"])
                #expect(
                    queue?["files_waiting"] == status["files"]?["waiting"]
                        && queue?["bytes_waiting"] == status["bytes"]?["waiting"])
                let submits = try await desk.lines("queue").filter { $0["type"] == "dossier.submit" }
                #expect(total?["waiting"]?.integerValue == Int64(submits.count))
                let there = try await portal.dossiers()
                #expect(total?["received"]?.integerValue == Int64(there.count { $0["code"]?.stringValue != nil }))
                #expect(total?["finished"]?.integerValue == Int64(there.count { $0["status"] == 9 }))
                #expect(
                    total?["recorded"] == 3 && total?["drafts"] == 1 && total?["submitted"] == 2 && total?["files"] == 2,
                    "\(report)")
                let sizes = there.flatMap { $0["files"]?.arrayValue ?? [] }.reduce(Int64(0)) {
                    $0 + ($1["size"]?.integerValue ?? 0)
                }
                #expect(total?["bytes"]?.integerValue == sizes + Int64(Samples.paper(30_000, seed: 5).count))
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `a dossier is made by answers on a terminal, back and forth, and is kept when the person stops`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, _) = try await Desk.enrolled(stage, portal)
                _ = try await desk.addCitizen(1, name: "Y Blar")
                let scan = try stage.file("to khai.pdf", Samples.paper(5_000, seed: 3))
                let answers = [
                    "ban sao trich luc ho tich", "1", "y blar", "1", "",  // procedure, owner, submitter
                    "Y Blar", "9", "1", "<", "ket hon", "2", "Y Blar", "", "",  // the form, one field corrected
                    "'\(scan)'", "", "",  // papers
                    "", "3", "s",  // delivery, review
                ]
                let whole = try await terminal(desk, answers)
                #expect(whole.code == 0, "\(whole)")
                let dossier = try #require(try await desk.lines("dossier", "list").first)
                #expect(dossier["form"]?["loai_viec"] == "Kết hôn" && dossier["form"]?["so_ban_sao"] == "2", "\(dossier)")
                #expect(dossier["delivery"]?["result"] == "electronic")
                #expect(dossier["components"]?.arrayValue?.first?["files"]?.arrayValue?.count == 1)
                #expect(dossier["local"]?["state"]?.stringValue != "draft", "\(whole)")

                // The person stops after the owner: the draft is there.
                let person = ["+", "", "Y Hla", "06219", "1990", "", "", "", Samples.identity(7), "", "", "", ""]  // one number corrected
                let stopped = try await terminal(desk, ["2.000635", "1"] + person)
                #expect(stopped.code == 0, "\(stopped)")
                let drafts = try await desk.lines("dossier", "list").filter { $0["local"]?["state"] == "draft" }
                #expect(drafts.first?["owner_name"] == "Y Hla")
                #expect(drafts.count == 1 && stopped.stdout.contains(drafts[0]["id"]?.stringValue ?? "?"))

                // A program is not asked.
                let piped = try await desk.run(["dossier", "new"], input: Array("1\n".utf8), json: false)
                #expect(piped.code == 65, "\(piped)")
            }
        }

        /// Runs `kiosk dossier new` on a pseudo terminal, which `script` makes, and types the answers.
        private func terminal(_ desk: Desk, _ answers: [String]) async throws -> Outcome {
            let typed = desk.stage.folder + "/typed"
            try Data((answers.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: typed))
            return try await Shell.run(
                "KIOSK_LANG=en TERM=dumb script -qec \"'$1' dossier new --home '$2'\" /dev/null < \"$3\"",
                [Program.kiosk.path.string, desk.home, typed])
        }
    }
}
