import Dossiers
import Foundation
import KioskAgent
import Status
import SyncProtocol

// The form, the papers, how it is handed in and given back, and the last look.

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
                if try await change(["form": [name: .string(value)]]) { return .next }
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

    func takePapers(fromEnd: Bool) async throws -> Move {
        let components = try await draft()["components"]?.arrayValue ?? []
        guard !components.isEmpty else {
            talk.say(Text(vi: "Thủ tục này không quy định giấy tờ.", en: "The procedure prescribes no papers."))
            return fromEnd ? .back : .next
        }
        var index = fromEnd ? components.count - 1 : 0
        while components.indices.contains(index) {
            index += try await takePapers(of: components[index]) == .back ? -1 : 1
        }
        return index < 0 ? .back : .next
    }

    /// As many files as the person names, in their order; Enter goes on.
    private func takePapers(of component: JSONValue) async throws -> Move {
        let code = component["code"]?.stringValue ?? ""
        let facts = [
            "title": Printable.clean(component["title"]?.stringValue ?? code),
            "o": String(component["originals"]?.integerValue ?? 0),
            "c": String(component["copies"]?.integerValue ?? 0),
        ]
        talk.say(Text(vi: "{title} ({o} bản chính, {c} bản sao)", en: "{title} (originals {o}, copies {c})"), facts)
        while true {
            let here = try await draft()["components"]?.arrayValue?.first { $0["code"] == component["code"] }
            let count = here?["files"]?.arrayValue?.count ?? 0
            let question = Text(vi: "  Tệp (Enter: tiếp; đã có {n})", en: "  File (Enter: go on; {n} so far)")
            switch try await talk.ask(question.render(session.language, ["n": String(count)])) {
            case .back: return .back
            case .empty: return .next
            case .text(let text):
                let path = TypedPath.read(text, home: ProcessInfo.processInfo.environment["HOME"])
                do {
                    try await Attachment.takeIn([path], dossier: id, component: code, request: nil, session)
                } catch let problem as KioskProblem {
                    try talk.tell(problem)
                }
            }
        }
    }

    func chooseDelivery() async throws -> Move {
        let present = try await draft()["delivery"]?.objectValue ?? [:]
        let counter = ("counter", Text(vi: "tại quầy", en: "at the counter"))
        let home = ("home", Text(vi: "tại nhà", en: "at home"))
        let electronic = ("electronic", Text(vi: "bản điện tử", en: "electronic"))
        let ways: [(name: String, question: Text, choices: [(word: String, text: Text)])] = [
            ("hand_in", Text(vi: "Nộp bản giấy", en: "Papers are handed in"), [counter, home]),
            ("result", Text(vi: "Nhận kết quả", en: "The result is given"), [counter, home, electronic]),
        ]
        var delivery: JSONObject = [:]
        var index = 0
        while ways.indices.contains(index) {
            let way = ways[index]
            let answer = try await talk.choose(
                way.question, among: way.choices, present: present[way.name]?.stringValue ?? "counter")
            guard case .word(let word) = answer else {
                if index == 0 { return .back }
                index -= 1
                continue
            }
            delivery[way.name] = .string(word)
            delivery["\(way.name)_address"] = .null
            if word == "home" {
                guard let address = try await address(present["\(way.name)_address"]?.stringValue) else { continue }
                delivery["\(way.name)_address"] = .string(address)
            }
            index += 1
        }
        return try await change(["delivery": .object(delivery)]) ? .next : try await chooseDelivery()
    }

    /// Where to; the owner's own address unless another is typed. Nil for back.
    private func address(_ present: String?) async throws -> String? {
        let own = try await session.ask(ShowAccount(id: owner))["address"]?["text"]?.stringValue
        while true {
            switch try await talk.ask(Text(vi: "  Địa chỉ", en: "  Address"), present: present ?? own) {
            case .back: return nil
            case .empty: if let known = present ?? own { return known }
            case .text(let text): return text
            }
        }
    }

    func review() async throws -> Move {
        let present = try await draft()
        try session.show(present) { DossierView.page(present, &$0) }
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
}
