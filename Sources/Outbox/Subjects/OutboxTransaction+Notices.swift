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
}

extension Queries {
    static let noticeCounts = """
        SELECT count(CASE WHEN json_extract(n.state, '$.read') IS NOT 1 THEN 1 END) AS unread,
          count(DISTINCT CASE WHEN json_extract(n.state, '$.kind') = 'supplement' AND json_extract(n.state, '$.closed') IS NOT 1
            AND EXISTS (SELECT 1 FROM subjects d WHERE d.id = n.parent AND d.kind = 'dossier' AND NOT d.is_deleted
              AND ifnull(json_extract(d.state, '$.status'), 0) NOT IN (3, 7, 8, 10))
            AND NOT EXISTS (SELECT 1 FROM operations o WHERE o.subject = n.parent AND o.type = 'dossier.supplement'
              AND o.state NOT IN ('rejected', 'dropped', 'replaced', 'resolved') AND json_extract(o.body, '$.request') = n.id)
            THEN n.parent END) AS asked
        FROM subjects n WHERE n.kind = 'notice' AND NOT n.is_deleted
        """
}
