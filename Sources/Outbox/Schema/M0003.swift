import GRDB

/// How many attempts of an operation may have reached the portal. One that is frozen and never left, since no connection came
/// about, is still the desk's alone. Of attempts before this step nobody knows.
enum M0003 {
    static let migration = Migration(version: 3, name: "departures") { database in
        try database.execute(
            sql: """
                ALTER TABLE operations ADD COLUMN departures INTEGER NOT NULL DEFAULT 0;
                UPDATE operations SET departures = attempts;
                """)
    }
}
