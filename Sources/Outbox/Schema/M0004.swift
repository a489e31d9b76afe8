import GRDB

/// The number of the card that a person had before, as the new card's code tells it: people still come with papers that name it. The
/// portal's account has no place for it, so it stays at the desk.
enum M0004 {
    static let migration = Migration(version: 4, name: "old numbers") { database in
        try database.execute(
            sql: """
                ALTER TABLE subjects ADD COLUMN old_number TEXT;
                CREATE INDEX subjects_by_old_number ON subjects (old_number) WHERE old_number IS NOT NULL;
                """)
    }
}
