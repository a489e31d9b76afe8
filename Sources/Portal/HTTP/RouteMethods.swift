import HTTPTypes
import Hummingbird
import Synchronization

/// Knows the methods of each path, for the `Allow` of a 405 (RFC 9110, 15.5.6).
final class RouteMethods: Sendable {
    private struct Route: Sendable {
        let parts: [RouterPath.Element]
        let method: String
    }

    private let routes = Mutex<[Route]>([])

    /// Takes the routes of a router that is complete.
    func learn(_ router: Router<PortalContext>) {
        let known = router.routes.map { Route(parts: $0.path.components, method: $0.method.rawValue) }
        routes.withLock { $0 = known }
    }

    /// The methods of `path`, sorted; none for an unknown path.
    func allowed(_ path: String) -> [String] {
        let parts = path.split(separator: "/")
        let found = routes.withLock { routes in
            routes.filter { route in
                route.parts.count == parts.count && zip(route.parts, parts).allSatisfy { $0 ~= $1 }
            }
        }
        var methods = Set(found.map(\.method))
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }
}
