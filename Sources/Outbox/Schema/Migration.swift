import GRDB

/// One step of the schema. A step that was ever released is never changed; the next one follows it.
struct Migration: Sendable {
    let version: Int
    let name: String
    let apply: @Sendable (Database) throws -> Void
}
