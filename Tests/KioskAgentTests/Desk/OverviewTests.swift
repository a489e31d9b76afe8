import KioskAgent
import Outbox
import Status
import SyncProtocol
import Testing

@Suite("Status, doctor, journal and catalogue")
struct OverviewTests {
    @Test func `the counts add up after every step`() async throws {
        try await DeskBench.with { (bench) async throws in
            func check() async throws -> StatusReport.Counts {
                let counts = try await bench.counts()
                #expect(
                    counts.accepted == counts.delivered + counts.waiting + counts.blocked + counts.sending + counts.retrying
                        + counts.held + counts.conflict + counts.rejected + counts.quarantined)
                return counts
            }
            let (_, dossier) = try await bench.draft()
            _ = try await bench.ask(SubmitDossier(id: dossier))
            #expect(try await check().accepted == 3)
            _ = try await bench.claimAll()
            #expect(try await check().sending > 0)
            bench.sync.tell(SyncSnapshot(linkState: "not-enrolled"))
            let report = try await bench.ask(ShowStatus())
            #expect(report.store.synchronous == "FULL" && report.store.journalMode == "wal")
            #expect(report.agent.version == "1.2.3")
            #expect(report.link.state == "not-enrolled" && !report.link.text.isEmpty)
            #expect(report.oldestWaitingAt == bench.clock.now)
        }
    }

    @Test func `before the enrolment nothing is scheduled, and status says to enrol`() async throws {
        try await DeskBench.with { (bench) async throws in
            _ = try await bench.citizen()
            bench.sync.tell(SyncSnapshot(linkState: "not-enrolled"))
            let report = try await bench.ask(ShowStatus())
            #expect(report.counts.waiting == 1 && report.nextAttemptAt == nil)
            #expect(report.attention.map(\.id) == ["not-enrolled"])
            #expect(report.attention.first?.command.hasPrefix("kiosk enrol") == true)
        }
    }

    @Test(arguments: ["revoked", "wrong-server", "agent-too-old"])
    func `where a person must act first, status says so and nothing is due`(link: String) async throws {
        try await DeskBench.with { (bench) async throws in
            _ = try await bench.citizen()
            bench.sync.tell(SyncSnapshot(linkState: link))
            let report = try await bench.ask(ShowStatus())
            #expect(report.nextAttemptAt == nil && report.attention.map(\.id) == [link])
            // A running agent looks now and then whether somebody did.
            let later = bench.clock.now + .seconds(300)
            bench.sync.tell(SyncSnapshot(isAgentRunning: true, linkState: link, notBefore: later))
            #expect(try await bench.ask(ShowStatus()).nextAttemptAt == later)
        }
    }

    @Test func `what comes right by itself is no work for a person`() async throws {
        try await DeskBench.with { (bench) async throws in
            _ = try await bench.citizen()
            bench.sync.tell(SyncSnapshot(linkState: "no-link"))
            let report = try await bench.ask(ShowStatus())
            #expect(report.attention.isEmpty && report.nextAttemptAt == bench.clock.now)
        }
    }

    @Test func `a wrong clock and a disk that fills up stand before a person`() async throws {
        try await DeskBench.with(rules: DeskRules(minFreeBytes: .max)) { (bench) async throws in
            bench.sync.tell(SyncSnapshot(linkState: "online"))
            try await bench.outbox.write { try $0.setFact(.clockSkewSeconds, -600) }
            let report = try await bench.ask(ShowStatus())
            #expect(Set(report.attention.map(\.id)) == ["clock-wrong", "disk-full"])
        }
    }

    @Test func `facts of the engine are shown`() async throws {
        try await DeskBench.with { (bench) async throws in
            try await bench.outbox.write { tx in
                try tx.setFact(.portalName, "Cổng thử")
                try tx.setFact(.portalURL, "http://127.0.0.1:1")
                try tx.setFact(.lastSuccessAt, "2026-11-24T01:02:03Z")
                try tx.setFact(.clockSkewSeconds, 90)
            }
            let portal = try await bench.ask(ShowStatus()).portal
            #expect(portal.name == "Cổng thử" && portal.clockSkewSeconds == 90)
            #expect(portal.lastSuccessAt == Timestamp("2026-11-24T01:02:03Z"))
        }
    }

    @Test func `the doctor looks at disk, database and catalogue and asks the engine`() async throws {
        try await DeskBench.with(rules: DeskRules(minFreeBytes: .max)) { (bench) async throws in
            let answer = try await bench.ask(RunDoctor())
            let results = Dictionary(uniqueKeysWithValues: answer.checks.map { ($0.name, $0.result) })
            #expect(results["disk"] == "warning" && results["database"] == "ok" && results["catalogue"] == "ok")
            #expect(results["portal"] == "warning")
            #expect(answer.exit == .needsPerson)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `who follows the journal hears of each new line once and in order`() async throws {
        try await DeskBench.with { (bench) async throws in
            let first = try await bench.citizen()
            let (lines, continuation) = AsyncStream.makeStream(of: JournalLine.self)
            let following = Task {
                try await bench.desk.follow(ListJournal(), context: bench.context) { continuation.yield($0) }
            }
            var iterator = lines.makeAsyncIterator()
            var seen: [JournalLine] = []
            while let line = await iterator.next() {
                seen.append(line)
                if line.subject == first.id { break }
            }
            let second = try await bench.citizen("062090123457")
            while let line = await iterator.next() {
                seen.append(line)
                if line.subject == second.id { break }
            }
            following.cancel()
            await #expect(throws: (any Error).self) { try await following.value }
            #expect(seen.map(\.number) == seen.map(\.number).sorted())
            #expect(Set(seen.map(\.number)).count == seen.count)
            #expect(seen.allSatisfy { !$0.text.isEmpty })
        }
    }

    @Test func `the journal is filtered by subject and has no personal data`() async throws {
        try await DeskBench.with { (bench) async throws in
            let first = try await bench.citizen(name: "Người Bí Mật")
            _ = try await bench.citizen("062090123457")
            let lines = try await bench.ask(ListJournal(subject: String(first.id))).items
            #expect(!lines.isEmpty && lines.allSatisfy { $0.subject == first.id })
            #expect(!lines.contains { JSONValue.object($0.details).text.contains("Bí Mật") || $0.text.contains("Bí Mật") })
        }
    }

    @Test func `procedures are found without diacritics and shown by code`() async throws {
        try await DeskBench.with { (bench) async throws in
            let found = try await bench.ask(SearchProcedures(words: "dang ky thu"))
            #expect(found.items.first?["code"] == "1.000001")
            let shown = try await bench.ask(ShowProcedure(code: "1.000001"))
            #expect(shown["valid"] == true && shown["field_name"] == "Hộ tịch")
            #expect(try await bench.problem(ShowProcedure(code: "1.999999")).exitCode == .notFound)
        }
        try await DeskBench.with(catalogue: nil) { (bench) async throws in
            #expect(try await bench.problem(SearchProcedures(words: "x")).kind == .noCatalogue)
        }
    }

    @Test func `what goes over the network is the engine's to answer`() async throws {
        try await DeskBench.with { (bench) async throws in
            #expect(try await bench.problem(UpdateProcedures()).kind == .notEnrolled)
            #expect(try await bench.problem(Enrol(portal: "http://127.0.0.1:1", code: "X")).kind == .noLink)
            await #expect(throws: KioskProblem(.notEnrolled)) {
                try await bench.desk.sync(SyncNow(), context: bench.context) { _ in }
            }
        }
    }
}
