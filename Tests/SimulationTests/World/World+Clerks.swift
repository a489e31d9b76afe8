import Foundation
import Outbox
import Status
import SyncProtocol

@testable import KioskAgent

/// What clerks do, through the requests that the command line and the desk page make too.
extension World {
    func act(_ action: ClerkAction, at index: Int) async {
        guard index < kiosks.count, !kiosks[index].fuse.isDead else { return }
        let isSync = action == .sync
        if isSync { personSyncs.insert(index) }
        await attempt(action, at: index)
        if isSync { personSyncs.remove(index) }
        await wakeLoop(index)
    }

    /// Wakes the loop if a request has asked for it; behind a person's sync it waits until that is over.
    func wakeLoop(_ index: Int) async {
        guard !personSyncs.contains(index) else { return }
        let (isAsked, isRescheduled) = (kiosks[index].clock.takeAsked(), kiosks[index].clock.takeScheduleAsked())
        guard !kiosks[index].fuse.isDead else { return }
        let engine = kiosks[index].engine
        if isAsked {
            kiosks[index].clock.noteWake()
            await engine.wake()
        } else if isRescheduled {
            kiosks[index].clock.noteWake()
            await engine.reschedule()
        }
    }

    private func attempt(_ action: ClerkAction, at index: Int) async {
        touched[index] = []
        do {
            let text = try await perform(action, at: index)
            coverage?.did(action.deed, text == nil ? "nothing to do it to" : Coverage.done)
            note { "\(kiosks[index].name) clerk \(action): \(text ?? "nothing to do it to")" }
        } catch let problem as KioskProblem {
            coverage?.did(action.deed, "\(problem.kind)")
            note { "\(kiosks[index].name) clerk \(action): refused, \(problem.kind) \(problem.field ?? "")" }
            // Only the end of the program and a full disk excuse a defect.
            if problem.kind == .defect, !kiosks[index].fuse.isDead, await !isNearDamage(touched[index] ?? [], index) {
                violate("clerk \(action) met a defect: \(problem.parameters)")
            }
        } catch {
            if !kiosks[index].fuse.isDead, await !isNearDamage(touched[index] ?? [], index) {
                violate("clerk \(action) failed with \(error)")
            }
        }
    }

    private func ask<R: DeskRequest>(_ request: R, _ index: Int) async throws -> R.Answer {
        let desk = kiosks[index].desk
        return try await desk.perform(request, context: DeskContext(language: .vi))
    }

    private func read<T: Sendable>(_ index: Int, _ body: @escaping @Sendable (OutboxTransaction) throws -> T)
        async throws -> T
    {
        let outbox = kiosks[index].outbox
        return try await outbox.read(body)
    }

    /// One of the subjects that `fits`; most clerks take one that `suits` what they are about to do, where there is any.
    private func pickSubject(
        _ kind: SubjectKind, _ index: Int, _ pick: Int,
        where fits: @escaping @Sendable (Subject) -> Bool = { _ in true },
        suits: @escaping @Sendable (Subject) -> Bool = { _ in true }
    ) async throws
        -> Subject?
    {
        let chosen: Subject? = try await read(index) { tx in
            // Payment requests and notices have the portal's own ids.
            let prefix = kind == .payment ? "p" : kind == .notice ? "n" : "0"
            let ids = try tx.subjectIDs(prefix: prefix, kinds: [kind], limit: 100)
            var second: Subject?
            for place in ids.indices {
                let subject = try? tx.subject(ids[(place + pick) % ids.count])
                guard let subject, !subject.isDeleted, subject.adoptedAs == nil, fits(subject) else { continue }
                if pick % 8 == 7 || suits(subject) { return subject }
                second = second ?? subject
            }
            return second
        }
        if let chosen { touched[index, default: []].insert(chosen.id) }
        return chosen
    }

    private func pickOperation(_ index: Int, _ pick: Int, _ states: Set<OperationState>) async throws
        -> QueuedOperation?
    {
        let all = try await read(index) { try $0.operations(states: states, after: nil, limit: 200).items }
        return all.isEmpty ? nil : all[pick % all.count]
    }

    /// A draft, or a dossier that the portal has not received.
    private static let isOpenToEdits: @Sendable (Subject) -> Bool = { $0.isDraft || $0.state["status"] == 1 }

    /// Nil when there is nothing to do it to.
    private func perform(_ action: ClerkAction, at index: Int) async throws -> String? {
        switch action {
        case .addAccount(let identity, let name, let n):
            var fields: JSONObject = [
                "kind": "citizen", "full_name": .string(Values.names[name % Values.names.count]),
                "identity": Values.identity(identity),
            ]
            if n % 3 != 0 { fields.merge(Values.accountField(n % 3, n)) { $1 } }
            let answer = try await ask(AddAccount(fields: fields), index)
            try await discover(index)
            ledger.acknowledged(answer.operation, index)
            return "\(answer.id) \(answer.operation ?? "")"
        case .addOrganisation(let code, let n):
            let fields: JSONObject = [
                "kind": "organisation", "organisation_name": .string("Hợp tác xã \(n)"),
                "tax_code": .string(Values.taxCodes[code % Values.taxCodes.count]),
            ]
            let answer = try await ask(AddAccount(fields: fields), index)
            try await discover(index)
            ledger.acknowledged(answer.operation, index)
            return "\(answer.id) \(answer.operation ?? "")"
        case .editPerson(let pick, let field, let n):
            guard let account = try await pickSubject(.account, index, pick, where: { $0.state["kind"] == "citizen" }) else {
                return nil
            }
            let changes = Values.personField(field, n)
            return try await edit(account, changes, index) {
                try await self.ask(EditAccount(id: account.id, changes: changes), index)
            }
        case .confirmMail(let pick, let isRight):
            let waiting = try await pickSubject(
                .account, index, pick, where: { $0.state["email"] != nil }, suits: { $0.state["confirmation"] == "pending" })
            guard let waiting else { return nil }
            let token = isRight ? portal.store.mails[waiting.id] ?? "none" : "wrong"
            let answer = try await ask(ConfirmAccount(id: waiting.id, token: token), index)
            ledger.acknowledged(answer.operation, index)
            return "\(waiting.id) \(answer.operation ?? "")"
        case .editAccount(let pick, let field, let n):
            guard let account = try await pickSubject(.account, index, pick) else { return nil }
            let changes = Values.accountField(field, n)
            return try await edit(account, changes, index) {
                try await self.ask(EditAccount(id: account.id, changes: changes), index)
            }
        case .newDossier(let owner, let n):
            guard let account = try await pickSubject(.account, index, owner) else { return nil }
            let fields: JSONObject = [
                "procedure": "1.000001", "owner": .string(account.id), "form": ["noi_dung": .string("nội dung \(n)")],
            ]
            let answer = try await ask(NewDossier(fields: fields), index)
            try await discover(index)
            return answer.id
        case .editDossier(let pick, let n):
            guard let dossier = try await pickSubject(.dossier, index, pick, suits: Self.isOpenToEdits) else { return nil }
            // Some turn out to be somebody else's matter. Whose it is follows accounts that turn out to be one: no field that stays as it was said.
            if n % 4 == 3, let owner = try await pickSubject(.account, index, pick / 7, where: { !$0.isDeleted }) {
                let parties: JSONObject = ["owner": .string(owner.id), "submitter": .string(owner.id)]
                let answer = try await ask(EditDossier(id: dossier.id, changes: parties), index)
                ledger.acknowledged(answer.operation, index)
                return "\(dossier.id) of \(owner.id) \(answer.operation ?? "")"
            }
            let form: JSONObject = [n % 2 == 0 ? "noi_dung" : "ghi_chu": .string("sửa \(n)")]
            return try await edit(dossier, ["form": .object(form)], index) {
                try await self.ask(EditDossier(id: dossier.id, changes: ["form": .object(form)]), index)
            }
        case .setDelivery(let pick, let n):
            guard let dossier = try await pickSubject(.dossier, index, pick, suits: Self.isOpenToEdits) else { return nil }
            let delivery: JSONObject = [
                "delivery": ["hand_in": "counter", "result": "home", "result_address": .string("Nhà số \(n)")]
            ]
            return try await edit(dossier, delivery, index) {
                try await self.ask(EditDossier(id: dossier.id, changes: delivery), index)
            }
        case .attach(let pick, let paper, let component):
            guard let dossier = try await pickSubject(.dossier, index, pick, suits: Self.isOpenToEdits) else { return nil }
            return try await attach(paper, to: dossier.id, component == 0 ? "T-01" : "T-02", request: nil, index)
        case .submit(let pick):
            guard let dossier = try await pickSubject(.dossier, index, pick, where: \.isDraft) else { return nil }
            let answer = try await ask(SubmitDossier(id: dossier.id), index)
            ledger.acknowledged(answer.operation, index)
            return "\(dossier.id) \(answer.operation ?? "")"
        case .supplement(let pick, let paper):
            guard let dossier = try await pickSubject(.dossier, index, pick, where: { $0.state["status"] == 5 }) else {
                return nil
            }
            _ = try await attach(paper, to: dossier.id, "T-02", request: "", index)
            let answer = try await ask(SupplementDossier(id: dossier.id), index)
            ledger.acknowledged(answer.operation, index)
            return "\(dossier.id) \(answer.operation ?? "")"
        case .withdraw(let pick):
            let dossier = try await pickSubject(
                .dossier, index, pick, where: { !$0.isDraft },
                suits: { [1, 2, 4, 5].contains($0.state["status"]?.integerValue ?? 1) })
            guard let dossier else { return nil }
            ledger.giveUp(dossier.id, index)
            let answer = try await ask(WithdrawDossier(id: dossier.id, reason: "đổi ý"), index)
            ledger.acknowledged(answer.operation, index)
            return "\(dossier.id) \(answer.operation ?? "")"
        case .hold(let pick): return try await operate(.hold, pick, [.waiting, .blocked, .sending, .retrying], index)
        case .release(let pick): return try await operate(.release, pick, [.held, .sending], index)
        case .retry(let pick): return try await operate(.retry, pick, [.retrying, .quarantined], index)
        case .requeue(let pick): return try await operate(.requeue, pick, [.rejected, .quarantined], index)
        case .drop(let pick): return try await operate(.drop, pick, [.waiting, .blocked, .held, .rejected], index)
        case .resolve(let pick, let how, let n): return try await resolve(pick, how, n, index)
        case .undo(let pick): return try await undo(pick, index)
        case .pay(let pick):
            let payment = try await pickSubject(
                .payment, index, pick, suits: { ["due", "failed"].contains($0.state["state"]) })
            guard let payment else { return nil }
            let answer = try await ask(StartPayment(id: payment.id, method: "bank"), index)
            ledger.acknowledged(answer.operation, index)
            return "\(payment.id) \(answer.operation ?? "")"
        case .readNotice(let pick):
            guard let notice = try await pickSubject(.notice, index, pick, suits: { $0.state["read"] != true }) else {
                return nil
            }
            let answer = try await ask(ReadNotices(ids: [notice.id]), index)
            for item in answer.items { ledger.acknowledged(item.operation, index) }
            return notice.id
        case .sync:
            let desk = kiosks[index].desk
            let outcome = try await desk.sync(SyncNow(), context: DeskContext(language: .vi)) { _ in }
            return "\(outcome.exit) \(outcome.reason ?? "")"
        }
    }

    /// An edit with what the clerk saw before; noted before it is tried, since a crash may leave it done and untold.
    private func edit(
        _ subject: Subject, _ changes: JSONObject, _ index: Int, _ ask: () async throws -> Recorded
    ) async throws -> String {
        let seen = Fields.flatten(subject.state)
        let marks = Fields.flatten(changes, keepingNulls: true).map { field, value in
            ledger.edit(index, subject.id, field, value, seen: seen[field] ?? .null, at: time.uptime)
        }
        let answer = try await ask()
        for mark in marks { ledger.confirm(mark) }
        ledger.acknowledged(answer.operation, index)
        return "\(subject.id) \(answer.operation ?? "")"
    }

    private func attach(_ paper: Int, to dossier: String, _ component: String, request: String?, _ index: Int)
        async throws -> String
    {
        let number = paper % Values.papers.count
        let bytes = Values.papers[number]
        let file = AttachFile(
            dossier: dossier, component: component, fileName: "giấy \(number).\(number % 2 == 0 ? "pdf" : "png")",
            supplementRequest: request)
        let desk = kiosks[index].desk
        let answer: AttachFile.Answer
        do {
            answer = try await desk.attach(file, content: PaperBytes(bytes), context: DeskContext(language: .vi))
        } catch {
            let left = (try? FileManager.default.contentsOfDirectory(atPath: kiosks[index].folder + "/spool/incoming")) ?? []
            if !left.isEmpty, !kiosks[index].fuse.isDead {
                violate("\(kiosks[index].name) left \(left.count) parts of a paper behind")
            }
            throw error
        }
        ledger.papers.append(
            Ledger.Paper(kiosk: index, dossier: dossier, sha256: answer.sha256, isSupplement: request != nil))
        return "\(dossier) \(answer.sha256)"
    }

    private func operate(_ verb: OperateQueue.Verb, _ pick: Int, _ states: Set<OperationState>, _ index: Int)
        async throws -> String?
    {
        guard let operation = try await pickOperation(index, pick, states) else { return nil }
        return try await operate(verb, operation, index)
    }

    func operate(_ verb: OperateQueue.Verb, _ operation: QueuedOperation, _ index: Int) async throws -> String {
        touched[index, default: []].insert(operation.subject)
        if verb == .drop { ledger.giveUp(operation.subject, index) }
        let answer = try await ask(OperateQueue(verb: verb, ids: [operation.id], confirmed: true), index)
        for item in answer.items { ledger.acknowledged(item.id, index) }
        return "\(operation.id) \(answer.items.first.map { "\($0.state) \($0.id)" } ?? "")"
    }

    // MARK: Conflicts

    private func resolve(_ pick: Int, _ how: Int, _ n: Int, _ index: Int) async throws -> String? {
        let open = try await read(index) { try $0.conflicts(states: [.open], after: nil, limit: 100).items }
        guard !open.isEmpty else { return nil }
        return try await resolve(open[pick % open.count], how, n, index)
    }

    func resolve(_ conflict: ConflictRecord, _ how: Int, _ n: Int, _ index: Int) async throws -> String {
        touched[index, default: []].insert(conflict.subject)
        guard let subject = try await read(index, { try $0.subject(conflict.subject) }) else { return "gone" }
        var request = ResolveConflict(id: conflict.id, keep: how == 0 && conflict.reason == .stale ? .mine : .theirs)
        if how == 2, conflict.reason == .stale, conflict.fields.contains(where: { $0.name == "phone" }) {
            request.fields["phone"] = .value(.string("0913\(100_000 + n)"))
        }
        let state = Fields.flatten(subject.state)
        let theirs = Fields.flatten(subject.portalState ?? [:])
        for field in conflict.fields {
            let values: [JSONValue] = [
                field.mine, field.theirs, state[field.name] ?? .null, theirs[field.name] ?? .null,
            ]
            var taken = values
            if case .value(let typed)? = request.fields[field.name] { taken.append(typed) }
            for value in taken {
                for other in values { ledger.overrule(index, conflict.subject, field.name, value, over: other) }
            }
        }
        // Noted before it is tried: a crash may leave it done and untold.
        ledger.decide(conflict.operation, index)
        let answer: ResolveConflict.Answer
        do { answer = try await ask(request, index) } catch let problem as KioskProblem where problem.kind == .ownIdentity {
            // It would be this account itself: then its number is the one that the portal has for it, or one that nobody has.
            let (mine, before) = (subject.state["identity"], subject.portalState?["identity"])
            let given = before.flatMap { $0 == mine ? nil : $0 } ?? Values.identity(40 + n % 50)
            for old in [mine, before].compactMap(\.self) { ledger.overrule(index, conflict.subject, "identity", given, over: old) }
            request.keep = nil
            request.fields = ["identity": .value(given)]
            answer = try await ask(request, index)
        }
        ledger.acknowledged(answer.operation, index)
        return
            "\(conflict.id) of \(conflict.subject) \(conflict.reason) \(conflict.fields.map(\.name)) \(answer.operation ?? "")"
    }

    private func undo(_ pick: Int, _ index: Int) async throws -> String? {
        var done = try await read(index) { try $0.conflicts(states: [.resolved], after: nil, limit: 100).items }
        let suiting = done.filter { $0.reason == .stale }
        if !suiting.isEmpty, pick % 8 != 7 { done = suiting }
        guard !done.isEmpty else { return nil }
        let conflict = done[pick % done.count]
        touched[index, default: []].insert(conflict.subject)
        for field in conflict.fields {
            let values: [JSONValue] = [field.mine, field.theirs, conflict.chosen?[field.name] ?? .null]
            for value in values {
                for other in values { ledger.overrule(index, conflict.subject, field.name, value, over: other) }
            }
        }
        let answer = try await ask(UndoConflict(id: conflict.id), index)
        ledger.acknowledged(answer.operation, index)
        return "\(conflict.id) \(answer.operation ?? "")"
    }

    // MARK: What is new

    /// Subjects that this kiosk recorded and the books do not know yet: a request may have been done and not told.
    func discover(_ index: Int) async throws {
        let known = ledger.met(by: index)
        let all = try await read(index) { tx in
            try tx.subjectIDs(prefix: "0", kinds: [.account, .dossier], limit: 500).filter { !known.contains($0) }
                .compactMap { try? tx.subject($0) }
        }
        for subject in all where ledger.meet(subject.id, index) {
            for party in ["owner", "submitter"] {
                if let other = subject.state[party]?.stringValue { ledger.relate(subject.id, other, index) }
            }
            guard subject.portalState == nil else { continue }
            for (field, value) in Fields.flatten(subject.state) {
                ledger.confirm(ledger.edit(index, subject.id, field, value, seen: .null, at: time.uptime))
            }
        }
    }
}

/// The bytes of one paper.
private actor PaperBytes: ByteSource {
    nonisolated let expectedSize: Int64?
    private var rest: ArraySlice<UInt8>
    init(_ bytes: [UInt8]) {
        rest = bytes[...]
        expectedSize = Int64(bytes.count)
    }
    func next() -> [UInt8] {
        let piece = Array(rest.prefix(32 << 10))
        rest = rest.dropFirst(32 << 10)
        return piece
    }
}
