import GRDB

/// The files of results, and which dossier each belongs to. They lie apart from the papers that units send: a paper that a dossier
/// still waits for is not there because the office has the same bytes.
enum M0006 {
    static func apply(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE results (
                  dossier TEXT NOT NULL REFERENCES subjects (id),
                  sha256 TEXT NOT NULL,
                  unit TEXT NOT NULL,
                  size INTEGER NOT NULL,
                  media_type TEXT NOT NULL,
                  stored_at INTEGER NOT NULL,
                  PRIMARY KEY (dossier, sha256)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX results_by_digest ON results (sha256);
                """)
    }
}
