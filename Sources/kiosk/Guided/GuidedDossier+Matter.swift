import KioskAgent
import Status
import SyncProtocol

// Which procedure, for whom, and who files it.

extension GuidedDossier {
    mutating func chooseProcedure() async throws -> Move {
        let question = Text(vi: "Tìm thủ tục (chữ không cần dấu, hoặc mã)", en: "Find the procedure (words or code)")
        let session = self.session
        let found = try await pick(question, present: procedure.isEmpty ? nil : procedure) { words in
            try await session.ask(SearchProcedures(words: words, limit: 9)).items
        } label: {
            "\($0["code"]?.stringValue ?? "")  \($0["name"]?.stringValue ?? "")"
        }
        switch found {
        case .back: return .back
        case .kept: return .next
        case .new: return .back
        case .item(let item):
            guard let code = item["code"]?.stringValue else { return .back }
            if !id.isEmpty, code != procedure {
                // What was typed into the other procedure's form has no place in this one.
                let form = try await draft()["form"]?.objectValue ?? [:]
                guard try await change(["procedure": .string(code), "form": .object(form.mapValues { _ in .null })]) else {
                    return try await chooseProcedure()
                }
            }
            procedure = code
            return .next
        }
    }

    mutating func chooseOwner() async throws -> Move {
        let question = Text(
            vi: "Tên hoặc số giấy tờ của người có hồ sơ (+ để ghi người mới)",
            en: "The owner's name or identity number (+ for a new person)")
        guard let account = try await pickAccount(question, present: owner.isEmpty ? nil : owner) else { return .back }
        if id.isEmpty {
            do {
                let recorded = try await session.ask(
                    NewDossier(fields: ["procedure": .string(procedure), "owner": .string(account)]))
                id = recorded.id
                for warning in recorded.warnings { session.console.warning(warning) }
                talk.say(Text(vi: "Bản nháp đã được ghi: {id}", en: "The draft is recorded: {id}"), ["id": id])
            } catch let problem as KioskProblem {
                try talk.tell(problem)
                return .back
            }
        } else if account != owner {
            var changes: JSONObject = ["owner": .string(account)]
            if try await draft()["submitter"]?.stringValue == owner { changes["submitter"] = .string(account) }
            guard try await change(changes) else { return try await chooseOwner() }
        }
        owner = account
        return .next
    }

    mutating func chooseSubmitter() async throws -> Move {
        let present = try await draft()
        let question = Text(
            vi: "Tên hoặc số giấy tờ của người nộp (+ để ghi người mới)",
            en: "Who files it: name or identity number (+ for a new person)")
        let submitter = present["submitter"]?.stringValue ?? owner
        guard let account = try await pickAccount(question, present: submitter) else { return .back }
        var changes: JSONObject = account == submitter ? [:] : ["submitter": .string(account)]
        if account == owner {
            if account != submitter { changes["authority"] = "present" }
        } else {
            let choices: [(word: String, text: Text)] = [
                ("present", Text(vi: "người có hồ sơ có mặt", en: "the owner is present")),
                ("authorised", Text(vi: "được ủy quyền", en: "authorised by the owner")),
                ("service", Text(vi: "làm dịch vụ", en: "as a service")),
            ]
            let answer = try await talk.choose(
                Text(vi: "Tư cách nộp", en: "On what basis"), among: choices, present: present["authority"]?.stringValue)
            guard case .word(let word) = answer else { return try await chooseSubmitter() }
            changes["authority"] = .string(word)
        }
        if !changes.isEmpty { guard try await change(changes) else { return try await chooseSubmitter() } }
        return .next
    }

    // MARK: Looking for one of many

    enum Pick {
        case item(JSONValue)
        /// Enter: what was there stays.
        case kept
        /// `+`
        case new
        case back
    }

    /// Looks for words until one of what is found is named by its number.
    func pick(
        _ question: Text, present: String?, search: (String) async throws -> [JSONValue], label: (JSONValue) -> String
    ) async throws -> Pick {
        var shown: [JSONValue] = []
        while true {
            switch try await talk.ask(question, present: present) {
            case .back: return .back
            case .empty: if present != nil { return .kept }
            case .text("+"): return .new
            case .text(let text):
                if let number = Int(text), text.count < 3, shown.indices.contains(number - 1) { return .item(shown[number - 1]) }
                do { shown = try await search(text) } catch let problem as KioskProblem { try talk.tell(problem) }
                if shown.isEmpty {
                    talk.say(Text(vi: "Không tìm thấy. Thử ít chữ hơn.", en: "Nothing was found. Try fewer words."))
                }
                for (index, item) in shown.enumerated() {
                    session.console.message("  \(index + 1)  \(Printable.clean(label(item)))")
                }
                if !shown.isEmpty {
                    talk.say(Text(vi: "Gõ số thứ tự để chọn, hoặc tìm lại.", en: "Type a number to choose, or search again."))
                }
            }
        }
    }

    /// An account's id; nil for back.
    func pickAccount(_ question: Text, present: String?) async throws -> String? {
        var name: String?
        if let present { name = AccountView.name(try await session.ask(ShowAccount(id: present))) }
        while true {
            let found = try await pick(question, present: name) { words in
                try await session.ask(ListAccounts(words: words, page: Page(limit: 9))).items
            } label: { account in
                let number = account["identity"]?["number"]?.stringValue ?? ""
                return "\(AccountView.name(account))  \(number)"
            }
            switch found {
            case .back: return nil
            case .kept: return present
            case .item(let account): return account["id"]?.stringValue
            case .new: if let id = try await newAccount() { return id }
            }
        }
    }
}
