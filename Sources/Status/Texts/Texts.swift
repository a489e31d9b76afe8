package import SyncProtocol

/// The one catalogue of what people read. A word that is not in it gets a general text, never itself: a bare code tells
/// a clerk nothing.
package enum Texts {
    /// What a refusal of the portal means to the clerk and how to mend it. `type` is a problem's `type` member
    /// (`/problems/<name>`) or its bare name.
    package static func problem(type: String?, parameters: [String: String] = [:], in language: Language) -> String {
        let name = type.flatMap { ProblemName(type: $0) ?? ProblemName(rawValue: $0) }
        return (wrongCode(name, parameters) ?? name?.text ?? generalProblem).render(language, parameters)
    }

    /// A refused code of the confirmation mail: nobody mends that by changing the item's content.
    private static func wrongCode(_ name: ProblemName?, _ parameters: [String: String]) -> Text? {
        guard name == .invalidBody, parameters["field"]?.split(separator: "/").last == "token" else { return nil }
        return Text(
            vi:
                "Mã xác nhận sai hoặc hết hạn. Hỏi lại mã trong thư mới nhất của cổng, rồi chạy “kiosk account confirm” với mã đó.",
            en:
                "The code of the confirmation mail is wrong or no longer good. Ask for the one in the portal's newest mail, and run “kiosk "
                + "account confirm” with it.")
    }

    /// Why an operation or the link is as it is: a stable word of the queue, a problem's name or a conflict's reason.
    package static func reason(_ word: String, parameters: [String: String] = [:], in language: Language) -> String {
        let bare = word.hasPrefix("/problems/") ? String(word.dropFirst("/problems/".count)) : word
        let text =
            reasons[bare] ?? wrongCode(ProblemName(rawValue: bare), parameters) ?? ProblemName(rawValue: bare)?.text
            ?? conflictReasons[bare]
            ?? KioskProblem.Kind(rawValue: bare)?.text ?? generalReason
        return text.render(language, parameters)
    }

    /// A state of an operation (cli.md) or of a dossier at the desk, as a short label.
    package static func state(_ word: String, in language: Language) -> String {
        (states[word] ?? unknownState)[language]
    }

    /// The state of the link as a short sentence.
    package static func link(_ state: String, in language: Language) -> String {
        (linkStates[state] ?? reasons[state] ?? unknownLink).render(language)
    }

    /// What an operation does, as a short label: `account.put` is “account”.
    package static func operationType(_ type: String, in language: Language) -> String {
        (operationTypes[type] ?? unknownType)[language]
    }

    /// The lane that an operation or a file travels in, as a short label.
    package static func lane(_ word: String, in language: Language) -> String { (lanes[word] ?? unknownState)[language] }

    /// A line of the journal. `details` are its facts; those that are text or numbers fill the placeholders.
    package static func journal(event: String, details: JSONObject, in language: Language) -> String {
        var parameters: [String: String] = [:]
        for (name, value) in details {
            switch value {
            case .string(let text): parameters[name] = text
            case .integer(let number): parameters[name] = String(number)
            case .number(let number): parameters[name] = String(number)
            case .bool(let flag): parameters[name] = flag ? "✓" : nil
            // Fields by name, as on paper; no list of anything else stands in a text.
            case .array(let items) where name == "fields":
                parameters[name] = items.compactMap(\.stringValue).map { fieldName($0, in: language) }.joined(separator: ", ")
            case .null, .array, .object: break
            }
        }
        return (events[event] ?? unknownEvent).render(language, parameters)
    }

    /// Something odd but not wrong in what was entered; `word` comes from the rules of the domain.
    package static func warning(_ word: String, parameters: [String: String] = [:], in language: Language) -> String {
        (warnings[word] ?? generalWarning).render(language, parameters)
    }

    /// What a member of an account or a dossier is called on paper. Takes a JSON Pointer or a name; one that is not known
    /// (a form's own) stays as it is, since people gave it.
    package static func fieldName(_ pointer: String, in language: Language) -> String {
        let parts = pointer.split(whereSeparator: { $0 == "/" || $0 == "." }).map(String.init)
        let path = parts.joined(separator: "/")
        if let text = fields[path] { return text[language] }
        if let first = parts.first, parts.count > 1, let text = fields[first], parts.last.flatMap({ Int($0) }) != nil {
            return text[language]
        }
        if let last = parts.last, let text = fields[last] { return text[language] }
        return Printable.clean(parts.last ?? pointer)
    }

    static let generalProblem = Text(
        vi: "Cổng không nhận mục này. Hãy xem lại nội dung, hoặc hỏi quản trị cổng kèm mã của mục.",
        en: "The portal did not take this. Please check its content, or ask the portal's administrator with the item's id.")
    static let generalReason = Text(
        vi: "Chưa gửi được vì một lý do mà phần mềm này chưa biết tên. Xem thêm bằng “kiosk log”.",
        en: "Not delivered yet, for a reason that this version has no name for. See “kiosk log”.")
    static let generalWarning = Text(
        vi: "Có điểm lạ trong dữ liệu[ ở mục {field:field}]; hãy xem lại.",
        en: "Something in the data is odd[: {field:field}]; please check.")
    static let unknownState = Text(vi: "trạng thái khác", en: "another state")
    static let unknownLink = Text(vi: "Chưa rõ kết nối với cổng.", en: "The link to the portal is unknown.")
    static let unknownType = Text(vi: "việc khác", en: "other work")
    static let unknownEvent = Text(
        vi: "Có một việc khác đã diễn ra[ ({reason:reason})].", en: "Something else happened[ ({reason:reason})].")
}
