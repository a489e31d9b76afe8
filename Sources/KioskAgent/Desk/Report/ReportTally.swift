import Dossiers
import SyncProtocol

/// One dossier as a report counts it.
struct ReportedDossier: Sendable {
    var recordedAt: Timestamp
    var receivedAt: Timestamp?
    var dueAt: Timestamp?
    /// When the office said for the first time that it was finished.
    var finishedAt: Timestamp?
    var status: DossierStatus?
    var isDraft: Bool
    var isReceived: Bool
    var wasSupplemented: Bool
    var files: Int
    var bytes: Int64
    /// The key in each grouping.
    var keys: [Report.By: String]
}

/// Counts dossiers: pure, so that each rule can be tested.
struct ReportTally: Sendable {
    let now: Timestamp
    private var sum = Counter()
    private var groups: [Report.By: [String: Counter]] = [:]

    init(now: Timestamp) { self.now = now }

    /// A sum with what its median needs.
    private struct Counter: Sendable {
        var figures = Report.Figures()
        var delays: [Int64] = []
    }

    mutating func add(_ dossier: ReportedDossier) {
        count(dossier, in: &sum)
        for by in Report.By.allCases {
            count(dossier, in: &groups[by, default: [:]][dossier.keys[by] ?? "", default: Counter()])
        }
    }

    var total: Report.Figures { Self.ended(sum) }

    /// The figures of each key of a grouping.
    func figures(by: Report.By) -> [(key: String, figures: Report.Figures)] {
        (groups[by] ?? [:]).map { ($0.key, Self.ended($0.value)) }
    }

    private func count(_ dossier: ReportedDossier, in counter: inout Counter) {
        counter.figures.recorded += 1
        counter.figures.files += dossier.files
        counter.figures.bytes += dossier.bytes
        guard !dossier.isDraft else {
            counter.figures.drafts += 1
            return
        }
        counter.figures.submitted += 1
        let isSettled = dossier.isReceived || dossier.status == .notReceived || dossier.status == .withdrawnByCitizen
        if dossier.isReceived { counter.figures.received += 1 }
        if !isSettled {
            counter.figures.waiting += 1
            counter.figures.oldestWaitingAt = min(counter.figures.oldestWaitingAt ?? dossier.recordedAt, dossier.recordedAt)
        }
        if dossier.status == .notReceived { counter.figures.refused += 1 }
        if dossier.status == .withdrawnByCitizen { counter.figures.withdrawn += 1 }
        if dossier.wasSupplemented { counter.figures.supplemented += 1 }
        if let received = dossier.receivedAt {
            // The two moments come from two clocks.
            counter.delays.append(max(0, (received - dossier.recordedAt).wholeMilliseconds / 1000))
        }
        judge(dossier, &counter.figures)
    }

    /// On time or late, where the portal has named a moment and it matters still.
    private func judge(_ dossier: ReportedDossier, _ figures: inout Report.Figures) {
        let isFinished = dossier.status == .finished || dossier.status == .handedOver
        if isFinished { figures.finished += 1 }
        guard let due = dossier.dueAt else { return }
        if isFinished {
            guard let end = dossier.finishedAt else { return }
            if end <= due { figures.onTime += 1 } else { figures.late += 1 }
        } else if due < now, dossier.status?.isTerminal != true {
            figures.late += 1
        }
    }

    private static func ended(_ counter: Counter) -> Report.Figures {
        var figures = counter.figures
        figures.medianSecondsToPortal = median(counter.delays)
        figures.shareOnline = share(figures.submitted, of: figures.recorded)
        figures.shareOnTime = share(figures.onTime, of: figures.onTime + figures.late)
        figures.shareLate = share(figures.late, of: figures.onTime + figures.late)
        figures.shareRefused = share(figures.refused, of: figures.submitted)
        figures.shareSupplemented = share(figures.supplemented, of: figures.submitted)
        return figures
    }

    /// The middle one, or half-way between the two in the middle; `nil` of nothing.
    static func median(_ values: [Int64]) -> Int64? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// In ten-thousandths; `nil` of nothing.
    static func share(_ part: Int, of whole: Int) -> Double? {
        whole > 0 ? (Double(part) / Double(whole) * 10_000).rounded() / 10_000 : nil
    }
}

/// Weeks of Việt Nam, Monday to Sunday.
enum ReportWeek {
    /// The Monday of the week that `day` is in, as `2026-11-23`.
    static func monday(of day: CivilDay) -> String {
        let days = CivilDate.days(year: Int64(day.year), month: Int64(day.month), day: Int64(day.day))
        // 1970-01-01 was a Thursday.
        let sinceMonday = ((days + 3) % 7 + 7) % 7
        let (year, month, date) = CivilDate.civil(fromDays: days - sinceMonday)
        return CivilDay(year: Int(year), month: Int(month), day: Int(date))?.iso ?? day.iso
    }
}
