import Dossiers
import GRDB
import SyncProtocol

/// Numbers that the portal counts, in the transaction that uses them.
enum PortalNumbers {
    /// The number of a new account.
    static func account(_ database: Database) throws -> String { "TK\(padded(try next("account", database), 8))" }

    /// `AGENCY-YYMMDD-NNNN`, counted by agency and day (domain.md, 1.6).
    /// - Parameter day: six digits.
    static func dossierCode(agency: String, day: String, _ database: Database) throws -> String {
        "\(agency)-\(day)-\(padded(try next("code:\(agency):\(day)", database), 4))"
    }

    private static func next(_ counter: String, _ database: Database) throws -> Int64 {
        let text = try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [counter])
        let number = (text.flatMap { Int64($0) } ?? 0) + 1
        try database.execute(
            sql: "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", arguments: [counter, String(number)])
        return number
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// The day in Việt Nam as dossier codes have it: `YYMMDD`.
    static func sixDigits(_ moment: Timestamp) -> String {
        let civil = CivilDay(inVietnamAtSecondsSince1970: moment.milliseconds / 1000)
        return String(civil.iso.filter { $0 != "-" }.suffix(6))
    }
}
