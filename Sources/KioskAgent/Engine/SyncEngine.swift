package import Outbox
package import Scheduler
import SyncProtocol
package import Transport

/// The sync engine: takes turns between exchanges of operations and pieces of files until nothing is left that could be
/// tried, or until something foretells the same for all. It decides with the values of Scheduler and Merge, and does
/// nothing by itself but what a round asks.
package actor SyncEngine {
    let outbox: Outbox
    let clock: any EngineClock
    let newID: @Sendable () -> String
    let journalNews: JournalNews
    let events = SyncEvents()
    private(set) var connection: (any PortalConnection)?

    var batch = BatchSize()
    var maxBatchBytes = 256 << 10
    var piece: PieceSize
    /// The same for what is fetched.
    var download = PieceSize()
    /// Results up to this many bytes are fetched without being asked for.
    let automaticResultBytes: Int64
    /// What may go over the line when, and how much of it.
    let linkRules: LinkRules
    /// Bytes of the pieces that are being sent, which the budgets do not have yet.
    var bytesUnderWay: Int64 = 0
    var rounds: Rounds
    var link = LinkObservation()
    var random: any RandomNumberGenerator & Sendable
    /// Bytes a second of the last pieces and exchanges, smoothed.
    var rate: Double?
    /// Failures since the last success of this round that may come from what was sent, and may as well come from the portal.
    var suspicions = 0
    /// The last of them, while nothing got through after it.
    var suspicion: PortalFailure?
    /// Pages in a row of this round that brought nothing and said that more is to come.
    var emptyPages = 0
    /// Files whose offset at the portal was asked for since this process started.
    var knownOffsets: Set<String> = []
    /// The portal should be asked for news even when nothing is to be sent.
    var wantsPull = true
    /// A whole answer of the portal came in during the present round: only that makes a round a success.
    var hasTalked = false
    /// Something of the queue arrived in the present round, a part of a paper at least.
    var hasDelivered = false
    /// The portal has just answered on a new connection, and what stops the round is of before that.
    var isLineBack = false
    /// Bytes sent since this process started.
    var bytesSent: Int64 = 0
    /// What the round that is under way has on the line; `nil` between rounds.
    var calls: CallsUnderWay?
    /// How long the line would be idle between a piece's last byte and its answer, as last seen.
    var answerWait: Duration = .zero
    /// A file arrived since the last exchange: the portal may have a code for its dossier.
    var hasNewFiles = false
    var lastExchange: Duration = .zero
    /// How often a link that came up may bring the next round forward.
    var linkUps = TokenBucket(capacity: 5, interval: .seconds(30))
    /// When something was last recorded or a person asked: the loop looks again.
    var wakeUps: [CheckedContinuation<Void, Never>] = []
    var isAwake = false
    /// The loop was woken only to look at the schedule anew.
    var isRescheduled = false
    var isInRound = false
    var roundWaiters: [Int: CheckedContinuation<Void, Never>] = [:]
    var waiterNumber = 0
    /// The wall clock against the one that nobody sets, as it stood when a round last began.
    var wallOffset: Duration?
    /// Whether this process has learnt what the portal is.
    var isIntroduced = false
    /// Whether what an earlier process was told of the portal may still serve.
    var mayTakeKept = true
    /// When a new catalogue was last looked for.
    var catalogueAsked: Duration?

    package init(
        outbox: Outbox, connection: (any PortalConnection)?, clock: any EngineClock, policy: Rounds.Policy,
        pieceBytes: Int64 = 256 << 10, automaticResultBytes: Int64 = 2 << 20,
        linkRules: LinkRules = LinkRules(),
        journalNews: JournalNews, random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        newID: @escaping @Sendable () -> String
    ) {
        self.outbox = outbox
        self.connection = connection
        self.clock = clock
        self.newID = newID
        self.journalNews = journalNews
        self.random = random
        rounds = Rounds(policy: policy)
        piece = PieceSize(start: pieceBytes)
        self.automaticResultBytes = automaticResultBytes
        self.linkRules = linkRules
    }

    /// Takes up what the last process knew of the link and the portal's limits. Throws `OutboxError`.
    package func restore() async throws {
        let kept = try await outbox.read { tx in
            (link: try tx.fact("link"), success: try tx.fact(.lastSuccessAt), limits: try tx.fact(.limits))
        }
        if let state = kept.link?["state"]?.stringValue.flatMap(LinkState.init(rawValue:)) {
            link = LinkObservation(
                state: state, since: kept.link?["since"]?.timeValue, reason: kept.link?["reason"]?.stringValue,
                lastSuccessAt: kept.success?.timeValue)
        }
        if let limits = kept.limits, let limits = try? limits.decode(as: Discovery.Limits.self) { publish(limits) }
    }

    func publish(_ limits: Discovery.Limits) {
        batch.published(limits.maxOperations)
        // Half of what the portal allows: the lines are its bound after inflating, and one more header has to fit.
        maxBatchBytes = min(max(limits.maxBatchBytes / 2, 4 << 10), 512 << 10)
    }

    func publishLimits(_ limits: Discovery.Limits) { publish(limits) }

    /// Goes on with a new connection, as after an enrolment.
    func connect(_ new: any PortalConnection) async {
        let old = connection
        connection = new
        knownOffsets = []
        wantsPull = true
        link = LinkObservation()
        // What was learnt of the old portal, or of the old right to send, counts no more.
        rounds = Rounds(policy: rounds.policy)
        isIntroduced = false
        await old?.close()
    }

    /// The portal answered outside of a round, as at an enrolment.
    func sawPortal(at now: Timestamp) { link.succeeded(at: now) }

    /// Ends every call that is under way.
    package func close() async { await connection?.close() }
}
