import GRDB

/// The files of results, which come from the portal, and the dossiers that name them.
enum M0005 {
    static let migration = Migration(version: 5, name: "results") { database in
        try database.execute(
            sql: """
                CREATE TABLE results (
                  sha256 TEXT PRIMARY KEY,
                  size INTEGER NOT NULL,
                  media_type TEXT NOT NULL,
                  -- 'gone': no dossier names it any more, and its file is to be removed
                  state TEXT NOT NULL CHECK (state IN ('waiting', 'here', 'quarantined', 'gone')),
                  wanted INTEGER NOT NULL DEFAULT 0,    -- a person asked for it
                  fetched INTEGER NOT NULL DEFAULT 0,   -- durable bytes of what has come
                  attempts INTEGER NOT NULL DEFAULT 0,
                  starts INTEGER NOT NULL DEFAULT 0,    -- attempts without an end, in a row
                  failures INTEGER NOT NULL DEFAULT 0,  -- in a row
                  restarts INTEGER NOT NULL DEFAULT 0,  -- after a wrong digest
                  reason TEXT,
                  next_attempt_at INTEGER,
                  told_at INTEGER NOT NULL,             -- when the portal named it
                  here_at INTEGER
                ) STRICT;
                CREATE INDEX results_waiting ON results (wanted DESC, size) WHERE state = 'waiting';
                CREATE INDEX results_by_state ON results (state) WHERE state <> 'here';
                CREATE TABLE result_links (
                  dossier TEXT NOT NULL,
                  sha256 TEXT NOT NULL,
                  PRIMARY KEY (dossier, sha256)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX result_links_by_digest ON result_links (sha256);
                """)
    }
}
