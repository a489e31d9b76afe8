import GRDB
package import SyncProtocol

/// Which dossier names which paper, and whether the portal knows of it.
extension OutboxTransaction {
    package func fileLinks(dossier: SubjectID) throws -> [FileLink] {
        try rows(
            "SELECT * FROM file_links WHERE dossier = ? ORDER BY component, position, number", dossier,
            read: leavingOut("file_links", FileLink.init(row:))
        ).compactMap(\.self)
    }

    package func fileLinks(sha256: String) throws -> [FileLink] {
        try rows(
            "SELECT * FROM file_links WHERE sha256 = ? ORDER BY number", sha256,
            read: leavingOut("file_links", FileLink.init(row:))
        ).compactMap(\.self)
    }

    /// Adds a link; one that is there already stays as it is.
    package func insertLink(_ link: FileLink) throws {
        try add(link)
        try refreshFile(link.sha256)
    }

    /// Removes a link, announced or not; one that is not there is no error.
    package func removeLink(_ link: FileLink) throws {
        try remove(link)
        try refreshFile(link.sha256)
    }

    private func add(_ link: FileLink) throws {
        try execute(
            """
            INSERT INTO file_links (sha256, dossier, component, position, name, request, is_announced)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, link.sha256, link.dossier, link.component, link.position, link.name, link.request, link.isAnnounced)
    }

    private func remove(_ link: FileLink) throws {
        try execute(
            """
            DELETE FROM file_links WHERE dossier = ? AND component = ? AND position = ? AND sha256 = ? AND name = ?
              AND ifnull(request, '') = ifnull(?, '')
            """, link.dossier, link.component, link.position, link.sha256, link.name, link.request)
    }

    /// Makes the links without a request those that the dossier's state names. One that the portal was told of stays until
    /// the portal is told otherwise.
    func mirrorLinks(of dossier: Subject, draftChanged: Bool) throws {
        let named = FileLink.named(in: dossier.state, dossier: dossier.id)
        let kept = try fileLinks(dossier: dossier.id).filter { $0.request == nil }
        var changed: Set<String> = draftChanged ? Set(named.map(\.sha256)) : []
        for link in kept where !link.isAnnounced && !named.contains(where: link.isSame) {
            try remove(link)
            changed.insert(link.sha256)
        }
        for link in named where !kept.contains(where: link.isSame) {
            var link = link
            // A paper that only moved within the dossier is as known to the portal as before.
            link.isAnnounced = kept.contains { $0.isAnnounced && $0.sha256 == link.sha256 }
            try add(link)
            changed.insert(link.sha256)
        }
        for sha256 in changed.sorted() { try refreshFile(sha256) }
    }

    /// The portal knows the dossier (or, with `request`, the answer to that request) as its last operation was sent: the
    /// papers that this operation named may follow. `missing`: those that the portal does not have; the others are done.
    /// `nil`: it did not say, and nothing counts as done.
    /// - Parameter operation: the one that the portal answered; `nil` where nothing was sent from here: then it knows all of them.
    package func announce(
        _ dossier: SubjectID, request: SubjectID?, missing: [String]?, by operation: QueuedOperation? = nil
    ) throws {
        let links = try fileLinks(dossier: dossier)
        // Another answer to the same request may be on its way, with other papers.
        let sent = operation.flatMap { Self.files(named: $0) }
        var named: Set<String> = []
        var changed = Set(links.map(\.sha256))
        for link in links where link.request == request && sent?.contains(link.sha256) ?? true {
            named.insert(link.sha256)
            guard !link.isAnnounced else { continue }
            try execute(
                "UPDATE file_links SET is_announced = 1 WHERE dossier = ? AND sha256 = ? AND ifnull(request, '') = ifnull(?, '')",
                dossier, link.sha256, request)
        }
        if request == nil, let subject = try subject(dossier) {
            // What the desk took out and the portal was told of is no longer asked for.
            let present = FileLink.named(in: subject.state, dossier: dossier)
            for link in links where link.request == nil && link.isAnnounced && !present.contains(where: link.isSame) {
                try remove(link)
            }
        }
        if let missing {
            let missing = Set(missing)
            for sha256 in named.subtracting(missing) {
                try execute(
                    """
                    UPDATE files SET state = 'done', sent = stored_size, upload_url = NULL, reason = NULL, problem = NULL,
                      next_attempt_at = NULL, starts = 0 WHERE sha256 = ? AND state <> 'done'
                    """, sha256)
            }
            for sha256 in missing {
                try execute(
                    """
                    UPDATE files SET state = 'waiting', sent = 0, upload_url = NULL, reason = NULL, next_attempt_at = NULL
                    WHERE sha256 = ? AND state = 'done'
                    """, sha256)
            }
            changed.formUnion(missing)
        }
        for sha256 in changed.sorted() { try refreshFile(sha256) }
    }

    /// The papers that an operation named as it was sent; `nil` when it never was.
    private static func files(named operation: QueuedOperation) -> Set<String>? {
        guard let line = operation.frozen?.line, let body = try? Operation(line: line).body else { return nil }
        return Set(FileLink.named(in: body, dossier: operation.subject).map(\.sha256))
    }

    /// Recomputes the files of a dossier after its operations changed.
    func refreshFiles(of dossier: SubjectID) throws {
        for sha256 in Set(try fileLinks(dossier: dossier).map(\.sha256)).sorted() { try refreshFile(sha256) }
    }

    /// Recomputes what its links say about a file: whether it is wanted, and where it stands in the queue.
    func refreshFile(_ sha256: String) throws {
        var isWanted = false
        var lane: Int?
        var place = Int64.max
        for link in try fileLinks(sha256: sha256) {
            let isDraft =
                try first("SELECT is_draft FROM subjects WHERE id = ?", link.dossier) { try $0.flag("is_draft") } ?? true
            if !isDraft, try link.isAnnounced || link.request == nil || isAnswered(link) { isWanted = true }
            guard link.isAnnounced else { continue }
            let linkLane = link.request == nil ? Lane.files.rawValue : Lane.supplements.rawValue
            lane = min(lane ?? linkLane, linkLane)
            place = min(place, try submissionOrder(link.dossier))
        }
        try execute(
            "UPDATE files SET is_wanted = ?, lane = ?, place = ? WHERE sha256 = ?", isWanted, lane,
            place == .max ? 0 : place, sha256)
    }

    /// Whether the answer to the link's request is queued or was sent.
    private func isAnswered(_ link: FileLink) throws -> Bool {
        try exists(
            """
            SELECT 1 FROM operations WHERE subject = ? AND type = 'dossier.supplement'
              AND state NOT IN ('dropped', 'replaced', 'resolved') AND json_extract(body, '$.request') = ? LIMIT 1
            """, link.dossier, link.request)
    }

    private func submissionOrder(_ dossier: SubjectID) throws -> Int64 {
        let order = try first(
            "SELECT place FROM operations WHERE subject = ? ORDER BY type <> 'dossier.submit', place DESC LIMIT 1", dossier
        ) { try $0.long("place") }
        return order ?? 0
    }
}
