import GRDB

/// Mails that wait are looked for often; those that were sent stay and become many.
enum M0002 {
    static func apply(_ database: Database) throws {
        try database.execute(sql: "CREATE INDEX outgoing_mail_waiting ON outgoing_mail (attempts, id) WHERE sent_at IS NULL")
    }
}
