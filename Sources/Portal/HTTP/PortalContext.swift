import Hummingbird
import NIOCore
import SyncProtocol

/// The kiosk whose token a request carries.
struct Caller: Sendable, Hashable {
    let kiosk: String
    let unit: String
}

/// What is known of a request besides itself.
struct PortalContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The peer's IP address.
    let peer: String
    /// Set by `Authentication`.
    var caller: Caller?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }

    /// Throws 401 when nobody is known.
    func requireCaller() throws(Problem) -> Caller {
        guard let caller else { throw Authentication.refusal }
        return caller
    }
}
