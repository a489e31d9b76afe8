import Foundation
import Subprocess
import SyncProtocol
import Testing

extension Product {
    @Suite struct Offline {
        /// What was recorded: accounts, a dossier, and papers by digest.
        struct Recorded {
            var accounts: [String] = []
            var dossier = ""
            var papers: [String: [UInt8]] = [:]
        }

        @Test(.timeLimit(.minutes(2)))
        func `what is recorded without a link is shown, and reaches the portal byte by byte when the link is there`()
            async throws
        {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, line) = try await Desk.enrolled(stage, portal)
                line.set(.cut)
                let recorded = try await record(desk, stage)

                try await expectWaiting(desk, recorded)
                let offline = try await desk.run("sync")
                #expect(offline.code == 2, "\(offline)")
                let status = try await desk.status()
                #expect(status["counts"]?["accepted"] == 5 && status["counts"]?["delivered"] == 0)
                #expect(status["link"]?["state"]?.stringValue != "online")

                line.set(.open)
                let online = try await desk.run("sync")
                #expect(online.code == 0, "\(online)")
                try await expectDelivered(desk, portal, recorded)
            }
        }

        private func record(_ desk: Desk, _ stage: Stage) async throws -> Recorded {
            var recorded = Recorded()
            recorded.accounts.append(
                try id(
                    await desk.done(
                        "account", "add", "--kind", "officer", "--full-name", "Rơ Châm Thử", "--identity",
                        Samples.identity(1), "--birth", "1985-02-28")))
            recorded.accounts.append(
                try id(
                    await desk.done(
                        "account", "add", "--scan",
                        "\(Samples.identity(2))|233123456|Y Blar|01011990|Nam|Thôn 1, Sa Thầy|15042021")))
            recorded.accounts.append(
                try id(
                    await desk.done(
                        "account", "add", "--kind", "organisation", "--full-name", "Hợp tác xã Thử Nghiệm",
                        "--identity", "0100047516")))
            recorded.dossier = try await desk.newDossier(owner: recorded.accounts[1])
            let scans = [Samples.paper(200_000, seed: 1), Samples.thinPaper(400_000)]
            for (index, scan) in scans.enumerated() {
                let answer = try await desk.attach(recorded.dossier, try stage.file("tờ khai \(index).pdf", scan))
                let digest = Samples.digest(scan)
                #expect(answer["id"]?.stringValue == recorded.dossier)
                #expect(answer["sha256"]?.stringValue == digest)
                #expect(answer["size"]?.integerValue == Int64(scan.count))
                #expect(answer["encoding"] == (index == 0 ? "identity" : "gzip"))
                let stored = try #require(answer["stored_size"]?.integerValue)
                #expect(index == 0 ? stored == Int64(scan.count) : stored < Int64(scan.count) / 2)
                recorded.papers[digest] = scan
            }
            try await desk.done("dossier", "submit", recorded.dossier)
            return recorded
        }

        private func id(_ answer: JSONValue) throws -> String { try #require(answer["id"]?.stringValue) }

        private func expectWaiting(_ desk: Desk, _ recorded: Recorded) async throws {
            let status = try await desk.status()
            #expect(
                status["counts"]?["accepted"] == 5 && status["counts"]?["waiting"] == 3
                    && status["counts"]?["blocked"] == 2)
            #expect(status["files"] == ["waiting": 2, "sending": 0, "done": 0, "quarantined": 0])
            #expect(status["store"]?["synchronous"] == "FULL")
            #expect(status["oldest_waiting_at"]?.stringValue != nil)
            for member in ["agent", "link", "portal", "bytes", "next_attempt_at", "attention"] {
                #expect(status[member] != nil, "\(member)")
            }

            let queue = try await desk.lines("queue")
            #expect(queue.count == 5)
            for operation in queue {
                let members: Set = [
                    "id", "type", "subject", "state", "reason", "text", "attempts", "made_at", "next_attempt_at",
                    "blocked_by", "bytes_done",
                    "bytes_total", "lane",
                ]
                #expect(members.isSubset(of: Set((operation.objectValue ?? [:]).keys)), "\(operation)")
            }
            let types = queue.compactMap { $0["type"]?.stringValue }
            #expect(types.filter { $0 == "account.put" }.count == 3)
            let put = try #require(queue.first { $0["type"] == "dossier.put" })
            let submit = try #require(queue.first { $0["type"] == "dossier.submit" })
            #expect(
                put["state"] == "blocked" && put["reason"] == "parent-not-delivered"
                    && put["subject"]?.stringValue == recorded.dossier)
            #expect(submit["blocked_by"]?.arrayValue?.contains(put["id"] ?? .null) == true)
            let why = try await desk.run("queue", "why", submit["id"]?.stringValue ?? "")
            #expect(why.code == 0 && !why.facts.isEmpty, "\(why)")
        }

        private func expectDelivered(_ desk: Desk, _ portal: PortalProcess, _ recorded: Recorded) async throws {
            let status = try await desk.status()
            #expect(status["counts"]?["accepted"] == 5 && status["counts"]?["delivered"] == 5)
            #expect(status["files"] == ["waiting": 0, "sending": 0, "done": 2, "quarantined": 0])
            #expect(try await desk.lines("queue").isEmpty)
            #expect(try await desk.lines("queue", "--all").count == 5)

            let accounts = try await portal.accounts()
            #expect(Set(accounts.compactMap { $0["id"]?.stringValue }) == Set(recorded.accounts) && accounts.count == 3)
            let dossiers = try await portal.dossiers()
            #expect(dossiers.count == 1)
            let dossier = try #require(dossiers.first)
            #expect(
                dossier["id"]?.stringValue == recorded.dossier && dossier["owner"]?.stringValue == recorded.accounts[1])
            let code = try #require(dossier["code"]?.stringValue, "the portal has not received it: \(dossier)")
            let files = dossier["files"]?.arrayValue ?? []
            #expect(Set(files.compactMap { $0["sha256"]?.stringValue }) == Set(recorded.papers.keys))
            #expect(files.allSatisfy { $0["complete"] == true })
            for (digest, bytes) in recorded.papers { #expect(try await portal.file(digest) == bytes) }

            // The code is the portal's word, which comes back as a change.
            try await eventually("the desk knows the official code", every: .milliseconds(50)) {
                try await desk.done("sync")
                return try await desk.done("dossier", "show", recorded.dossier)["code"]?.stringValue == code
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `a second sync sends nothing again`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, line) = try await Desk.enrolled(stage, portal)
                let owner = try await desk.addCitizen(1)
                let dossier = try await desk.newDossier(owner: owner)
                try await desk.attach(dossier, try stage.file("scan.pdf", Samples.paper(300_000, seed: 2)))
                try await desk.done("dossier", "submit", dossier)
                try await desk.done("sync")
                try await desk.done("sync")
                let before = line.upstream
                try await desk.done("sync")
                #expect(line.upstream - before < 20_000)
                #expect(try await portal.accounts().count == 1)
                #expect(try await portal.dossiers().count == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `commands work the same through the agent, which sends by itself`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, _) = try await Desk.enrolled(stage, portal)
                let agent = try await desk.startAgent()
                let owner = try await desk.addCitizen(1)
                let dossier = try await desk.newDossier(owner: owner)
                let scan = Samples.paper(100_000, seed: 3)
                try await desk.attach(dossier, try stage.file("scan.pdf", scan))
                try await desk.done("dossier", "submit", dossier)
                #expect(try await desk.status()["agent"]?["running"] == true)
                try await eventually("the agent has sent everything", every: .milliseconds(50)) {
                    let status = try await desk.status()
                    return status["counts"]?["delivered"] == 3 && status["files"]?["done"] == 1
                }
                #expect(try await portal.file(Samples.digest(scan)) == scan)
                let stopped = try await agent.end(by: .terminate)
                #expect(stopped == .exited(0))
                #expect(try await desk.status()["agent"]?["running"] == false)
                let log = try String(contentsOfFile: stage.folder + "/agent.log", encoding: .utf8)
                for secret in [Samples.identity(1), "Y Thử", "0912345678", "912345678", "Y Blar"] {
                    #expect(!log.contains(secret), "the log tells what people are called or have")
                }
            }
        }
    }
}
