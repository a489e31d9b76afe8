package import GRDB
package import SyncProtocol

/// Accounts as the office's commands tell them: the state with `id` and `revision`.
package enum AccountView {
    /// At most `limit` accounts behind the id `after`.
    package static func lines(after: String, limit: Int, in db: Database) throws -> [JSONObject] {
        try StoredSubject.page(kind: .account, after: after, limit: limit, in: db).map(\.told)
    }

    package static func show(_ handle: String, in db: Database) throws -> JSONObject {
        try StoredSubject.find(handle, kind: .account, in: db).told
    }
}
