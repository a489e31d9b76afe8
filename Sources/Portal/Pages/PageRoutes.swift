import HTTPTypes
package import Hummingbird
package import SyncProtocol

/// The pages for people: the front door, the way of a dossier, a fee, and the link in a confirmation mail.
package struct PageRoutes: Sendable {
    private let store: PortalStore
    private let portal: String
    private let procedureName: @Sendable (String) -> String?
    private let now: @Sendable () -> Timestamp

    /// - Parameter procedureName: the name of a procedure's code in the catalogue, where it has one.
    package init(
        store: PortalStore, portal: String, procedureName: @escaping @Sendable (String) -> String?,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.portal = portal
        self.procedureName = procedureName
        self.now = now
    }

    package func add<Context: RequestContext>(to router: Router<Context>) {
        router.get("/") { request, _ in Self.response(LandingPage.make(portal, Self.language(request))) }
        router.get("/track/:code") { request, context in
            let code = try context.parameters.require("code")
            let language = Self.language(request)
            let name = procedureName
            return Self.response(try await store.read { try TrackingPage.make(code, language, procedureName: name, in: $0) })
        }
        router.get("/pay/:payment") { request, context in
            let payment = try context.parameters.require("payment")
            let language = Self.language(request)
            return Self.response(try await store.read { try PaymentPage.make(payment, language, in: $0) })
        }
        router.get("/confirm/:code") { request, context in
            let code = String(try context.parameters.require("code").prefix(64))
            let moment = now()
            guard request.method == .head || Self.isForPeople(request) else { return try await confirm(code, request) }
            let standing = try await store.read { try Confirmation.look(code, in: $0, now: moment) }
            return Self.response(ConfirmationPage.make(standing, Self.language(request)))
        }
        router.post("/confirm/:code") { request, context in
            try await confirm(String(try context.parameters.require("code").prefix(64)), request)
        }
    }

    /// Confirming twice is confirming once.
    private func confirm(_ code: String, _ request: Request) async throws -> Response {
        let moment = now()
        let outcome = try await store.write { try Confirmation.confirm(code, in: $0, now: moment) }
        return Self.response(ConfirmationPage.make(outcome, Self.language(request)))
    }

    /// Browsers ask for HTML, and so do the scanners and previews of mail programs, which follow each link by themselves: they
    /// are shown a button. A program that asks for a link without wanting to show it does so because somebody told it to.
    private static func isForPeople(_ request: Request) -> Bool {
        request.headers[.accept]?.lowercased().contains("text/html") ?? false
    }

    /// `?lang=en`, else Vietnamese.
    private static func language(_ request: Request) -> PageLanguage {
        request.uri.queryParameters["lang"].flatMap { PageLanguage(rawValue: String($0)) } ?? .vi
    }

    private static func response(_ page: Page) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentSecurityPolicy] = page.policy
        headers[.xContentTypeOptions] = "nosniff"
        headers[.cacheControl] = "no-store"
        headers[.contentLanguage] = page.language.rawValue
        if let policy = HTTPField.Name("Referrer-Policy") { headers[policy] = "no-referrer" }
        return Response(
            status: HTTPResponse.Status(code: page.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: page.markup)))
    }
}
