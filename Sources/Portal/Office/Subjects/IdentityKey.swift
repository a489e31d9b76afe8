import Dossiers

/// By what the store tells whether two accounts have one identity.
enum IdentityKey {
    static func text(_ identity: Identity) -> String { "\(identity.kind.rawValue):\(identity.number)" }
}

/// A revision as the wire has it: an opaque text that names one state for ever. The number alone does not: a portal that was
/// restored from a backup counts on from there, and a kiosk that knew the other state of that number would overwrite this one.
enum PortalRevision {
    static func text(_ number: Int64, mark: String?) -> String { mark.map { "r\(number).\($0)" } ?? "r\(number)" }
}
