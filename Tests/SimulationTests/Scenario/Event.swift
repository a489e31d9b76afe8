import Outbox

/// What a clerk does. Numbers choose among what the kiosk has at that moment, so that an event means something whatever
/// happened to the ones before it; `n` is a value that nobody else uses.
enum ClerkAction: Sendable, Hashable {
    case addAccount(identity: Int, name: Int, n: Int)
    case editAccount(pick: Int, field: Int, n: Int)
    case addOrganisation(code: Int, n: Int)
    /// Who somebody is: the name, the birth, the number.
    case editPerson(pick: Int, field: Int, n: Int)
    /// The citizen reads out the code of the portal's mail, or a wrong one.
    case confirmMail(pick: Int, isRight: Bool)
    case newDossier(owner: Int, n: Int)
    case editDossier(pick: Int, n: Int)
    case setDelivery(pick: Int, n: Int)
    case attach(pick: Int, paper: Int, component: Int)
    case submit(pick: Int)
    case supplement(pick: Int, paper: Int)
    case withdraw(pick: Int)
    case hold(pick: Int), release(pick: Int), retry(pick: Int), requeue(pick: Int), drop(pick: Int)
    case resolve(pick: Int, how: Int, n: Int)
    case undo(pick: Int)
    case pay(pick: Int), readNotice(pick: Int)
    case sync
}

/// What the office does.
enum OfficeAction: Sendable, Hashable {
    case editAccount(pick: Int, field: Int, n: Int)
    /// An account made elsewhere; known to the unit or not.
    case addAccount(identity: Int, name: Int, isOurs: Bool, n: Int)
    case removeAccount(pick: Int), removeDossier(pick: Int)
    case editDossier(pick: Int, n: Int)
    case askForPapers(pick: Int)
    case advance(pick: Int)
    case refuse(pick: Int)
    /// A fee notice, and what becomes of a payment.
    case askForFee(pick: Int), settle(pick: Int, isPaid: Bool)
    /// A result's file, and an appointment that is put off with a notice.
    case giveResult(pick: Int, n: Int), moveAppointment(pick: Int, n: Int)
}

enum PortalAction: Sendable, Hashable {
    case forgetCursors, forgetUploads, moveOffsets(pick: Int), moveForward(pick: Int), forgetTokens
    case revoke(Int), reinstate(Int)
    case refuseNext(String)
    /// The next operation that could be applied gets `later`, with so many seconds.
    case postponeNext(Int)
    case backup
    /// `keepsCursors`: those of before the backup are still good, so that no kiosk is told everything from the start.
    case restore(keepsCursors: Bool)
}

/// One thing that happens in a world.
enum Event: Sendable {
    /// `inFlight`: while the kiosk's next request is on its way.
    case clerk(Int, ClerkAction, inFlight: Bool)
    case office(OfficeAction, inFlightOf: Int?)
    case fault(Int, ArmedFault)
    /// The program ends around a commit, so many commits from now.
    case crash(Int, commits: Int, CommitPoint)
    /// The program ends while its next request's answer is on the way.
    case crashBeforeAnswer(Int)
    case diskFull(Int, commits: Int)
    /// The program ends while it writes a paper or a result's file, so many steps of `DurableStep` from now.
    case crashInFile(Int, step: Int)
    /// Bytes of a paper in the spool go bad.
    case damageFile(Int, pick: Int, how: Int)
    /// A row of the store goes bad: an operation's, or a subject's.
    case damageRow(Int, pick: Int, isSubject: Bool)
    case partition(Int, Duration)
    case captive(Int, Duration)
    case clockJump(Int, Duration)
    /// The kernel tells of a link.
    case linkUp(Int)
    case wait(Duration)
    case portal(PortalAction)
}
