import Outbox
import Scheduler
import Status
import SyncProtocol
import Transport

/// How a round of sync ended.
enum RoundEnd: Sendable {
    /// Nothing is left that could be tried now.
    case finished
    /// Something foretells the same for all that is left.
    case stopped(PortalFailure)
    /// The store cannot take what came: nothing is lost, the portal is asked again.
    case storeFailed(OutboxError)

    /// The stable word for why it stopped.
    var reason: String? {
        switch self {
        case .finished: nil
        case .stopped(let failure): failure.reason
        case .storeFailed(let error): error.code == .diskFull ? "disk-full" : "store"
        }
    }
}

extension PortalFailure {
    /// Whether one operation may have brought it about, so that less in a batch may help.
    var mayBeOfOneOperation: Bool {
        switch self {
        case .batchTooLarge, .badAnswer, .stalled: true
        case .portalError(let status, _): status == 500
        // Who calls is not the fault of what is sent.
        case .clientRefused(let problem):
            !problem.isOfTheCaller && ![.assertionTime, .notFound, .methodNotAllowed].contains(problem.name)
        default: false
        }
    }

    /// Whether it is the way to the portal that broke or is not there.
    var isOfTheLine: Bool { [.cut, .noLink].contains(failureClass) }

    /// What the failure foretells, and so how long to wait.
    var failureClass: FailureClass {
        switch self {
        case .clientRefused(let problem): problem.isOfTheCaller ? .person : .portal
        case .noLink: .noLink
        case .cut, .stalled, .cancelled: .cut
        case .captivePortal: .captive
        case .portalError, .tooManyRequests, .batchTooLarge, .badAnswer, .clockWrong: .portal
        case .wrongServer, .revoked, .agentTooOld, .local: .person
        }
    }

    /// Of this and a later one that stop the same round: what only a person can mend, else what asks for more patience, else the
    /// later one.
    func orElse(_ later: PortalFailure) -> PortalFailure {
        if later.failureClass == .person { return later }
        if failureClass == .person { return self }
        return (retryAfter ?? .zero) > (later.retryAfter ?? .zero) ? self : later
    }

    /// The exit code of a sync that this stopped, where it is not simply "not yet" (cli.md).
    var exit: ExitCode {
        switch self {
        case .clientRefused(let problem): problem.isOfTheCaller ? .unavailable : .notYet
        case .revoked, .wrongServer, .agentTooOld: .unavailable
        case .local: .configuration
        default: .notYet
        }
    }

    /// The same as a problem that a person is told.
    var problem: KioskProblem {
        switch self {
        case .noLink, .cut, .stalled, .cancelled: KioskProblem(.noLink)
        case .captivePortal: KioskProblem(.captivePortal)
        case .wrongServer: KioskProblem(.wrongServer)
        case .portalError, .badAnswer, .batchTooLarge: KioskProblem(.portalError)
        case .tooManyRequests: KioskProblem(.tooManyRequests)
        case .revoked: KioskProblem(.revoked)
        case .agentTooOld: KioskProblem(.agentTooOld)
        case .clockWrong(let skew):
            KioskProblem(.clockWrong, ["seconds": String(skew.magnitude.rounded())])
        case .clientRefused(let problem):
            problem.name == .enrolmentRefused ? KioskProblem(.enrolmentRefused) : KioskProblem(.portalError)
        case .local: KioskProblem(.configInvalid, field: "portal")
        }
    }
}

extension Problem {
    /// Whether the portal does not let this kiosk in, whatever it sends.
    fileprivate var isOfTheCaller: Bool { [.unauthorized, .invalidClient, .enrolmentRefused].contains(name) }
}
