package import GRDB
package import SyncProtocol

/// A code with which one machine of `unit` may enrol.
package struct InviteKiosk: Sendable {
    package var unit: String
    package var validFor: Duration

    package init(unit: String, validFor: Duration) {
        self.unit = unit
        self.validFor = validFor
    }

    /// - Returns: `code` and `expires_at`; the code is told here and never again.
    /// - Throws: `PortalError`, and what the store throws.
    package func run(in db: Database, now: Timestamp, using random: inout some RandomNumberGenerator) throws -> JSONObject {
        guard (1...64).contains(unit.utf8.count), unit.utf8.allSatisfy(Self.isUnitByte) else {
            throw PortalError(
                .invalidValue, field: "unit", vi: "mã đơn vị chỉ gồm chữ không dấu, số, dấu chấm, gạch nối (tối đa 64)",
                en: "a unit's code has letters, digits, dots and dashes alone, at most 64")
        }
        guard InvitationCode.lifetimes.contains(validFor) else {
            throw PortalError(
                .invalidValue, field: "valid-for", vi: "mã có hiệu lực từ 15 phút đến 72 giờ",
                en: "a code lives for 15 minutes to 72 hours")
        }
        let code = InvitationCode(using: &random)
        let end = now + validFor
        try db.execute(
            sql: "INSERT INTO invitations (code_hash, unit, expires_at, created_at) VALUES (?, ?, ?, ?)",
            arguments: [code.digest, unit, end.milliseconds, now.milliseconds])
        return ["code": .string(code.text), "expires_at": .string(end.description), "unit": .string(unit)]
    }

    private static func isUnitByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// The machines that have enrolled.
package enum KioskView {
    private static let columns = "id, unit, name, thumbprint, enrolled_at, revoked_at, last_seen_at"

    /// At most `limit` kiosks behind the id `after`.
    package static func lines(after: String, limit: Int, in db: Database) throws -> [JSONObject] {
        try Row.fetchAll(
            db, sql: "SELECT \(columns) FROM kiosks WHERE id > ? ORDER BY id LIMIT ?", arguments: [after, limit]
        ).map { try told($0) }
    }

    /// Takes a kiosk's right to call away, at once. Done twice is done once.
    /// - Throws: `PortalError` for an id that is none or not the only one that begins like this.
    package static func revoke(_ handle: String, at now: Timestamp, in db: Database) throws -> JSONObject {
        let ids = try String.fetchAll(
            db, sql: "SELECT id FROM kiosks WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT 2", arguments: [handle])
        guard let id = ids.first, !handle.isEmpty else {
            throw PortalError(.unknownKiosk, field: "id", vi: "không có máy này", en: "there is no such kiosk")
        }
        guard ids.count == 1 || id == handle else {
            throw PortalError(
                .ambiguousID, field: "id", vi: "nhiều máy có mã bắt đầu như vậy", en: "several kiosks' ids begin like this")
        }
        try db.execute(
            sql: "UPDATE kiosks SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", arguments: [now.milliseconds, id])
        try db.execute(sql: "DELETE FROM tokens WHERE kiosk = ?", arguments: [id])
        let row = try Row.fetchOne(db, sql: "SELECT \(columns) FROM kiosks WHERE id = ?", arguments: [id])
        return try row.map(told) ?? [:]
    }

    private static func told(_ row: Row) throws -> JSONObject {
        func time(_ column: String) throws -> JSONValue {
            try row.optionalMoment(column).map { .string($0.description) } ?? .null
        }
        return [
            "id": .string(try row.text("id")), "unit": .string(try row.text("unit")), "name": .string(try row.text("name")),
            "thumbprint": .string(try row.text("thumbprint")), "enrolled_at": try time("enrolled_at"),
            "revoked_at": try time("revoked_at"), "last_seen_at": try time("last_seen_at"),
        ]
    }
}
