import GRDB

/// The first schema. Times are milliseconds since 1970, flags 0 or 1, JSON is text.
enum M0001 {
    static let migration = Migration(version: 1, name: "first") { database in
        for sql in [meta, subjects, operations, operationCounts, frozen, files, fileCounts, others] {
            try database.execute(sql: sql)
        }
    }

    private static let meta = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """

    /// The columns from `identity` to `name_sort` are taken out of `state` to search by. The long ones stand last, so that a
    /// search does not read them.
    private static let subjects = """
        CREATE TABLE subjects (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          kind TEXT NOT NULL CHECK (kind IN ('account', 'dossier', 'payment', 'notice')),
          is_draft INTEGER NOT NULL,
          is_deleted INTEGER NOT NULL,
          adopted_as TEXT,
          revision TEXT,
          recorded_at INTEGER NOT NULL,
          edited_at INTEGER NOT NULL,
          edited_by TEXT,
          portal_seen_at INTEGER,
          identity TEXT,
          code TEXT,
          parent TEXT,
          owner TEXT,
          submitter TEXT,
          words TEXT NOT NULL,
          name_sort BLOB NOT NULL,
          held_revision TEXT,
          held_state TEXT,
          state TEXT NOT NULL,
          portal_state TEXT
        ) STRICT;
        CREATE INDEX subjects_by_kind ON subjects (kind, number);
        CREATE INDEX subjects_by_name ON subjects (kind, name_sort, number);
        CREATE INDEX subjects_by_identity ON subjects (identity) WHERE identity IS NOT NULL;
        CREATE INDEX subjects_by_code ON subjects (code) WHERE code IS NOT NULL;
        CREATE INDEX subjects_by_parent ON subjects (parent) WHERE parent IS NOT NULL;
        CREATE INDEX subjects_by_owner ON subjects (owner) WHERE owner IS NOT NULL;
        CREATE INDEX subjects_by_submitter ON subjects (submitter) WHERE submitter IS NOT NULL;
        """

    /// `place` is the order in which operations go: `sequence`, or that of the operation whose place this one took.
    /// `needs` (the table) holds what open operations need; `needs` (the column) what was asked, for good.
    private static let operations = """
        CREATE TABLE operations (
          sequence INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          type TEXT NOT NULL,
          subject TEXT NOT NULL REFERENCES subjects (id),
          state TEXT NOT NULL CHECK (state IN ('waiting', 'blocked', 'sending', 'retrying', 'held', 'conflict', 'rejected',
            'quarantined', 'delivered', 'dropped', 'replaced', 'resolved')),
          lane INTEGER NOT NULL,
          place INTEGER NOT NULL,
          attempts INTEGER NOT NULL DEFAULT 0,
          starts INTEGER NOT NULL DEFAULT 0,
          next_attempt_at INTEGER,
          hold_requested INTEGER NOT NULL DEFAULT 0,
          made_at INTEGER NOT NULL,
          officer TEXT,
          reason TEXT,
          problem TEXT,
          needs TEXT NOT NULL,
          replaces TEXT,
          replaced_by TEXT,
          receipt TEXT,
          frozen_at INTEGER,
          digest TEXT,
          base TEXT,
          after TEXT,
          body TEXT,
          line BLOB
        ) STRICT;
        CREATE INDEX operations_by_state ON operations (state, lane, place, sequence, next_attempt_at);
        CREATE INDEX operations_listed ON operations (state, sequence);
        CREATE INDEX operations_open ON operations (sequence)
          WHERE state NOT IN ('delivered', 'dropped', 'replaced', 'resolved');
        CREATE INDEX operations_by_subject ON operations (subject, place, sequence, state);
        CREATE INDEX operations_due ON operations (next_attempt_at) WHERE state = 'retrying';
        CREATE INDEX operations_unfrozen ON operations (officer) WHERE line IS NULL;
        CREATE TABLE needs (
          subject TEXT NOT NULL,
          operation INTEGER NOT NULL REFERENCES operations (sequence),
          PRIMARY KEY (subject, operation)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX needs_by_operation ON needs (operation);
        CREATE TRIGGER needs_met AFTER UPDATE OF state ON operations
          WHEN NEW.state IN ('delivered', 'dropped', 'replaced', 'resolved')
          BEGIN DELETE FROM needs WHERE operation = NEW.sequence; END;
        """

    /// The numbers of `status`, right in every transaction without counting rows.
    private static let operationCounts = """
        CREATE TABLE operation_counts (state TEXT PRIMARY KEY, count INTEGER NOT NULL CHECK (count >= 0))
          STRICT, WITHOUT ROWID;
        INSERT INTO operation_counts VALUES ('waiting', 0), ('blocked', 0), ('sending', 0), ('retrying', 0), ('held', 0),
          ('conflict', 0), ('rejected', 0), ('quarantined', 0), ('delivered', 0), ('dropped', 0), ('replaced', 0),
          ('resolved', 0);
        CREATE TRIGGER operations_counted AFTER INSERT ON operations
          BEGIN UPDATE operation_counts SET count = count + 1 WHERE state = NEW.state; END;
        CREATE TRIGGER operations_uncounted AFTER DELETE ON operations
          BEGIN UPDATE operation_counts SET count = count - 1 WHERE state = OLD.state; END;
        CREATE TRIGGER operations_recounted AFTER UPDATE OF state ON operations WHEN OLD.state <> NEW.state
          BEGIN
            UPDATE operation_counts SET count = count - 1 WHERE state = OLD.state;
            UPDATE operation_counts SET count = count + 1 WHERE state = NEW.state;
          END;
        """

    /// Frozen bytes never change, whatever the code above might do (protocol.md, section 4).
    private static let frozen = """
        CREATE TRIGGER operations_frozen BEFORE UPDATE OF line, digest, base, after, id, subject, type ON operations
          WHEN OLD.line IS NOT NULL AND (NEW.line IS NOT OLD.line OR NEW.digest IS NOT OLD.digest
            OR NEW.base IS NOT OLD.base OR NEW.after IS NOT OLD.after OR NEW.id IS NOT OLD.id
            OR NEW.subject IS NOT OLD.subject OR NEW.type IS NOT OLD.type)
          BEGIN SELECT RAISE(ABORT, 'a frozen operation'); END;
        """

    /// A file is `is_wanted` when a dossier that is no draft, or a queued answer to a request, names it. `lane` is null until
    /// the portal knows who names it; `place` is the order of the dossiers.
    private static let files = """
        CREATE TABLE files (
          sha256 TEXT PRIMARY KEY,
          size INTEGER NOT NULL,
          stored_size INTEGER NOT NULL,
          encoding TEXT NOT NULL,
          media_type TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'done', 'quarantined')),
          is_wanted INTEGER NOT NULL DEFAULT 0,
          lane INTEGER,
          place INTEGER NOT NULL DEFAULT 0,
          sent INTEGER NOT NULL DEFAULT 0,
          attempts INTEGER NOT NULL DEFAULT 0,
          starts INTEGER NOT NULL DEFAULT 0,
          restarts INTEGER NOT NULL DEFAULT 0,
          next_attempt_at INTEGER,
          recorded_at INTEGER NOT NULL,
          upload_url TEXT,
          reason TEXT,
          problem TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX files_due ON files (lane, place, stored_size, next_attempt_at)
          WHERE state = 'waiting' AND lane IS NOT NULL;
        CREATE INDEX files_next ON files (next_attempt_at) WHERE state = 'waiting' AND lane IS NOT NULL;
        CREATE INDEX files_sending ON files (sha256) WHERE state = 'sending';
        CREATE TABLE file_links (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          sha256 TEXT NOT NULL,
          dossier TEXT NOT NULL REFERENCES subjects (id),
          component TEXT NOT NULL,
          position INTEGER NOT NULL,
          name TEXT NOT NULL,
          request TEXT,
          is_announced INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX file_links_once
          ON file_links (dossier, component, position, sha256, name, ifnull(request, ''));
        CREATE INDEX file_links_by_file ON file_links (sha256);
        """

    private static let fileCounts = """
        CREATE TABLE file_counts (
          state TEXT PRIMARY KEY,
          count INTEGER NOT NULL CHECK (count >= 0),
          bytes_left INTEGER NOT NULL,
          bytes_done INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO file_counts VALUES ('waiting', 0, 0, 0), ('sending', 0, 0, 0), ('done', 0, 0, 0), ('quarantined', 0, 0, 0);
        CREATE TRIGGER files_counted AFTER INSERT ON files WHEN NEW.is_wanted
          BEGIN
            UPDATE file_counts SET count = count + 1, bytes_left = bytes_left + NEW.stored_size - NEW.sent,
              bytes_done = bytes_done + NEW.sent WHERE state = NEW.state;
          END;
        CREATE TRIGGER files_uncounted AFTER DELETE ON files WHEN OLD.is_wanted
          BEGIN
            UPDATE file_counts SET count = count - 1, bytes_left = bytes_left - OLD.stored_size + OLD.sent,
              bytes_done = bytes_done - OLD.sent WHERE state = OLD.state;
          END;
        CREATE TRIGGER files_recounted AFTER UPDATE OF state, is_wanted, sent, stored_size ON files
          BEGIN
            UPDATE file_counts SET count = count - 1, bytes_left = bytes_left - OLD.stored_size + OLD.sent,
              bytes_done = bytes_done - OLD.sent WHERE state = OLD.state AND OLD.is_wanted;
            UPDATE file_counts SET count = count + 1, bytes_left = bytes_left + NEW.stored_size - NEW.sent,
              bytes_done = bytes_done + NEW.sent WHERE state = NEW.state AND NEW.is_wanted;
          END;
        """

    private static let others = """
        CREATE TABLE conflicts (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          subject TEXT NOT NULL,
          operation TEXT,
          reason TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('open', 'resolved', 'merged', 'undone')),
          created_at INTEGER NOT NULL,
          resolved_at INTEGER,
          sides TEXT NOT NULL
        ) STRICT;
        CREATE INDEX conflicts_by_state ON conflicts (state, number);
        CREATE INDEX conflicts_by_subject ON conflicts (subject, number);
        CREATE TABLE journal (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          at INTEGER NOT NULL,
          event TEXT NOT NULL,
          subject TEXT,
          operation TEXT,
          details TEXT NOT NULL
        ) STRICT;
        CREATE INDEX journal_by_subject ON journal (subject, number) WHERE subject IS NOT NULL;
        CREATE TABLE catalogue (
          one INTEGER PRIMARY KEY CHECK (one = 1),
          version TEXT NOT NULL,
          etag TEXT,
          fetched_at INTEGER NOT NULL,
          procedures INTEGER NOT NULL,
          json BLOB NOT NULL
        ) STRICT;
        """
}
