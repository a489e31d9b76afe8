import SyncProtocol
import Transport

/// What the portal said of itself, kept so that a process which starts anew need not ask again.
struct KeptDiscovery {
    /// Its key among the store's facts.
    static let fact = "discovery"
    /// As long as nothing went wrong: a 404, or a token that is refused, makes the transport ask at once, and the next process too.
    private static let freshness: Duration = .seconds(24 * 3600)

    let discovery: Discovery
    private let at: Timestamp

    init(_ discovery: Discovery, at: Timestamp) {
        self.discovery = discovery
        self.at = at
    }

    init?(json: JSONValue) {
        guard let at = json["at"]?.timeValue, let discovery = try? json["document"]?.decode(as: Discovery.self) else {
            return nil
        }
        self.init(discovery, at: at)
    }

    var json: JSONValue? {
        guard let document = try? JSONValue(encoding: discovery) else { return nil }
        return .object(["at": .string(at.description), "document": document])
    }

    /// A clock that was set back makes it stale too.
    func isFresh(at now: Timestamp) -> Bool { now >= at && now - at < Self.freshness }
}

extension PortalFailure {
    /// Whether what the portal said of itself may be true no more: it may have another address, or want another audience.
    var contradictsDiscovery: Bool {
        switch self {
        case .clientRefused, .revoked, .wrongServer, .badAnswer: true
        default: false
        }
    }
}
