import Dossiers
import Hummingbird
import SyncProtocol

/// Everything that the portal answers, by path.
struct PortalRoutes {
    let settings: PortalSettings
    let store: PortalStore
    let uploads: UploadStore
    let catalogue: CatalogueFile
    let rules: OperationRules
    /// Where the files are.
    let home: String
    let now: @Sendable () -> Timestamp

    func router() -> Router<PortalContext> {
        let router = Router(context: PortalContext.self, options: .autoGenerateHeadEndpoints)
        let methods = RouteMethods()
        router.add(middleware: ProblemMiddleware(methods: methods))
        let closed = router.group().add(middleware: Authentication(store: store, now: now))
        addOpen(router)
        addClosed(closed)
        FileRoutes.add(open: router, closed: closed, uploads: uploads) { context in
            let caller = try context.requireCaller()
            return FileCaller(kiosk: caller.kiosk, unit: caller.unit)
        }
        let known = catalogue.catalogue
        PageRoutes(
            store: store, portal: settings.name,
            procedureName: { code in
                let today = CivilDay(inVietnamAtSecondsSince1970: now().milliseconds / 1000)
                return known.procedure(code, on: today)?.name
            }, now: now
        ).add(to: router)
        methods.learn(router)
        return router
    }

    private func addOpen(_ router: Router<PortalContext>) {
        let base = ProtocolVersion.basePath
        let discovery = DiscoveryEndpoint(
            settings: settings, address: rules.publicAddress, catalogueTag: "\"\(catalogue.tag)\"", now: now)
        let enrolment = EnrolmentEndpoint(store: store, now: now)
        let token = TokenEndpoint(
            store: store, address: rules.publicAddress, lifetime: settings.tokenLifetime, now: now)
        let isBehindProxy = settings.behindProxy
        router.get(RouterPath(base)) { request, _ in try discovery.answer(request) }
        router.get(RouterPath(base + "/openapi.yaml")) { request, _ in
            Compression.bytes(Array(OpenAPI.document.utf8), type: OpenAPI.mediaType, request, cacheable: true)
        }
        router.post(RouterPath(base + "/enrolments")) { request, context in
            try await enrolment.answer(request, peer: Self.peer(request, context, isBehindProxy: isBehindProxy))
        }
        router.post("/oauth2/token") { request, _ in try await token.answer(request) }
    }

    private func addClosed(_ closed: RouterGroup<PortalContext>) {
        let base = ProtocolVersion.basePath
        let sync = SyncEndpoint(
            store: store, desk: OperationDesk(store: store, rules: rules, now: now), limits: settings.limits,
            minimumAgent: settings.minimumAgent, now: now)
        let catalogue = CatalogueEndpoint(file: catalogue)
        closed.post(RouterPath(base + "/sync")) { request, context in try await sync.answer(request, context) }
        let results = ResultEndpoint(store: store, home: home)
        closed.get(RouterPath(ResultEndpoint.path)) { request, context in try await results.answer(request, context) }
        closed.get(RouterPath(base + "/catalogue")) { request, _ in catalogue.answer(request) }
    }

    /// Who asks. Behind a proxy of ours it is the last address that the proxy wrote; otherwise the header is anybody's.
    private static func peer(_ request: Request, _ context: PortalContext, isBehindProxy: Bool) -> String {
        guard isBehindProxy, let last = request.headers[.known("X-Forwarded-For")]?.split(separator: ",").last else {
            return context.peer
        }
        return String(last.filter { !$0.isWhitespace }.prefix(64))
    }
}
