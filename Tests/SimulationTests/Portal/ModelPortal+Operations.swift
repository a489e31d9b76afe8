import Foundation
import SyncProtocol

extension ModelPortal {
    private enum Outcome {
        case applied(revision: String, missing: [String]?)
        case conflict(String, Held, subject: String?, theirs: JSONObject)
        case rejected(String, field: String?)
        case later(String, seconds: Int?)
    }
    private struct Line {
        var id: String, type: String, subject: String, base: String?, after: [String], body: JSONObject, kiosk: String
    }

    /// The verdict line on one operation line (protocol.md, section 4).
    mutating func verdict(on line: [UInt8], kiosk: String) -> JSONObject {
        let digest = Digest.sha256(line)
        guard let object = try? JSONParser.parseObject(line), let id = object["id"]?.stringValue,
            let type = object["type"]?.stringValue,
            let subject = object["subject"]?.stringValue, let body = object["body"]?.objectValue
        else {
            return [
                "verdict": "rejected", "op": .null, "digest": .string(digest),
                "problem": Self.problem("malformed-line"),
            ]
        }
        log.append(.saw(operation: id, line: line, kiosk: kiosk))
        var members: JSONObject = ["op": .string(id), "digest": .string(digest)]
        if let kept = store.operations[id] {
            guard kept.digest == digest else {
                log.append(.refused(operation: id, problem: "operation-reused", type: type, subject: subject))
                members["verdict"] = "rejected"
                members["problem"] = Self.problem("operation-reused")
                return members
            }
            members.merge(kept.members) { $1 }
            if kept.isApplied, let held = store.subjects[kept.subject], held.kind == "dossier" {
                members["missing"] = .array(missing(held.state).map(JSONValue.string))
            }
            return members
        }
        let read = Line(
            id: id, type: type, subject: subject, base: object["base"]?.stringValue,
            after: object["after"]?.arrayValue?.compactMap(\.stringValue) ?? [], body: body, kiosk: kiosk)
        let before = store.subjects[subject]
        var isApplied = false
        defer { log.append(.answered(type: type, verdict: members["verdict"]?.stringValue ?? "")) }
        switch judge(read) {
        case .later(let problem, let seconds):
            members["verdict"] = "later"
            members["retry_after"] = seconds.map { .integer(Int64($0)) }
            members["problem"] = Self.problem(problem)
            return members
        case .rejected(let problem, let field):
            log.append(.refused(operation: id, problem: problem, type: type, subject: subject))
            members["verdict"] = "rejected"
            members["problem"] = Self.problem(problem, field: field)
        case .conflict(let reason, let held, let other, let theirs):
            members["verdict"] = "conflict"
            members["reason"] = .string(reason)
            members["revision"] = .string(held.revision)
            members["theirs"] = .object(theirs)
            members["subject"] = other.map(JSONValue.string)
        case .applied(let revision, let missing):
            isApplied = true
            store.serials[kiosk, default: 0] += 1
            members["verdict"] = "applied"
            members["receipt"] = [
                "revision": .string(revision), "received_at": .string(now.description),
                "serial": .integer(Int64(store.serials[kiosk] ?? 0)),
            ]
            members["missing"] = missing.map { .array($0.map(JSONValue.string)) }
            log.append(
                .applied(
                    operation: id, type: type, subject: subject, kiosk: kiosk, before: before?.state,
                    after: store.subjects[subject]?.state, wasOurs: before?.isOurs ?? true))
        }
        store.operations[id] = Kept(
            digest: digest, members: members.filter { $0.key != "missing" }, isApplied: isApplied, subject: subject)
        if isApplied { receiveComplete() }
        return members
    }

    static func problem(_ name: String, field: String? = nil) -> JSONValue {
        var problem: JSONObject = [
            "type": .string("/problems/\(name)"), "title": .string(name), "status": 422, "detail": "model",
        ]
        problem["field"] = field.map(JSONValue.string)
        return .object(problem)
    }

    private mutating func judge(_ line: Line) -> Outcome {
        for parent in line.after {
            guard let kept = store.operations[parent] else { return .later("after-not-applied", seconds: nil) }
            guard kept.isApplied else { return .later("after-never", seconds: nil) }
        }
        if !postponements.isEmpty { return .later("unavailable", seconds: postponements.removeFirst()) }
        if !refusals.isEmpty { return .rejected(refusals.removeFirst(), field: nil) }
        switch line.type {
        case "account.put": return account(line)
        case "account.confirm": return confirm(line)
        case "dossier.put": return dossier(line)
        case "dossier.submit": return submit(line)
        case "dossier.supplement": return supplement(line)
        case "dossier.withdraw": return withdraw(line)
        case "payment.start": return startPayment(line)
        case "notice.read": return readNotice(line)
        default: return .rejected("unknown-type", field: nil)
        }
    }

    private func conflict(_ reason: String, _ held: Held) -> Outcome {
        .conflict(reason, held, subject: nil, theirs: held.state)
    }

    /// What the portal keeps of a body, and whether that is something else than was sent.
    private func kept(_ body: JSONObject, _ kind: String) -> (JSONObject, isAltered: Bool) {
        let own = Self.portalMembers[kind] ?? []
        var state = body.filter { !own.contains($0.key) && !$0.value.isNull }
        // One text that it always spells its own way.
        guard var address = state["address"]?.objectValue, let text = address["text"]?.stringValue,
            text.hasPrefix("duong ")
        else {
            return (state, false)
        }
        address["text"] = .string("Đường " + text.dropFirst("duong ".count))
        state["address"] = .object(address)
        return (state, true)
    }

    private func fold(_ name: JSONValue?) -> String {
        (name?.stringValue ?? "").decomposedStringWithCanonicalMapping.unicodeScalars
            .filter { !(0x300...0x36F).contains($0.value) }.map { String($0).lowercased() }.joined().replacing(
                "đ", with: "d")
    }

    private func name(_ state: JSONObject) -> JSONValue? { state["full_name"] ?? state["organisation_name"] }

    private mutating func confirm(_ line: Line) -> Outcome {
        guard var held = store.subjects[line.subject], held.kind == "account", held.isOurs else {
            return .rejected("unknown-subject", field: nil)
        }
        if held.isDeleted { return conflict("deleted", held) }
        guard let mail = store.mails[line.subject], line.body["token"]?.stringValue == mail else {
            return .rejected("invalid-body", field: "/token")
        }
        held.state["confirmation"] = "confirmed"
        save(line.subject, held, origin: nil)
        return .applied(revision: store.subjects[line.subject]?.revision ?? "", missing: nil)
    }

    private mutating func account(_ line: Line) -> Outcome {
        var (state, isAltered) = kept(line.body, "account")
        let existing = store.subjects[line.subject]
        if let existing {
            guard existing.kind == "account" else { return .rejected("unknown-subject", field: nil) }
            if !existing.isOurs {
                guard existing.state["identity"] == state["identity"], line.base != nil else {
                    return .rejected("unknown-subject", field: nil)
                }
                guard line.base == existing.revision else {
                    return .conflict(
                        "stale", existing, subject: nil, theirs: existing.state.filter { state[$0.key] == $0.value })
                }
                var adopted = existing
                adopted.isOurs = true
                adopted.state.merge(state) { $1 }
                save(line.subject, adopted, origin: nil)
                return .applied(revision: store.subjects[line.subject]?.revision ?? "", missing: nil)
            }
            if existing.isDeleted { return conflict("deleted", existing) }
            guard line.base == existing.revision else { return conflict("stale", existing) }
        } else if line.base != nil {
            return .rejected("unknown-subject", field: nil)
        }
        let other = store.subjects.sorted { $0.key < $1.key }
            .first {
                $0.key != line.subject && $0.value.kind == "account" && !$0.value.isDeleted
                    && $0.value.state["identity"] == state["identity"]
            }
        if let (id, held) = other {
            if held.isOurs { return .conflict("identity-taken", held, subject: id, theirs: held.state) }
            guard fold(name(held.state)) == fold(name(state)) else {
                return .rejected("identity-elsewhere", field: nil)
            }
            return .conflict(
                "identity-taken", held, subject: id, theirs: held.state.filter { state[$0.key] == $0.value })
        }
        var held = existing ?? Held(kind: "account", state: [:], revision: "")
        state["portal_id"] = held.state["portal_id"]
        state["confirmation"] = held.state["confirmation"]
        if existing == nil {
            state["portal_id"] = .string("P\(store.numbers + 1)")
            isAltered = true
        }
        let isNewMail = state["email"] != nil && state["email"] != held.state["email"]
        if state["email"] == nil {
            state["confirmation"] = "none"
        } else if isNewMail {
            state["confirmation"] = "pending"
        }
        if state["confirmation"] != held.state["confirmation"] { isAltered = true }
        held.state = state
        if isNewMail { writeMail(to: line.subject) }
        save(line.subject, held, origin: isAltered ? nil : line.kiosk)
        return .applied(revision: store.subjects[line.subject]?.revision ?? "", missing: nil)
    }

    private mutating func dossier(_ line: Line) -> Outcome {
        var (state, isAltered) = kept(line.body, "dossier")
        let existing = store.subjects[line.subject]
        if let existing {
            guard existing.kind == "dossier", existing.isOurs else { return .rejected("not-yours", field: nil) }
            if existing.isDeleted { return conflict("deleted", existing) }
            if existing.state["status"] == 7 { return conflict("withdrawn", existing) }
            if existing.isReceived || existing.state["status"] != 1 { return conflict("closed", existing) }
            guard line.base == existing.revision else { return conflict("stale", existing) }
        } else if line.base != nil {
            return .rejected("unknown-subject", field: nil)
        }
        for party in ["owner", "submitter"] {
            guard let id = state[party]?.stringValue else { continue }
            guard let held = store.subjects[id], held.kind == "account", held.isOurs, !held.isDeleted else {
                return .rejected("unknown-subject", field: "/\(party)")
            }
        }
        var held = existing ?? Held(kind: "dossier", state: ["status": 1], revision: "")
        for member in Self.portalMembers["dossier"] ?? [] { state[member] = held.state[member] }
        if existing == nil { isAltered = true }
        held.state = state
        save(line.subject, held, origin: isAltered ? nil : line.kiosk)
        return .applied(revision: store.subjects[line.subject]?.revision ?? "", missing: missing(state))
    }

    private mutating func startPayment(_ line: Line) -> Outcome {
        guard var held = store.subjects[line.subject], held.kind == "payment", held.isOurs else {
            return .rejected("unknown-subject", field: nil)
        }
        guard ["due", "failed"].contains(held.state["state"]?.stringValue) else {
            return .rejected("nothing-to-pay", field: nil)
        }
        held.state["state"] = "pending"
        held.state["pay_url"] = .string("https://tt.vd.vn/\(line.id)")
        save(line.subject, held, origin: nil)
        return .applied(revision: store.subjects[line.subject]?.revision ?? "", missing: nil)
    }

    private mutating func readNotice(_ line: Line) -> Outcome {
        guard var held = store.subjects[line.subject], held.kind == "notice", held.isOurs else {
            return .rejected("unknown-subject", field: nil)
        }
        held.state["read"] = true
        save(line.subject, held, origin: line.kiosk)
        return .applied(revision: store.subjects[line.subject]?.revision ?? "", missing: nil)
    }

    private func known(_ line: Line) -> Result<Held, Refusal> {
        guard let held = store.subjects[line.subject], held.kind == "dossier", held.isOurs else {
            return .failure(Refusal(outcome: .rejected("unknown-subject", field: nil)))
        }
        if held.isDeleted { return .failure(Refusal(outcome: conflict("deleted", held))) }
        if held.state["status"] == 7 { return .failure(Refusal(outcome: conflict("withdrawn", held))) }
        return .success(held)
    }
    private struct Refusal: Error { var outcome: Outcome }

    private mutating func submit(_ line: Line) -> Outcome {
        switch known(line) {
        case .failure(let refusal): return refusal.outcome
        case .success(var held):
            let count = entries(held.state).count
            guard line.body["files"]?.integerValue == Int64(count) else {
                return .rejected("invalid-body", field: "/files")
            }
            if !held.isReceived {
                guard held.state["status"] == 1 else { return conflict("closed", held) }
                held.submittedFiles = count
                store.subjects[line.subject] = held
            }
            return .applied(revision: held.revision, missing: missing(held.state))
        }
    }

    private mutating func supplement(_ line: Line) -> Outcome {
        switch known(line) {
        case .failure(let refusal): return refusal.outcome
        case .success(var held):
            guard let id = line.body["request"]?.stringValue, var request = store.subjects[id],
                request.state["dossier"] == .string(line.subject)
            else { return .rejected("unknown-subject", field: "/request") }
            guard !request.isReceived, request.submittedFiles == nil, held.state["status"] == 5 else {
                return .rejected("request-closed", field: "/request")
            }
            let given = line.body["components"]?.arrayValue ?? []
            request.submittedFiles = entries(["components": .array(given)]).count
            store.subjects[id] = request
            var all = held.state["components"]?.arrayValue ?? []
            for component in given {
                if let place = all.firstIndex(where: { $0["code"] == component["code"] }),
                    var old = all[place].objectValue
                {
                    old["files"] = .array((old["files"]?.arrayValue ?? []) + (component["files"]?.arrayValue ?? []))
                    all[place] = .object(old)
                } else {
                    all.append(component)
                }
            }
            held.state["components"] = .array(all)
            save(line.subject, held, origin: nil)
            return .applied(revision: store.subjects[line.subject]?.revision ?? "", missing: missing(held.state))
        }
    }

    private mutating func withdraw(_ line: Line) -> Outcome {
        switch known(line) {
        case .failure(let refusal): return refusal.outcome
        case .success(var held):
            if let status = held.state["status"]?.integerValue, [3, 8, 9, 10].contains(status) {
                return conflict("closed", held)
            }
            held.state["status"] = 7
            save(line.subject, held, origin: nil)
            return .applied(revision: store.subjects[line.subject]?.revision ?? "", missing: [])
        }
    }
}
