import GRDB
package import SyncProtocol

extension OutboxTransaction {
    /// Gives an operation that was never frozen another body: what it announces has changed since it was queued. Throws
    /// `OutboxError(.other)` for a frozen one.
    package func setBody(_ id: OperationID, _ body: JSONObject) throws {
        let changed = try execute("UPDATE operations SET body = ? WHERE id = ? AND line IS NULL", jsonText(body), id)
        guard changed > 0 else { throw OutboxError(.other, detail: "operation \(id) is frozen or not there") }
    }

    /// Papers in that state, at most `limit`.
    package func files(state: StoredFile.State, limit: Int) throws -> [StoredFile] {
        try rows(
            "SELECT * FROM files WHERE state = '\(state.rawValue)' AND is_wanted ORDER BY place, sha256 LIMIT ?", max(1, limit),
            read: leavingOut("files", StoredFile.init(row:))
        ).compactMap(\.self)
    }
}
