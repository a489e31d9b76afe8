import Dossiers

/// Which step of a dossier may follow which. The law leaves the order of the middle steps to the office; what it does not know is a
/// dossier that comes back from its end or becomes new again (domain.md, 1.5).
enum DossierSteps {
    /// Whether the office may put `next` behind `present`.
    static func allows(_ next: DossierStatus, after present: DossierStatus) -> Bool {
        guard !present.isTerminal, next != .registered else { return false }
        switch next {
        // Refusing to receive is for what is still being looked at; later it is stopped instead.
        case .notReceived: return [.registered, .received, .supplementNeeded].contains(present)
        case .received: return [.registered, .received, .supplementNeeded].contains(present)
        case .handedOver: return present != .supplementNeeded && present != .paymentNeeded
        // A finished dossier is handed over, or taken up again.
        default: return present != .finished || next == .inProgress
        }
    }
}
