import GRDB
import SyncProtocol

/// How the office finds subjects: by what a person types, not by whole ids.
extension StoredSubject {
    /// The subject of `kind` that `handle` names: its id, a beginning that no other has, or a dossier's official code in any case.
    static func find(_ handle: String, kind: SubjectKind, in db: Database) throws -> StoredSubject {
        if kind == .dossier,
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM subjects WHERE code = ? AND deleted = 0", arguments: [handle.uppercased()])
        {
            return try StoredSubject(row)
        }
        let beginning = handle.lowercased()
        guard !beginning.isEmpty, beginning.utf8.allSatisfy(isIDByte) else { throw unknown(kind) }
        // Ids are ASCII, so everything that begins with the text lies between it and the text with a byte above all others.
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM subjects WHERE id >= ? AND id < ? AND kind = ? AND deleted = 0 ORDER BY id LIMIT 2",
            arguments: [beginning, beginning + "~", kind.rawValue])
        guard let first = rows.first else { throw unknown(kind) }
        let subject = try StoredSubject(first)
        guard rows.count == 1 || subject.id == beginning else {
            throw PortalError(
                .ambiguousID, field: "id", vi: "nhiều mục có mã bắt đầu như vậy; hãy ghi thêm vài ký tự",
                en: "several ids begin like this; write a few characters more")
        }
        return subject
    }

    /// At most `limit` subjects of `kind` behind the id `after`, in the order of their ids, which is that of their making.
    static func page(kind: SubjectKind, after: String, limit: Int, in db: Database) throws -> [StoredSubject] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM subjects WHERE kind = ? AND id > ? AND deleted = 0 ORDER BY id LIMIT ?",
            arguments: [kind.rawValue, after, limit]
        ).map { try StoredSubject($0) }
    }

    /// The subject whose whole id is known; `nil` when there is none.
    static func whole(_ id: String, in db: Database) throws -> StoredSubject? {
        try Row.fetchOne(db, sql: "SELECT * FROM subjects WHERE id = ? AND deleted = 0", arguments: [id])
            .map { try StoredSubject($0) }
    }

    private static func isIDByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"): true
        default: false
        }
    }

    static func unknown(_ kind: SubjectKind) -> PortalError {
        switch kind {
        case .account: PortalError(.unknownAccount, field: "id", vi: "không có tài khoản này", en: "there is no such account")
        case .payment: PortalError(.unknownPayment, field: "id", vi: "không có khoản thu này", en: "there is no such payment")
        case .dossier, .notice:
            PortalError(.unknownDossier, field: "id", vi: "không có hồ sơ này", en: "there is no such dossier")
        }
    }
}

extension StoredSubject {
    /// The state with the id and the revision, as lists tell it.
    var told: JSONObject {
        var told = state
        told["id"] = .string(id)
        told["revision"] = .string(revisionText)
        return told
    }
}
