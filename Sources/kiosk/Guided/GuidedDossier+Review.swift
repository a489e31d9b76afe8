import KioskAgent
import Status
import SyncProtocol

// The last look.

extension GuidedDossier {
    func review() async throws -> Move {
        let present = try await draft()
        try session.show(present) { DossierView.page(present, &$0) }
        try await tellWhatIsLeft(present)
        let question = Text(
            vi: "Gõ “n” để nộp, Enter để giữ bản nháp, < để sửa",
            en: "Type “s” to submit, Enter to keep the draft, < to change it")
        while true {
            switch try await talk.ask(question) {
            case .back: return .back
            case .empty:
                try session.console.facts([id])
                talk.say(
                    Text(
                        vi: "Bản nháp được giữ. Nộp bằng: kiosk dossier submit {id}",
                        en: "The draft is kept. Submit it with kiosk dossier submit {id}"), ["id": id.shortID])
                return .next
            case .text(let text):
                guard ["n", "nộp", "nop", "s", "submit"].contains(text.lowercased()) else { continue }
                do {
                    let recorded = try await session.ask(SubmitDossier(id: id))
                    try session.showRecorded(recorded, Text(vi: "Đã ghi việc nộp hồ sơ", en: "Queued the submission of dossier"))
                    return .next
                } catch let problem as KioskProblem {
                    try talk.tell(problem)
                }
            }
        }
    }

    /// What the form and the papers still lack or have oddly. Nothing of it forbids to submit: the office may want less than the list.
    private func tellWhatIsLeft(_ dossier: JSONValue) async throws {
        let prescribed: JSONValue
        do {
            prescribed = try await session.ask(ShowProcedure(code: procedure))
        } catch let problem as KioskProblem {
            return try talk.tell(problem)
        }
        func tell(_ text: Text, _ names: [String]) {
            if !names.isEmpty { session.console.warning(text.render(session.language, ["names": names.joined(separator: "; ")])) }
        }
        let form = (prescribed["form"]?.arrayValue ?? []).map {
            (field: $0, value: dossier["form"]?[$0["name"]?.stringValue ?? ""]?.stringValue ?? "")
        }
        tell(
            Text(vi: "Biểu mẫu còn để trống: {names}.", en: "Entries of the form that are empty: {names}."),
            form.filter { $0.field["required"] == true && $0.value.isEmpty }.map { Self.title($0.field) })
        tell(
            Text(vi: "Giá trị lạ trong biểu mẫu, hãy xem lại: {names}.", en: "Odd values in the form, please check: {names}."),
            form.filter { !$0.value.isEmpty && OddEntry.reason($0.value, $0.field) != nil }.map { Self.title($0.field) })
        let given = (dossier["components"]?.arrayValue ?? []).filter { $0["files"]?.arrayValue?.isEmpty == false }
        let missing = (prescribed["components"]?.arrayValue ?? []).filter { component in
            component["required"] == true && !given.contains { $0["code"] == component["code"] }
        }
        tell(Text(vi: "Giấy tờ còn thiếu: {names}.", en: "Papers that are missing: {names}."), missing.map(Self.title))
    }

    private static func title(_ member: JSONValue) -> String {
        member["title"]?.stringValue ?? member["name"]?.stringValue ?? member["code"]?.stringValue ?? ""
    }
}
