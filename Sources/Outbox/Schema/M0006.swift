import GRDB

/// What tells that a portal was restored from a backup, and what was asked again because of it: the count and the time of
/// each receipt apart from its text (`serial` is empty where the count is another kiosk's), whether a delivered operation is
/// offered once more (`asked`), and in which whole listing of the portal a subject was last told (`told_in`).
enum M0006 {
    static let migration = Migration(version: 6, name: "restored portals") { database in
        try database.execute(
            sql: """
                ALTER TABLE operations ADD COLUMN serial INTEGER;
                ALTER TABLE operations ADD COLUMN received_at INTEGER;
                ALTER TABLE operations ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE subjects ADD COLUMN told_in INTEGER NOT NULL DEFAULT 0;
                UPDATE operations SET serial = json_extract(receipt, '$.serial'),
                  received_at = 1000 * CAST(strftime('%s', json_extract(receipt, '$.received_at')) AS INTEGER)
                  WHERE state = 'delivered' AND json_valid(receipt);
                CREATE INDEX operations_by_receipt ON operations (received_at) WHERE received_at IS NOT NULL;
                CREATE INDEX operations_by_serial ON operations (serial) WHERE serial IS NOT NULL;
                CREATE INDEX operations_asked ON operations (asked, state) WHERE asked > 0;
                """)
    }
}
