import Subprocess
import SyncProtocol
import Testing

extension Product {
    @Suite struct Killed {
        static let rounds = Torture.amount("ROUNDS", small: 20)

        /// Each round records two accounts and a dossier with a scan, starts the agent, and kills the agent or the portal when
        /// a random number of bytes has gone over the line, so that the moments fall anywhere in exchanges and uploads.
        @Test(.timeLimit(.minutes(60)))
        func `agent and portal are killed at many random moments, and nothing is lost and nothing is there twice`()
            async throws
        {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, line) = try await Desk.enrolled(stage, portal)
                line.limit(to: 2_000_000)
                var random = SeededRandom(20_261_124)
                var accounts: Set<String> = []
                var dossiers: [String: String] = [:]
                var papers: [String: [UInt8]] = [:]
                for round in 0..<Self.rounds {
                    for index in 0..<2 { accounts.insert(try await desk.addCitizen(2 * round + index + 1)) }
                    let dossier = try await desk.newDossier(owner: #require(accounts.randomElement(using: &random)))
                    let scan = Samples.paper(60_000, seed: random.next())
                    try await desk.attach(dossier, try stage.file("scan.pdf", scan))
                    try await desk.done("dossier", "submit", dossier)
                    papers[Samples.digest(scan)] = scan
                    dossiers[dossier] = Samples.digest(scan)
                    try await interrupt(round, desk, portal, line, &random)
                }
                line.limit(to: nil)
                let events = try await desk.lines("log").compactMap { $0["event"]?.stringValue }
                #expect(events.contains { $0.hasSuffix("interrupted") }, "no kill met anything under way")
                try await drain(desk)
                try await expectExactly(accounts, dossiers, papers, portal)
                let status = try await desk.status()
                #expect(status["counts"]?["delivered"]?.integerValue == Int64(4 * Self.rounds))
                #expect(status["counts"]?["accepted"]?.integerValue == Int64(4 * Self.rounds))
                #expect(status["files"]?["done"]?.integerValue == Int64(Self.rounds))
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `a file whose taking in is killed leaves nothing behind`() async throws {
            try await Stage.with { stage in
                let desk = try Desk(stage)
                let dossier = try await desk.newDossier(owner: try await desk.addCitizen(1))
                let scan = Samples.paper(20_000_000, seed: 9)
                let path = try stage.file("scan.pdf", scan)
                let before = try await desk.contents()
                let attach = try RunningProgram(
                    .kiosk, ["dossier", "attach", dossier, path, "--component", "to-khai", "--home", desk.home],
                    environment: Program.environment(home: stage.folder), log: stage.folder + "/attach.log")
                await stage.keep(attach)
                try await eventually("the file is being taken in", every: .milliseconds(1)) {
                    try !desk.spooled().isEmpty || attach.status != nil
                }
                #expect(try await attach.end(by: .kill) == .signaled(9))
                #expect(try await desk.contents() == before)
                #expect(try desk.spooled().isEmpty)
                #expect(try await desk.attach(dossier, path)["sha256"]?.stringValue == Samples.digest(scan))
            }
        }

        private func interrupt(
            _ round: Int, _ desk: Desk, _ portal: PortalProcess, _ line: Forwarder, _ random: inout SeededRandom
        ) async throws {
            // Some 62 kB go up and 2 kB come back in one round.
            let isUp = random.next() % 3 > 0
            let start = (up: line.upstream, down: line.downstream)
            let moment = Int(random.next() % (isUp ? 62_000 : 2_500))
            let agent = try desk.launchAgent()
            await desk.stage.keep(agent)
            try await eventually("byte \(moment) of round \(round)", within: 20, every: .milliseconds(1)) {
                (isUp ? line.upstream - start.up : line.downstream - start.down) > moment || agent.status != nil
            }
            #expect(agent.status == nil, "the agent ended by itself")
            if round % 2 == 0 {
                try await agent.end(by: .kill)
            } else {
                try await portal.kill()
                try await agent.end(by: .terminate)
                try await portal.start()
            }
        }

        /// Sends the rest. What was killed three times in its first bytes is set aside for a person, who lets it go.
        private func drain(_ desk: Desk) async throws {
            let first = try await desk.run("sync", "--until-empty", "--timeout", "60")
            guard first.code == 1 else {
                #expect(first.code == 0, "\(first)")
                return
            }
            let aside = try await desk.lines("queue", "--state", "quarantined")
            try #require(!aside.isEmpty, "\(first)")
            for operation in aside { try await desk.done("queue", "requeue", #require(operation["id"]?.stringValue)) }
            try await desk.done("sync", "--until-empty", "--timeout", "60")
        }

        private func expectExactly(
            _ accounts: Set<String>, _ dossiers: [String: String], _ papers: [String: [UInt8]], _ portal: PortalProcess
        ) async throws {
            let known = try await portal.accounts()
            #expect(Set(known.compactMap { $0["id"]?.stringValue }) == accounts)
            #expect(known.count == accounts.count)
            #expect(Set(known.compactMap { $0["identity"]?["number"]?.stringValue }).count == accounts.count)
            let received = try await portal.dossiers()
            #expect(Set(received.compactMap { $0["id"]?.stringValue }) == Set(dossiers.keys))
            #expect(received.count == dossiers.count)
            #expect(
                Set(received.compactMap { $0["code"]?.stringValue }).count == dossiers.count,
                "each received once, under a code of its own")
            for dossier in received {
                let files = dossier["files"]?.arrayValue ?? []
                #expect(files.count == 1 && files[0]["complete"] == true, "\(dossier)")
                #expect(files.first?["sha256"]?.stringValue == dossiers[dossier["id"]?.stringValue ?? ""])
            }
            for (digest, bytes) in papers { #expect(try await portal.file(digest) == bytes) }
        }
    }
}
