import GRDB
import HTTPTypes
import Hummingbird
import SyncProtocol

/// Lets requests through whose bearer token (RFC 6750) is a living kiosk's, and says whose.
struct Authentication: RouterMiddleware {
    typealias Context = PortalContext

    let store: PortalStore
    let now: @Sendable () -> Timestamp

    static let refusal = Problem(.unauthorized, status: 401, detail: "a valid access token is needed")

    func handle(
        _ request: Request, context: PortalContext, next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.caller = try await caller(request)
        return try await next(request, context)
    }

    private func caller(_ request: Request) async throws -> Caller {
        guard let header = request.headers[.authorization], header.prefix(7).lowercased() == "bearer " else {
            throw Self.refusal
        }
        let token = header.dropFirst(7).filter { $0 != " " }
        guard !token.isEmpty, token.utf8.count <= 512 else { throw Self.refusal }
        let digest = Digest.sha256(token.utf8)
        let moment = now()
        let row = try await store.read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT kiosks.id, kiosks.unit, kiosks.revoked_at FROM tokens JOIN kiosks ON kiosks.id = tokens.kiosk
                    WHERE tokens.hash = ? AND tokens.expires_at > ?
                    """, arguments: [digest, moment.milliseconds]
            ).map { (id: try $0.text("id"), unit: try $0.text("unit"), isRevoked: try $0.optionalLong("revoked_at") != nil) }
        }
        guard let row, !row.isRevoked else { throw Self.refusal }
        return Caller(kiosk: row.id, unit: row.unit)
    }
}
