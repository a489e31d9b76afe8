import Foundation
import Subprocess
import SyncProtocol
import Testing

extension Product {
    /// A full queue that is sent by an agent which never gets far.
    @Suite struct Drained {
        static let kills = Torture.amount("KILLS", small: 15)
        /// Accounts, and as many dossiers with a paper each: a pair is three operations and a file.
        static let pairs = Torture.amount("OPERATIONS", small: 40) / 4

        @Test(.timeLimit(.minutes(60)))
        func `an agent that is killed and stopped over and over delivers each thing exactly once`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, line) = try await Desk.enrolled(stage, portal)
                var random = SeededRandom(20_261_124)
                var papers: [String: [UInt8]] = [:]
                var accounts: Set<String> = []
                var dossiers: Set<String> = []
                line.set(.cut)
                for number in 0..<Self.pairs {
                    let owner = try await desk.addCitizen(number + 1)
                    let dossier = try await desk.newDossier(owner: owner)
                    let scan = Samples.paper(30_000, seed: random.next())
                    try await desk.attach(dossier, try stage.file("scan.pdf", scan))
                    try await desk.done("dossier", "submit", dossier)
                    accounts.insert(owner)
                    dossiers.insert(dossier)
                    papers[Samples.digest(scan)] = scan
                }
                line.limit(to: 1_000_000)
                line.mend()
                for kill in 0..<Self.kills { try await interrupt(kill, desk, portal, line, &random) }
                line.limit(to: nil)
                try await drain(desk)

                #expect(Set(try await portal.accounts().compactMap { $0["id"]?.stringValue }) == accounts)
                let received = try await portal.dossiers()
                #expect(Set(received.compactMap { $0["id"]?.stringValue }) == dossiers && received.count == dossiers.count)
                #expect(Set(received.compactMap { $0["code"]?.stringValue }).count == dossiers.count)
                for (digest, bytes) in papers { #expect(try await portal.file(digest) == bytes) }
                let status = try await desk.status()
                #expect(status["counts"]?["delivered"]?.integerValue == Int64(3 * Self.pairs))
                #expect(status["counts"]?["accepted"] == status["counts"]?["delivered"])
            }
        }

        /// Lets the agent go for some bytes; then it is killed, or the portal is, or it stands still for a while.
        private func interrupt(
            _ kill: Int, _ desk: Desk, _ portal: PortalProcess, _ line: Forwarder, _ random: inout SeededRandom
        ) async throws {
            let (start, moment) = (line.upstream + line.downstream, Int(random.next() % 6_000))
            let agent = try desk.launchAgent()
            await desk.stage.keep(agent)
            // What is delivered already may be less than the moment: then it ends in its rest.
            let end = ContinuousClock.now + .seconds(1)
            while line.upstream + line.downstream - start < moment, ContinuousClock.now < end, agent.status == nil {
                try await Task.sleep(for: .milliseconds(1))
            }
            #expect(agent.status == nil, "the agent ended by itself")
            switch random.next() % 10 {
            case 0:
                try await portal.kill()
                try await agent.end(by: .kill)
                try await portal.start()
            case 1:
                agent.send(.suspend)
                try await Task.sleep(for: Self.standstill(&random))
                agent.send(.resume)
                try await agent.end(by: .terminate)
            case 2:
                // The portal stands still in the middle of a request: its kernel goes on taking bytes.
                await portal.send(.suspend)
                try await Task.sleep(for: Self.standstill(&random))
                await portal.send(.resume)
                try await agent.end(by: .kill)
            default: try await agent.end(by: .kill)
            }
        }

        /// How long a program stands still; in a long run up to what makes the other side give a connection up.
        private static func standstill(_ random: inout SeededRandom) -> Duration {
            .milliseconds(Int64(20 + random.next() % (kills > 100 ? 12_000 : 300)))
        }

        /// Sends the rest; what was killed too often in its first bytes is set aside for a person, who lets it go.
        private func drain(_ desk: Desk) async throws {
            for _ in 0..<5 {
                let outcome = try await desk.run("sync", "--until-empty", "--timeout", "60")
                if outcome.code == 0 { return }
                try #require(outcome.code == 1, "\(outcome)")
                // Operations and files: each is named by what the clerk is told to see to.
                for item in outcome.json?["attention"]?.arrayValue ?? [] {
                    try await desk.done("queue", "requeue", #require(item["id"]?.stringValue))
                }
            }
            Issue.record("it does not come to an end")
        }
    }
}
