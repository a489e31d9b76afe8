import Dossiers
import Foundation
package import GRDB
package import SyncProtocol

/// The office changes members of an account, as a web user of the portal might.
package struct EditAccount: Sendable {
    package var account: String
    /// As somebody typed them: `NAME=VALUE`; a name may be dotted (`address.text`), a value may be a JSON object or text in quotes,
    /// and an empty value takes the member away.
    package var settings: [String]

    package init(account: String, settings: [String]) {
        self.account = account
        self.settings = settings
    }

    /// - Returns: the account's state with its id and revision.
    /// - Throws: `PortalError`, and what the store throws.
    package func run(in db: Database, _ context: OfficeContext) throws -> JSONObject {
        guard !settings.isEmpty else {
            throw PortalError(
                .wrongUsage, field: "set", vi: "chưa nói cần sửa gì (--set TÊN=GIÁ_TRỊ)",
                en: "nothing to change (--set NAME=VALUE)")
        }
        var subject = try StoredSubject.find(account, kind: .account, in: db)
        let before = subject.state
        var members = before.filter { Account.members.contains($0.key) }
        for setting in settings { try Self.apply(setting, to: &members) }
        let now = context.now()
        let account = try Self.validate(members, today: CivilDay(inVietnamAtSecondsSince1970: now.milliseconds / 1000))
        var state = before.filter { !Account.members.contains($0.key) }
        state.merge(try JSONValue(encoding: account).objectValue ?? [:]) { _, new in new }
        let address = try context.rules.address ?? ServedAddress.last(in: db)
        let newEmail = account.email.flatMap { before["email"]?.stringValue == $0 ? nil : $0 }
        if state["email"] != before["email"] { state["confirmation"] = newEmail != nil && address != nil ? "pending" : "none" }
        // What changes nothing is no news.
        guard state != before else { return subject.told }
        subject.state = state
        let store = SubjectStore(database: db, now: now)
        try take(account.identity, for: &subject, store)
        try store.save(&subject, origin: nil)
        if let newEmail, let address {
            var random = SystemRandomNumberGenerator()
            try ConfirmationMail(portal: context.rules.name, address: address).enqueue(
                account: subject.id, email: newEmail, in: db, now: now, newID: context.newID, using: &random)
        }
        return subject.told
    }

    private func take(_ identity: Identity, for subject: inout StoredSubject, _ store: SubjectStore) throws {
        let key = IdentityKey.text(identity)
        guard try store.account(withIdentity: key, otherThan: subject.id) == nil else {
            throw PortalError(
                .identityTaken, field: "identity", vi: "một tài khoản khác đã có giấy tờ này",
                en: "another account has this identity")
        }
        subject.identityKey = key
    }

    private static func validate(_ members: JSONObject, today: CivilDay) throws -> Account {
        do {
            return try Account.validate(json: Data(JSONValue.object(members).encoded), today: today, reading: .desk).account
        } catch {
            throw PortalError(
                error.kind == .unknownField ? .unknownField : .invalidValue, field: error.field,
                vi: "giá trị không dùng được (\(error.kind.rawValue))" + (error.hint.map { "; gợi ý: \($0)" } ?? ""),
                en: error.detail + (error.hint.map { "; hint: \($0)" } ?? ""))
        }
    }

    private static func apply(_ setting: String, to members: inout JSONObject) throws {
        let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { word in
            String(word.map { $0 == "-" ? "_" : $0 })
        }
        guard parts.count == 2, (1...2).contains(path.count), !path.contains("") else {
            throw PortalError(.invalidValue, field: "set", vi: "phải viết là TÊN=GIÁ_TRỊ", en: "write NAME=VALUE")
        }
        guard Account.members.contains(path[0]) else {
            throw PortalError(
                .unknownField, field: path[0], vi: "tài khoản không có mục này", en: "an account has no such member")
        }
        let value = try read(String(parts[1]), name: path[path.count - 1])
        if path.count == 1 {
            members[path[0]] = value
        } else {
            var inner = members[path[0]]?.objectValue ?? [:]
            // A birth is a date or a year: naming one takes the other away.
            if path[0] == "birth" { inner = [:] }
            inner[path[1]] = value
            members[path[0]] = .object(inner)
        }
    }

    private static func read(_ text: String, name: String) throws -> JSONValue? {
        guard let first = text.first else { return nil }
        if text == "null" { return nil }
        if first == "{" || first == "\"" || first == "[" {
            do { return try JSONParser.parse(text.utf8) } catch {
                throw PortalError(.invalidValue, field: name, vi: "JSON không đọc được", en: "not readable as JSON")
            }
        }
        // Numbers of papers and telephones are texts, and so is everything else but a year.
        if name == "year", let year = Int64(text) { return .integer(year) }
        return .string(text)
    }
}
