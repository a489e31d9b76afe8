import Dossiers
import KioskAgent
import Status
import SyncProtocol

// The form, entry by entry.

extension GuidedDossier {
    func fillForm(fromEnd: Bool) async throws -> Move {
        let fields: [JSONValue]
        do {
            fields = try await session.ask(ShowProcedure(code: procedure))["form"]?.arrayValue ?? []
        } catch let problem as KioskProblem {
            try talk.tell(problem)
            fields = []
        }
        if fields.isEmpty { talk.say(Text(vi: "Thủ tục này không có biểu mẫu.", en: "The procedure has no form.")) }
        guard !fields.isEmpty else { return fromEnd ? .back : .next }
        var index = fromEnd ? fields.count - 1 : 0
        while fields.indices.contains(index) {
            index += try await fill(fields[index]) == .back ? -1 : 1
        }
        return index < 0 ? .back : .next
    }

    private func fill(_ field: JSONValue) async throws -> Move {
        guard let name = field["name"]?.stringValue else { return .next }
        let title = Printable.clean(field["title"]?.stringValue ?? name) + (field["required"]?.boolValue == true ? " *" : "")
        let choices = (field["choices"]?.arrayValue ?? []).compactMap(\.stringValue)
        for (index, choice) in choices.enumerated() { session.console.message("  \(index + 1)  \(Printable.clean(choice))") }
        var questioned: String?
        while true {
            let present = try await draft()["form"]?[name].map { FieldValue.spell($0, name: name, session.language) }
            switch try await talk.ask(title, present: present) {
            case .back: return .back
            case .empty: return .next
            case .text(let text):
                guard let value = Self.value(text, among: choices) else {
                    talk.say(
                        Text(vi: "Gõ một số từ 1 đến {n}.", en: "Type a number from 1 to {n}."), ["n": String(choices.count)])
                    continue
                }
                guard try await change(["form": [name: .string(value)]]) else { continue }
                // Recorded as it was typed, since it may be true all the same; asked once more, since it probably is not.
                guard value != questioned, let reason = OddEntry.reason(value, field) else { return .next }
                talk.say(reason)
                questioned = value
            }
        }
    }

    /// What was typed, or the choice that it names by number or words; nil when there are choices and it is none.
    static func value(_ text: String, among choices: [String]) -> String? {
        if choices.isEmpty { return text }
        if let number = Int(text), choices.indices.contains(number - 1) { return choices[number - 1] }
        let folded = TextRule.fold(text)
        return choices.first { TextRule.fold($0) == folded }
    }
}

/// Why an entry of a form does not look like what the form asks for.
enum OddEntry {
    static func reason(_ value: String, _ field: JSONValue) -> Text? {
        guard let known = field["type"]?.stringValue.flatMap(FormField.FieldType.init(rawValue:)) else { return nil }
        let choices = field["choices"]?.arrayValue?.compactMap(\.stringValue)
        guard !FormField(name: "", title: "", type: known, choices: choices).fits(value) else { return nil }
        let wanted: Text =
            switch known {
            case .date:
                Text(vi: "Mục này cần một ngày có thật, như 28/02/1990", en: "This wants a day that exists, such as 1990-02-28")
            case .number: Text(vi: "Mục này cần một số", en: "This wants a number")
            case .phone:
                Text(vi: "Mục này cần một số điện thoại, như 0912345678", en: "This wants a phone number, such as 0912345678")
            case .identity:
                Text(
                    vi: "Mục này cần số định danh 12 chữ số, CMND 9 chữ số, hộ chiếu hoặc mã số thuế",
                    en: "This wants an identity number: 12 digits, a CMND of 9, a passport or a tax code")
            case .choice: Text(vi: "Mục này cần một trong các giá trị đã cho", en: "This wants one of the values that are given")
            case .text, .address: Text(vi: "Giá trị này lạ", en: "This value is odd")
            }
        return Text(
            vi: wanted.vi + ". Gõ lại cho đúng; Enter hoặc gõ lại y như vậy thì giữ nguyên.",
            en: wanted.en + ". Type it again; Enter, or the same once more, keeps it as it is.")
    }
}
