import GRDB
import SyncProtocol

extension OutboxTransaction {
    /// Notices that want a look.
    package struct NoticeCounts: Sendable, Hashable {
        package var unread: Int
        /// Dossiers with a request for more papers that nobody has answered.
        package var dossiersAsked: Int
    }

    /// Counts what the portal said and nobody has seen or answered. A request counts as answered once an answer is queued that was
    /// not refused, and when the dossier's way has ended.
    package func noticeCounts() throws -> NoticeCounts {
        let counts = try first(Queries.noticeCounts) {
            NoticeCounts(unread: try $0.integer("unread"), dossiersAsked: try $0.integer("asked"))
        }
        return counts ?? NoticeCounts(unread: 0, dossiersAsked: 0)
    }

    /// Whether requests for more papers of that dossier may want an answer; so do those of one that is not here or cannot be read.
    func isOnItsWay(_ dossier: SubjectID?) throws -> Bool {
        guard let dossier else { return false }
        let found = try first("SELECT * FROM subjects WHERE id = ?", dossier, read: leavingOut("subjects", Subject.init(row:)))
        guard case let subject?? = found else { return true }
        return subject.isOnItsWay
    }

    /// A dossier has come to its end, or goes on again: so do the requests for it.
    func markRequests(of dossier: Subject) throws {
        for notice in try notices(of: dossier.id) {
            let asks = dossier.isOnItsWay && SubjectKeys(notice, ownerName: nil).asks
            try execute("UPDATE subjects SET asks = ? WHERE id = ?", asks, notice.id)
        }
    }
}

extension Subject {
    /// A dossier that is neither refused, withdrawn nor done (the national statuses 3, 7, 8 and 10), nor gone.
    var isOnItsWay: Bool { !isDeleted && ![3, 7, 8, 10].contains(state["status"]?.integerValue ?? 0) }
}

extension Queries {
    /// Of all notices only those are looked at that want a look: years of answered ones lie beside them.
    static let noticeCounts = """
        SELECT (SELECT count(*) FROM subjects WHERE is_unread) AS unread,
          (SELECT count(DISTINCT n.parent) FROM subjects n WHERE n.asks
            AND EXISTS (SELECT 1 FROM subjects d WHERE d.id = n.parent AND d.kind = 'dossier' AND NOT d.is_deleted)
            AND NOT EXISTS (SELECT 1 FROM operations o WHERE o.subject = n.parent AND o.type = 'dossier.supplement'
              AND o.state NOT IN ('rejected', 'dropped', 'replaced', 'resolved') AND json_extract(o.body, '$.request') = n.id)) AS asked
        """
}
