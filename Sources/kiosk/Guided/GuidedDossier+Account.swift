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
        let question = Text(
            vi: "  Quét mã QR của thẻ căn cước, hoặc Enter để gõ tay", en: "  Scan the citizen card's QR code, or Enter to type")
        while true {
            switch try await talk.ask(question) {
            case .back: return nil
            case .text(let text):
                if case .recorded(let id) = try await record(["kind": "citizen"], scan: text) { return id }
            case .empty:
                if let id = try await typedAccount() { return id }
            }
        }
    }

    /// Asks for each member, and again from the one that was wrong; nil for back.
    private func typedAccount() async throws -> String? {
        var fields: JSONObject = ["kind": "citizen"]
        var start = 0
        while try await answer(into: &fields, from: start) {
            switch try await record(fields, scan: nil) {
            case .recorded(let id): return id
            case .refused(let field):
                let name = field?.split(whereSeparator: { "/.".contains($0) }).first.map(String.init)
                start = Self.questions.firstIndex { $0.name == name } ?? 0
            }
        }
        return nil
    }

    private enum Attempt {
        case recorded(String)
        /// What was wrong was told; it was about this member.
        case refused(field: String?)
    }

    private func record(_ fields: JSONObject, scan: String?) async throws -> Attempt {
        do {
            let recorded = try await session.ask(AddAccount(fields: fields, scan: scan))
            for warning in recorded.warnings { session.console.warning(warning) }
            return .recorded(recorded.id)
        } catch let problem as KioskProblem {
            try talk.tell(problem)
            if problem.kind == .duplicateAccount, let id = problem.parameters["id"] { return .recorded(id) }
            return .refused(field: problem.field)
        }
    }

    /// Asks for each member in turn; false for back from the first.
    private func answer(into fields: inout JSONObject, from start: Int) async throws -> Bool {
        var index = start
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
