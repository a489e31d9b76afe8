import GRDB

/// How often each file's tries failed in a row, for good: a program that starts anew, as a single command does each time,
/// must not begin with the same unlucky file for ever.
enum M0002 {
    static let migration = Migration(version: 2, name: "file failures") { database in
        try database.execute(sql: "ALTER TABLE files ADD COLUMN failures INTEGER NOT NULL DEFAULT 0")
    }
}
