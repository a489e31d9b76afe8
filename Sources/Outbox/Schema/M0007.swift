import GRDB

/// What keeps `status` and a round as quick after a million operations as after a thousand: the notices that want a look apart
/// from the others, and an index for each thing that is looked for among what waits, was set aside or is to be removed.
enum M0007 {
    static let migration = Migration(version: 7, name: "nothing is looked through") { database in
        try database.execute(
            sql: """
                ALTER TABLE subjects ADD COLUMN is_unread INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE subjects ADD COLUMN asks INTEGER NOT NULL DEFAULT 0;
                UPDATE subjects SET is_unread = json_extract(state, '$.read') IS NOT 1,
                  asks = json_extract(state, '$.kind') IS 'supplement' AND json_extract(state, '$.closed') IS NOT 1
                  WHERE kind = 'notice' AND NOT is_deleted AND json_valid(state);
                UPDATE subjects SET asks = 0 WHERE asks AND EXISTS (SELECT 1 FROM subjects d WHERE d.id = subjects.parent
                  AND (d.is_deleted OR json_valid(d.state) AND json_extract(d.state, '$.status') IN (3, 7, 8, 10)));
                CREATE INDEX notices_unread ON subjects (number) WHERE is_unread;
                CREATE INDEX notices_asking ON subjects (parent) WHERE asks;
                CREATE INDEX files_waits ON files (next_attempt_at) WHERE state = 'waiting' AND next_attempt_at IS NOT NULL;
                CREATE INDEX files_set_aside ON files (place, sha256) WHERE state = 'quarantined';
                DROP INDEX results_by_state;
                CREATE INDEX results_in_state ON results (state, told_at);
                """)
    }
}
