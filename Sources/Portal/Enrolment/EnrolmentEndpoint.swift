import Foundation
import GRDB
import Hummingbird
import SyncProtocol

/// `POST /kiosk/v1/enrolments` (protocol.md, section 3).
struct EnrolmentEndpoint: Sendable {
    let store: PortalStore
    let now: @Sendable () -> Timestamp

    private static let largestRequest = 65_536

    /// - Parameter peer: whose guesses are counted.
    func answer(_ request: Request, peer: String) async throws -> Response {
        let bytes = try await BodyReading.read(request, limit: Self.largestRequest, tooLarge: .malformedRequest)
        let malformed = Problem(.malformedRequest, status: 400, detail: "code, kiosk.name, kiosk.unit and jwk are needed")
        guard let body = try? JSONParser.parseObject(bytes), let code = body["code"]?.stringValue, code.utf8.count <= 256,
            let jwk = body["jwk"]
        else { throw malformed }
        let kiosk = body["kiosk"] ?? [:]
        guard kiosk.objectValue != nil else { throw malformed }
        guard let key = PublicKey(jwk) else {
            throw Problem(.malformedRequest, status: 400, detail: "jwk must be a public Ed25519 or P-256 key")
        }
        let name = String((kiosk["name"]?.stringValue ?? "").prefix(200))
        let moment = now()
        var random = SystemRandomNumberGenerator()
        var ids = UUID7()
        let newID = ids.next(now: moment, using: &random)
        let outcome = try await store.write { database -> Outcome in
            if let seconds = try Guesses.wait(peer, now: moment, database) { return .wait(seconds) }
            if let again = try Self.enrolled(key, by: code, now: moment, database) { return again }
            guard let unit = try Self.unit(of: code, now: moment, database) else {
                try Guesses.failed(peer, now: moment, database)
                return .refused
            }
            try Guesses.succeeded(peer, database)
            let id = try Self.enrol(key, id: newID, unit: unit, name: name, now: moment, database)
            try database.execute(
                sql: "UPDATE invitations SET used_by = ? WHERE code_hash = ?",
                arguments: [id, InvitationCode.digest(of: code)])
            return .enrolled(id, unit: unit)
        }
        switch outcome {
        case .enrolled(let id, let unit):
            return Answer.json(["kiosk_id": .string(id), "unit": .string(unit)], status: .created)
        case .refused:
            // Wrong, used and old codes are told alike.
            throw Problem(.enrolmentRefused, status: 403, detail: "the code is wrong, used or too old")
        case .wait(let seconds):
            throw Problem(.tooManyRequests, status: 429, detail: "too many wrong codes", retryAfter: seconds)
        }
    }

    private enum Outcome: Sendable {
        case enrolled(String, unit: String)
        case refused
        case wait(Int)
    }

    private static func unit(of code: String, now: Timestamp, _ database: Database) throws -> String? {
        try String.fetchOne(
            database, sql: "SELECT unit FROM invitations WHERE code_hash = ? AND used_by IS NULL AND expires_at > ?",
            arguments: [InvitationCode.digest(of: code), now.milliseconds])
    }

    /// The machine that used this very code up asks once more: the answer was lost on its way. Only who has the key is told
    /// so, within the code's life; a kiosk that was revoked since needs a new code.
    private static func enrolled(_ key: PublicKey, by code: String, now: Timestamp, _ database: Database) throws -> Outcome? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT kiosks.id, kiosks.unit FROM invitations JOIN kiosks ON kiosks.id = invitations.used_by
                WHERE code_hash = ? AND expires_at > ? AND thumbprint = ? AND revoked_at IS NULL AND kiosks.unit = invitations.unit
                """, arguments: [InvitationCode.digest(of: code), now.milliseconds, key.thumbprint]
        ).map { .enrolled(try $0.text("id"), unit: try $0.text("unit")) }
    }

    /// A key that is known gives the kiosk its old id, whatever had become of it: somebody with a code let it in again.
    private static func enrol(
        _ key: PublicKey, id: String, unit: String, name: String, now: Timestamp, _ database: Database
    ) throws -> String {
        try database.execute(
            sql: """
                INSERT INTO kiosks (id, unit, name, thumbprint, jwk, enrolled_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (thumbprint) DO UPDATE SET unit = excluded.unit, name = excluded.name,
                  enrolled_at = excluded.enrolled_at, revoked_at = NULL
                """,
            arguments: [id, unit, name, key.thumbprint, JSONValue.object(key.jwk).text, now.milliseconds])
        return try String.fetchOne(
            database, sql: "SELECT id FROM kiosks WHERE thumbprint = ?", arguments: [key.thumbprint]) ?? id
    }
}
