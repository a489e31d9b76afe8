import KioskAgent
import Status
import SyncProtocol

// A person who is not known yet.

extension GuidedDossier {
    private static let questions: [(name: String, text: Text)] = [
        ("full_name", Text(vi: "  Họ và tên như trên giấy tờ", en: "  Full name as on the paper")),
        ("identity", Text(vi: "  Số giấy tờ (CCCD, CMND, hộ chiếu)", en: "  Identity number")),
        ("birth", Text(vi: "  Ngày sinh (28/02/1990) hoặc năm sinh", en: "  Date (1990-02-28) or year of birth")),
        ("phone", Text(vi: "  Số điện thoại (Enter nếu không có)", en: "  Phone (Enter if none)")),
        ("email", Text(vi: "  Thư điện tử (Enter nếu không có)", en: "  E-mail (Enter if none)")),
        ("address", Text(vi: "  Địa chỉ", en: "  Address")),
    ]

    /// Records a citizen and answers the id; nil for back. A person who is here already is taken as such.
    func newAccount() async throws -> String? {
        let question = Text(vi: "  Quét mã QR của thẻ căn cước, hoặc Enter để gõ tay", en: "  Scan the citizen card's QR code, or Enter to type")
        var fields: JSONObject = ["kind": "citizen"]
        var scan: String?
        switch try await talk.ask(question) {
        case .back: return nil
        case .text(let text): scan = text
        case .empty: guard try await answer(into: &fields) else { return nil }
        }
        do {
            let recorded = try await session.ask(AddAccount(fields: fields, scan: scan))
            for warning in recorded.warnings { session.console.warning(warning) }
            return recorded.id
        } catch let problem as KioskProblem where problem.kind == .duplicateAccount {
            try talk.tell(problem)
            return problem.parameters["id"]
        } catch let problem as KioskProblem {
            try talk.tell(problem)
            return nil
        }
    }

    /// Asks for each member in turn; false for back from the first.
    private func answer(into fields: inout JSONObject) async throws -> Bool {
        var index = 0
        while Self.questions.indices.contains(index) {
            let (name, text) = Self.questions[index]
            switch try await talk.ask(text, present: Self.shown(fields[name])) {
            case .back: index -= 1
            case .empty: index += 1
            case .text(let value):
                fields[name] = name == "address" ? ["text": .string(value)] : .string(value)
                index += 1
            }
        }
        return index >= 0
    }

    private static func shown(_ value: JSONValue?) -> String? { value?.stringValue ?? value?["text"]?.stringValue }
}
