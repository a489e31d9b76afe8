import GRDB

/// The first schema. Times are milliseconds since 1970, flags 0 or 1, JSON is text.
enum M0001 {
    static func apply(_ database: Database) throws {
        for sql in [callers, subjects, operations, files, mail] { try database.execute(sql: sql) }
    }

    /// Kiosks, and what lets them in. Codes, tokens and confirmation tokens are kept as digests only.
    private static let callers = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE kiosks (
          id TEXT PRIMARY KEY,
          unit TEXT NOT NULL,
          name TEXT NOT NULL,
          thumbprint TEXT NOT NULL UNIQUE,
          jwk TEXT NOT NULL,
          enrolled_at INTEGER NOT NULL,
          revoked_at INTEGER,
          next_serial INTEGER NOT NULL DEFAULT 1,
          last_seen_at INTEGER
        ) STRICT;
        CREATE TABLE invitations (
          code_hash TEXT PRIMARY KEY,
          unit TEXT NOT NULL,
          expires_at INTEGER NOT NULL,
          used_by TEXT,
          created_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE enrolment_guesses (
          address TEXT PRIMARY KEY,
          failures INTEGER NOT NULL,
          blocked_until INTEGER NOT NULL,
          last_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE tokens (hash TEXT PRIMARY KEY, kiosk TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT;
        CREATE INDEX tokens_by_expiry ON tokens (expires_at);
        CREATE TABLE assertions (jti TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT;
        CREATE INDEX assertions_by_expiry ON assertions (expires_at);
        """

    /// `unit` is the unit that made the subject; `subject_units` says who is a party to it. `submitted_files` of a dossier
    /// is the N of its `dossier.submit`; of a request for supplements, the number of files that answered it, and
    /// `received` that all of them have come.
    private static let subjects = """
        CREATE TABLE subjects (
          id TEXT PRIMARY KEY,
          kind TEXT NOT NULL CHECK (kind IN ('account', 'dossier', 'payment', 'notice')),
          state TEXT NOT NULL,
          revision INTEGER NOT NULL,
          unit TEXT NOT NULL,
          deleted INTEGER NOT NULL DEFAULT 0,
          received INTEGER NOT NULL DEFAULT 0,
          withdrawn INTEGER NOT NULL DEFAULT 0,
          submitted_files INTEGER,
          code TEXT UNIQUE,
          identity_key TEXT,
          created_at INTEGER NOT NULL,
          updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX subjects_by_identity ON subjects (identity_key) WHERE identity_key IS NOT NULL AND deleted = 0;
        CREATE INDEX subjects_by_kind ON subjects (kind, created_at);
        CREATE INDEX subjects_awaiting_files ON subjects (unit) WHERE submitted_files IS NOT NULL AND received = 0;
        CREATE TABLE subject_units (
          subject TEXT NOT NULL REFERENCES subjects (id),
          unit TEXT NOT NULL,
          PRIMARY KEY (subject, unit)
        ) STRICT, WITHOUT ROWID;
        """

    /// `verdict` is the verdict line as it was first given. `origin` is the kiosk whose operation made a change as it
    /// stands, so that the kiosk is not told its own; nothing when the portal or the office made or altered it.
    private static let operations = """
        CREATE TABLE operations (
          id TEXT PRIMARY KEY,
          digest TEXT NOT NULL,
          unit TEXT NOT NULL,
          kiosk TEXT NOT NULL,
          type TEXT NOT NULL,
          subject TEXT NOT NULL,
          outcome TEXT NOT NULL CHECK (outcome IN ('applied', 'conflict', 'rejected')),
          verdict TEXT NOT NULL,
          received_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE changes (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          unit TEXT NOT NULL,
          kind TEXT NOT NULL,
          subject TEXT NOT NULL,
          origin TEXT
        ) STRICT;
        CREATE INDEX changes_by_unit ON changes (unit, number);
        """

    private static let files = """
        CREATE TABLE files (
          unit TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          size INTEGER NOT NULL,
          media_type TEXT NOT NULL,
          stored_at INTEGER NOT NULL,
          PRIMARY KEY (unit, sha256)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE uploads (
          id TEXT PRIMARY KEY,
          unit TEXT NOT NULL,
          kiosk TEXT NOT NULL,
          length INTEGER NOT NULL,
          offset INTEGER NOT NULL DEFAULT 0,
          sha256 TEXT,
          size INTEGER,
          encoding TEXT,
          metadata TEXT NOT NULL DEFAULT '',
          filename TEXT,
          filetype TEXT,
          dossier TEXT,
          complete INTEGER NOT NULL DEFAULT 0,
          created_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX uploads_by_expiry ON uploads (expires_at);
        """

    private static let mail = """
        CREATE TABLE confirmations (
          token_hash TEXT PRIMARY KEY,
          account TEXT NOT NULL,
          email TEXT NOT NULL,
          expires_at INTEGER NOT NULL,
          used_at INTEGER
        ) STRICT;
        CREATE INDEX confirmations_by_account ON confirmations (account);
        CREATE TABLE outgoing_mail (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          recipient TEXT NOT NULL,
          subject TEXT NOT NULL,
          body TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          sent_at INTEGER,
          attempts INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        """
}
