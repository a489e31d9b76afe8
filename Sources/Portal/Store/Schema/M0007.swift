import GRDB

/// What tells one life of the portal from another: a portal that is restored from a backup counts on from there, and gives numbers
/// a second time. A mark drawn at random names the state, or the place in the feed, for ever. Rows of before have none.
enum M0007 {
    static func apply(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE subjects ADD COLUMN mark TEXT;
                ALTER TABLE changes ADD COLUMN mark TEXT;
                """)
    }
}
