import Dossiers

/// By what the store tells whether two accounts have one identity.
enum IdentityKey {
    static func text(_ identity: Identity) -> String { "\(identity.kind.rawValue):\(identity.number)" }
}

/// A revision as the wire has it: an opaque text.
enum PortalRevision {
    static func text(_ number: Int64) -> String { "r\(number)" }
}
