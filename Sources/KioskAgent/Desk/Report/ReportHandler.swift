import Dossiers
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Counts in one read transaction, so that the figures fit one another and the queue.
    func makeReport(_ request: MakeReport) async throws -> Report {
        guard request.from <= request.to else { throw KioskProblem(.invalidValue, field: "to") }
        let now = environment.now()
        let catalogue = try await catalogue.current()
        return try await outbox.read { tx in
            var tally = ReportTally(now: now)
            var after: String?
            repeat {
                let page = try tx.subjects(.dossier, words: nil, after: after, limit: 500)
                for dossier in page.items {
                    let recorded = dossier.state["recorded_at"]?.timeValue ?? dossier.recordedAt
                    let day = Self.day(of: recorded)
                    guard request.from <= day, day <= request.to else { continue }
                    tally.add(try reported(dossier, recordedAt: recorded, on: day, catalogue, in: tx))
                }
                after = page.next
            } while after != nil
            return Report(
                from: request.from, to: request.to, madeAt: now, total: tally.total,
                groups: try Report.By.allCases.flatMap { try groups($0, tally, catalogue, in: tx) },
                queue: try reportedQueue(in: tx))
        }
    }

    private static func day(of moment: Timestamp) -> CivilDay {
        let milliseconds = moment.milliseconds
        return CivilDay(inVietnamAtSecondsSince1970: milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0))
    }

    private func reported(
        _ dossier: Subject, recordedAt: Timestamp, on day: CivilDay, _ catalogue: Catalogue?, in tx: OutboxTransaction
    ) throws -> ReportedDossier {
        let state = dossier.state
        let steps = state["steps"]?.arrayValue ?? []
        let ends = steps.filter { [9, 10].contains($0["status"]?.integerValue) }.compactMap { $0["at"]?.timeValue }
        let asked =
            try steps.contains { $0["status"]?.integerValue == 5 }
            || tx.notices(of: dossier.id).contains { $0.state["kind"] == "supplement" }
        let entries = DossierState.components(of: state).flatMap(DossierState.files(of:))
        let own = DossierState.papers(of: state)
        // Once the portal has an answer to a request, it is among the dossier's own papers.
        let supplements = try tx.fileLinks(dossier: dossier.id).filter {
            $0.request != nil && !own.contains(DossierState.Paper(component: $0.component, sha256: $0.sha256))
        }
        let sizes = try entries.map { $0["size"]?.integerValue ?? 0 } + supplements.map { try tx.file($0.sha256)?.size ?? 0 }
        let code = state["procedure"]?.stringValue ?? ""
        let procedure = catalogue?.procedure(code, on: today)
        return ReportedDossier(
            recordedAt: recordedAt, receivedAt: state["received_at"]?.timeValue, dueAt: state["due_at"]?.timeValue,
            finishedAt: ends.min(),
            status: DossierState.status(of: state).flatMap { Int(exactly: $0) }.flatMap(DossierStatus.init(rawValue:)),
            isDraft: dossier.isDraft, isReceived: state["received_at"]?.stringValue != nil || state["code"]?.stringValue != nil,
            wasSupplemented: asked, files: sizes.count, bytes: sizes.reduce(0, +),
            keys: [
                .procedure: code, .field: procedure?.field ?? "", .officer: try officer(of: dossier, in: tx) ?? "",
                .week: ReportWeek.monday(of: day),
            ])
    }

    /// In whose name it was handed in: as the submission says, else who made it, else the submitter, if an officer.
    private func officer(of dossier: Subject, in tx: OutboxTransaction) throws -> SubjectID? {
        let submit = try tx.operations(of: dossier.id, openOnly: false).last { $0.type == .dossierSubmit && $0.state.isAccepted }
        if let officer = submit?.officer ?? dossier.editedBy { return try tx.current(officer)?.id ?? officer }
        guard let submitter = dossier.state["submitter"]?.stringValue, let account = try tx.current(submitter),
            account.state["kind"] == "officer"
        else { return nil }
        return account.id
    }

    /// The groups with their names: weeks in order, the others by how much was recorded.
    private func groups(_ by: Report.By, _ tally: ReportTally, _ catalogue: Catalogue?, in tx: OutboxTransaction) throws
        -> [Report.Group]
    {
        try tally.figures(by: by).sorted { one, other in
            if by != .week, one.figures.recorded != other.figures.recorded {
                return one.figures.recorded > other.figures.recorded
            }
            return one.key < other.key
        }.map { entry in
            let name: String? =
                switch by {
                case .procedure: catalogue?.procedure(entry.key, on: today)?.name
                case .field: catalogue?.field(entry.key)?.name
                case .officer: try tx.current(entry.key)?.state["full_name"]?.stringValue
                case .week: nil
                }
            return Report.Group(by: by, key: entry.key, name: name, figures: entry.figures)
        }
    }

    private func reportedQueue(in tx: OutboxTransaction) throws -> Report.Queue {
        let counts = StatusReport.Counts(try tx.counts())
        let files = StatusReport.Files(try tx.fileCounts())
        return Report.Queue(
            accepted: counts.accepted, delivered: counts.delivered, filesWaiting: files.waiting + files.sending,
            bytesWaiting: try tx.fileBytes().waiting, oldestWaitingAt: try tx.oldestOpen())
    }
}
