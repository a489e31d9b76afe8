/// The members of a state that only the portal writes (protocol.md, section 6). A put leaves them out, and a merge takes
/// them as the portal has them.
package enum PortalMembers {
    package static let account: Set<String> = ["confirmation", "portal_id"]
    package static let dossier: Set<String> = [
        "code", "received_at", "due_at", "status", "steps", "fees", "results",
    ]

    package static func of(_ kind: SubjectKind) -> Set<String> {
        switch kind {
        case .account: account
        case .dossier: dossier
        case .payment, .notice: []
        }
    }

    /// What a put of `state` carries: everything but the portal's own members.
    package static func strip(_ state: JSONObject, kind: SubjectKind) -> JSONObject {
        let portal = of(kind)
        return state.filter { !portal.contains($0.key) && !$0.value.isNull }
    }
}
