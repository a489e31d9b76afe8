import Status
import SyncProtocol

/// An account as text.
enum AccountView {
    static func row(_ account: JSONValue, _ screen: inout Screen) {
        let state = account["local"]?["state"]?.stringValue ?? ""
        screen.row(
            [
                (account["id"]?.stringValue?.shortID ?? "", 18), (kind(account, screen.language), 12),
                (state.isEmpty ? "" : Texts.state(state, in: screen.language), 14),
            ],
            last: [name(account), ConfirmationView.waiting(account, screen.language)].compactMap { $0 }.joined(separator: " · "))
    }

    static func page(_ account: JSONValue, _ screen: inout Screen) {
        screen.line(screen.bold(name(account)))
        screen.entry(Text(vi: "Mã", en: "Id"), account["id"]?.stringValue ?? "")
        screen.entry(Text(vi: "Loại", en: "Kind"), kind(account, screen.language))
        let names = [
            "identity", "tax_code", "birth", "gender", "phone", "email", "address", "consent", "confirmation", "portal_id",
        ]
        for name in names {
            guard let value = account[name], !value.isNull else { continue }
            screen.entry(Capital.field(name), FieldValue.spell(value, name: name, screen.language))
        }
        if let old = account["local"]?["old_number"]?.stringValue {
            screen.entry(
                Text(vi: "Số giấy tờ cũ", en: "Former number"),
                old + Text(vi: " (chỉ lưu trên máy này)", en: " (kept on this machine alone)")[screen.language])
        }
        ConfirmationView.advice(account, &screen)
        OperationsView.local(account["local"], &screen)
    }

    /// The name of a person or an organisation.
    static func name(_ account: JSONValue) -> String {
        Printable.clean(account["full_name"]?.stringValue ?? account["organisation_name"]?.stringValue ?? "")
    }

    private static func kind(_ account: JSONValue, _ language: Language) -> String {
        account["kind"].map { FieldValue.spell($0, name: "kind", language) } ?? ""
    }
}

/// A field's name at the start of a line.
enum Capital {
    static func field(_ pointer: String) -> Text {
        Text(vi: first(Texts.fieldName(pointer, in: .vi)), en: first(Texts.fieldName(pointer, in: .en)))
    }

    static func first(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

/// Values of members as people write them.
enum FieldValue {
    static func spell(_ value: JSONValue, name: String, _ language: Language) -> String {
        switch value {
        case .null: return Text(vi: "(trống)", en: "(none)")[language]
        case .bool(let flag): return (flag ? Labels.yes : Labels.no)[language]
        case .integer(let number): return String(number)
        case .number(let number): return String(number)
        case .string(let text): return word(text, name: name, language)
        case .array(let items): return items.map { spell($0, name: name, language) }.joined(separator: "; ")
        case .object(let members): return object(members, name: name, language)
        }
    }

    private static func object(_ members: JSONObject, name: String, _ language: Language) -> String {
        if let number = members["number"]?.stringValue {
            let kind = members["kind"]?.stringValue.map { word($0, name: "identity/kind", language) }
            return [kind, Printable.clean(number)].compactMap { $0 }.joined(separator: " ")
        }
        if let date = members["date"]?.stringValue { return day(date) }
        if let year = members["year"] { return spell(year, name: "year", language) }
        // That somebody agreed, when, and to which words (domain.md, 7).
        if let version = members["text_version"]?.stringValue {
            let at = members["at"].map { spell($0, name: "at", language) }
            return Text(vi: "đã đồng ý[ lúc {at}], theo văn bản {version}", en: "given[ on {at}], to the text {version}").render(
                language, ["at": at ?? "", "version": version])
        }
        let order = ["text", "title", "name"]
        let keys = members.keys.sorted { (order.firstIndex(of: $0) ?? 9, $0) < (order.firstIndex(of: $1) ?? 9, $1) }
        let parts = keys.map { key in
            let text = members[key].map { spell($0, name: key, language) } ?? ""
            return order.contains(key) ? text : "\(Texts.fieldName(key, in: language)): \(text)"
        }
        return parts.joined(separator: ", ")
    }

    /// `28/02/1990` for `1990-02-28`.
    static func day(_ date: String) -> String {
        let parts = date.split(separator: "-")
        return parts.count == 3 ? parts.reversed().joined(separator: "/") : Printable.clean(date)
    }

    private static func word(_ text: String, name: String, _ language: Language) -> String {
        if let words = words[text], words.names.contains(name) { return words.text[language] }
        if name.hasSuffix("_at") || name == "at" || name == "until", let moment = Timestamp(text) {
            return Format.dateTime(moment)
        }
        return Printable.clean(text)
    }

    private static let words: [String: (names: Set<String>, text: Text)] = [
        "citizen": (["kind"], Text(vi: "công dân", en: "citizen")),
        "organisation": (["kind"], Text(vi: "tổ chức", en: "organisation")),
        "officer": (["kind"], Text(vi: "cán bộ", en: "officer")),
        "cccd": (["identity/kind"], Text(vi: "CCCD", en: "CCCD")),
        "cmnd": (["identity/kind"], Text(vi: "CMND", en: "CMND")),
        "passport": (["identity/kind"], Text(vi: "hộ chiếu", en: "passport")),
        "tax_code": (["identity/kind"], Text(vi: "MST", en: "tax code")),
        "male": (["gender"], Text(vi: "nam", en: "male")),
        "female": (["gender"], Text(vi: "nữ", en: "female")),
        "none": (["confirmation"], Text(vi: "chưa xác nhận thư điện tử", en: "e-mail not confirmed")),
        "pending": (["confirmation"], Text(vi: "chờ xác nhận thư điện tử", en: "waiting for the e-mail's confirmation")),
        "confirmed": (["confirmation"], Text(vi: "đã xác nhận", en: "confirmed")),
        "present": (["authority"], Text(vi: "có mặt", en: "the citizen is present")),
        "authorised": (["authority"], Text(vi: "được ủy quyền", en: "authorised")),
        "service": (["authority"], Text(vi: "dịch vụ", en: "service")),
        "counter": (["hand_in", "result"], Text(vi: "tại quầy", en: "at the counter")),
        "home": (["hand_in", "result"], Text(vi: "tại nhà", en: "at home")),
        "electronic": (["hand_in", "result"], Text(vi: "bản điện tử", en: "electronic")),
    ]
}
