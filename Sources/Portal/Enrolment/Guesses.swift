import GRDB
import SyncProtocol

/// Slows down who guesses enrolment codes, by address (protocol.md, section 3).
enum Guesses {
    /// Wrong codes that cost nothing: people misread and mistype.
    static let free: Int64 = 5
    /// The longest wait, in seconds.
    static let longestWait: Int64 = 900
    /// After so long without a wrong code an address starts afresh, in seconds.
    static let memory: Int64 = 3600

    /// Seconds that `address` has to wait; `nil` when it may try.
    static func wait(_ address: String, now: Timestamp, _ database: Database) throws -> Int? {
        let until = try Int64.fetchOne(
            database, sql: "SELECT blocked_until FROM enrolment_guesses WHERE address = ?", arguments: [address])
        guard let until, until > now.milliseconds else { return nil }
        return Int(min((until - now.milliseconds + 999) / 1000, longestWait))
    }

    /// Remembers a wrong code: from the fifth on the wait doubles, 1 s, 2 s, 4 s …
    static func failed(_ address: String, now: Timestamp, _ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM enrolment_guesses WHERE last_at < ?", arguments: [now.milliseconds - memory * 1000])
        let before = try Int64.fetchOne(
            database, sql: "SELECT failures FROM enrolment_guesses WHERE address = ?", arguments: [address])
        let failures = min((before ?? 0) + 1, 1_000_000)
        let seconds = failures < free ? 0 : min(Int64(1) << min(failures - free, 20), longestWait)
        try database.execute(
            sql: "INSERT OR REPLACE INTO enrolment_guesses (address, failures, blocked_until, last_at) VALUES (?, ?, ?, ?)",
            arguments: [address, failures, now.milliseconds + seconds * 1000, now.milliseconds])
    }

    static func succeeded(_ address: String, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM enrolment_guesses WHERE address = ?", arguments: [address])
    }
}
