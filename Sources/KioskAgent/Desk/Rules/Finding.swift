import Outbox
import Status
import SyncProtocol

// Names that people shorten: any unique prefix of an id stands for it, as in git (cli.md).

extension OutboxTransaction {
    /// The account that `name` stands for now; one that turned out to be another at the portal is followed there.
    /// - Parameter field: the option that named it; nil when the command is about the account itself.
    func account(named name: String, field: String? = nil) throws -> Subject {
        let id = try only(
            subjectIDs(prefix: prefix(name, else: .unknownAccount, field: field), kinds: [.account], limit: 6), name,
            else: .unknownAccount, field: field)
        guard let account = try current(id), account.kind == .account, !account.isDeleted else {
            throw KioskProblem(.unknownAccount, field: field, ["id": shown(name)])
        }
        return account
    }

    /// The dossier that `name`, a prefix of its id or its whole official code, stands for.
    func dossier(named name: String) throws -> Subject {
        let prefix = try prefix(name, else: .unknownDossier, keepingCase: true)
        var ids = try subjectIDs(prefix: prefix, kinds: [.dossier], limit: 6)
        // A citizen comes back with the number of the provisional slip.
        if ids.isEmpty, prefix.utf8.count == DossierSlip.numberLength {
            ids = try subjectIDs(ending: prefix.lowercased(), kind: .dossier, limit: 6)
        }
        let id = try only(ids, name, else: .unknownDossier)
        guard let dossier = try subject(id), dossier.kind == .dossier else {
            throw KioskProblem(.unknownDossier, ["id": shown(name)])
        }
        return dossier
    }

    /// The operation that `name` stands for, `nil` when there is none.
    func operationIfAny(named name: String) throws -> QueuedOperation? {
        let prefix = try prefix(name, else: .unknownOperation)
        let ids = try operationIDs(prefix: prefix, limit: 6)
        if ids.isEmpty { return nil }
        return try operation(only(ids, name, else: .unknownOperation))
    }

    func operation(named name: String) throws -> QueuedOperation {
        guard let operation = try operationIfAny(named: name) else {
            throw KioskProblem(.unknownOperation, ["id": shown(name)])
        }
        return operation
    }

    func conflict(named name: String) throws -> ConflictRecord {
        let prefix = try prefix(name, else: .unknownConflict)
        let id = try only(conflictIDs(prefix: prefix, limit: 6), name, else: .unknownConflict)
        guard let conflict = try conflict(id) else { throw KioskProblem(.unknownConflict, ["id": shown(name)]) }
        return conflict
    }

    /// An id is spelt in lower case; a dossier's official code is not.
    private func prefix(
        _ name: String, else missing: KioskProblem.Kind, field: String? = nil, keepingCase: Bool = false
    ) throws -> String {
        let trimmed = name.filter { !$0.isWhitespace }
        guard !trimmed.isEmpty, trimmed.utf8.count <= 128 else {
            throw KioskProblem(missing, field: field, ["id": shown(name)])
        }
        let isCode = keepingCase && trimmed.contains { $0.isUppercase || $0 == "." }
        return isCode ? trimmed : trimmed.lowercased()
    }
}

/// The one of `ids` that a person meant. The whole id wins over longer ones that start with it.
func only(
    _ ids: [String], _ name: String, else missing: KioskProblem.Kind, field: String? = nil
) throws -> String {
    if let exact = ids.first(where: { $0 == name }) { return exact }
    switch ids.count {
    case 0: throw KioskProblem(missing, field: field, ["id": shown(name)])
    case 1: return ids[0]
    default:
        throw KioskProblem(.ambiguousID, field: field, ["id": shown(name), "known": ids.prefix(5).joined(separator: ", ")])
    }
}

/// What a person typed where an id belongs, cut short: it may be anything, a name or a number too.
func shown(_ name: String) -> String {
    let allowed = name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || "-.0123456789".utf8.contains(byte)
    }
    // Digits alone may be somebody's identity number.
    let isNumber = name.utf8.count >= 9 && name.allSatisfy(\.isNumber)
    return allowed && !isNumber && name.utf8.count <= 64 ? name : "…"
}

extension Page {
    /// The page with its size checked. Throws `KioskProblem`.
    func checked() throws -> Page {
        guard (1...1_000).contains(limit) else { throw KioskProblem(.invalidValue, field: "limit", ["known": "1–1000"]) }
        return self
    }
}
