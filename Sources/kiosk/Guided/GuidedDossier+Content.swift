import Foundation
import KioskAgent
import Status
import SyncProtocol

// The papers, and how it is handed in and given back.

extension GuidedDossier {
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
                    try await Attachment.takeIn([path], to: AttachFile(dossier: id, component: code, fileName: ""), session)
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
}
