import Dossiers
import Outbox
import Status
import SyncProtocol
import Testing

@testable import KioskAgent

@Suite("The report of the head of the unit")
struct ReportTests {
    private let day = CivilDay(inVietnamAtSecondsSince1970: 1_795_000_000)

    @Test func `figures of the real store agree with its queue`() async throws {
        try await DeskBench.with { (bench) async throws in
            let received = try await bench.received()
            try await bench.said(
                received,
                [
                    "status": 9, "due_at": .string((bench.clock.now + .seconds(7_200)).description),
                    "steps": [
                        ["status": 5, "at": .string(bench.clock.now.description)],
                        ["status": 9, "at": .string((bench.clock.now + .seconds(3_600)).description)],
                    ],
                ])
            let owner = try #require(try await bench.ask(ShowDossier(id: received))["owner"]?.stringValue)
            let fields: JSONObject = ["procedure": "1.000001", "owner": .string(owner)]
            let waiting = try await bench.ask(NewDossier(fields: fields)).id
            try await bench.attach(DeskBench.pdf + "second", to: waiting)
            _ = try await bench.ask(SubmitDossier(id: waiting))
            _ = try await bench.ask(NewDossier(fields: fields))
            let deleted = try await bench.ask(NewDossier(fields: fields)).id
            _ = try await bench.ask(DeleteDraft(id: deleted, confirmed: true))

            let report = try await bench.ask(MakeReport(from: day, to: day))
            let sum = report.total
            #expect(sum.recorded == 3 && sum.drafts == 1 && sum.submitted == 2 && sum.received == 1 && sum.waiting == 1)
            #expect(sum.finished == 1 && sum.onTime == 1 && sum.late == 0 && sum.supplemented == 1)
            #expect(sum.medianSecondsToPortal == 60 && sum.shareOnline == 0.6667 && sum.shareOnTime == 1)
            #expect(sum.files == 2 && sum.bytes == Int64(2 * DeskBench.pdf.utf8.count + 6))

            // The queue's own figures, by its own commands.
            let status = try await bench.ask(ShowStatus())
            #expect(report.queue.accepted == status.counts.accepted && report.queue.delivered == status.counts.delivered)
            #expect(report.queue.filesWaiting == status.files.waiting + status.files.sending)
            #expect(report.queue.bytesWaiting == status.bytes.waiting)
            let open = Set(try await bench.ask(ListQueue()).items.filter { $0.type == "dossier.submit" }.map(\.subject))
            #expect(open == [waiting] && sum.waiting == open.count)
            #expect(sum.recorded == (try await bench.ask(ListDossiers()).items.count))
        }
    }

    @Test func `every grouping adds up to the total`() async throws {
        try await DeskBench.with { (bench) async throws in
            _ = try await bench.received()
            bench.clock.advance(.seconds(8 * 86_400))
            let owner = try await bench.citizen("062090123457", name: "Y Hai").id
            _ = try await bench.ask(NewDossier(fields: ["procedure": "1.000001", "owner": .string(owner)]))
            let later = CivilDay(inVietnamAtSecondsSince1970: bench.clock.now.milliseconds / 1000)
            let report = try await bench.ask(MakeReport(from: day, to: later))
            for by in Report.By.allCases {
                let groups = report.groups.filter { $0.by == by }
                #expect(groups.reduce(0) { $0 + $1.figures.recorded } == report.total.recorded)
                #expect(groups.reduce(0) { $0 + $1.figures.bytes } == report.total.bytes)
            }
            #expect(report.groups.filter { $0.by == .week }.count == 2)
            #expect(report.groups.first { $0.by == .field }?.name == "Hộ tịch")
            #expect(try await bench.ask(MakeReport(from: later, to: later)).total.recorded == 1)
            #expect(try await bench.problem(MakeReport(from: later, to: day)).exitCode == .badData)
        }
    }

    @Test func `on time, late and overdue are judged by the portal's appointment`() {
        let now = Timestamp(seconds: 10_000)
        func dossier(_ status: DossierStatus, due: Int64?, finished: Int64?) -> ReportedDossier {
            ReportedDossier(
                recordedAt: Timestamp(seconds: 0), receivedAt: nil, dueAt: due.map { Timestamp(seconds: $0) },
                finishedAt: finished.map { Timestamp(seconds: $0) }, status: status, isDraft: false, isReceived: true,
                wasSupplemented: false,
                files: 0, bytes: 0, keys: [:])
        }
        var tally = ReportTally(now: now)
        tally.add(dossier(.finished, due: 5_000, finished: 5_000))
        tally.add(dossier(.handedOver, due: 5_000, finished: 5_001))
        tally.add(dossier(.inProgress, due: 9_999, finished: nil))
        tally.add(dossier(.inProgress, due: 10_001, finished: nil))
        tally.add(dossier(.stopped, due: 5_000, finished: nil))
        tally.add(dossier(.finished, due: nil, finished: 5_000))
        #expect(tally.total.onTime == 1 && tally.total.late == 2 && tally.total.finished == 3)
        #expect(tally.total.shareLate == 0.6667)
    }

    @Test(arguments: [([], nil), ([7], 7), ([9, 1, 5], 5), ([1, 2, 9, 10], 5)] as [([Int64], Int64?)])
    func `the median is the one in the middle`(values: [Int64], expected: Int64?) {
        #expect(ReportTally.median(values) == expected)
    }

    @Test(arguments: [
        ("2026-11-24", "2026-11-23"), ("2026-11-23", "2026-11-23"), ("2026-11-22", "2026-11-16"), ("2026-01-01", "2025-12-29"),
        ("1969-12-31", "1969-12-29"),
    ])
    func `a week starts on Monday`(day: String, monday: String) throws {
        #expect(ReportWeek.monday(of: try #require(CivilDay(iso: day))) == monday)
    }
}
