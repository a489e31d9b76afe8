/// What clerks can be seen to do; `ClerkAction` says how.
enum Deed: String, Sendable, CaseIterable, Codable {
    case addAccount, editAccount, newDossier, submit
    case editPerson, addOrganisation, confirmMail
    case editDossier, setDelivery, attach, supplement, withdraw
    case hold, release, retry, requeue, drop, resolve, undo, sync, pay, readNotice

    /// Those that every seed may have. Of the others each seed has only some.
    static let always: Set<Deed> = [.addAccount, .editAccount, .newDossier, .submit]
}

extension ClerkAction {
    var deed: Deed {
        switch self {
        case .addAccount: .addAccount
        case .addOrganisation: .addOrganisation
        case .editAccount: .editAccount
        case .editPerson: .editPerson
        case .confirmMail: .confirmMail
        case .newDossier: .newDossier
        case .editDossier: .editDossier
        case .setDelivery: .setDelivery
        case .attach: .attach
        case .submit: .submit
        case .supplement: .supplement
        case .withdraw: .withdraw
        case .hold: .hold
        case .release: .release
        case .retry: .retry
        case .requeue: .requeue
        case .drop: .drop
        case .resolve: .resolve
        case .undo: .undo
        case .pay: .pay
        case .readNotice: .readNotice
        case .sync: .sync
        }
    }
}
