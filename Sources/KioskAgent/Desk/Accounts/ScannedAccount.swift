import Dossiers
import SyncProtocol

/// What was typed for an account, with what a citizen card's QR text adds: typed data win, and where the two disagree
/// a person is told.
struct ScannedAccount: Sendable {
    /// Members of an account's state.
    let fields: JSONObject
    let warnings: [DomainWarning]
    /// The number of the card before, as the code tells it.
    let oldNumber: String?
    /// What the card says of members that were typed too.
    private let contested: JSONObject

    /// Throws `DomainError` for a text that is no card's.
    init(_ typed: JSONObject, scan: String?, today: CivilDay) throws {
        guard let scan else {
            fields = typed
            warnings = []
            oldNumber = nil
            contested = [:]
            return
        }
        let card = try CitizenCardScan.parse(scan, today: today)
        var members = try JSONParser.parseObject(card.scan.accountFields())
        members["kind"] = "citizen"
        let given = typed.filter { !$0.value.isNull }
        fields = members.merging(given) { _, typed in typed }
        warnings = card.warnings
        oldNumber = card.scan.oldNumber
        contested = members.filter { $0.key != "kind" && given[$0.key] != nil }
    }

    /// The members of the stored `state` that the card says otherwise. Diacritics and case are no disagreement: cards are
    /// read with and without them.
    func disagreements(with state: JSONObject) -> [String] {
        contested.keys.sorted().filter { name in
            guard let card = contested[name], let stored = state[name] else { return false }
            return !Self.agree(card, stored)
        }
    }

    private static func agree(_ card: JSONValue, _ stored: JSONValue) -> Bool {
        if card == stored { return true }
        switch (card, stored) {
        case (.string(let a), .string(let b)): return TextRule.fold(a) == TextRule.fold(b)
        case (.object(let a), .object(let b)):
            // A year alone that fits the card's day of birth agrees.
            if let date = a["date"]?.stringValue, let year = b["year"]?.integerValue { return date.hasPrefix("\(year)-") }
            if let text = a["text"], let other = b["text"] { return agree(text, other) }
            return false
        default: return false
        }
    }
}
