package import Status
package import SyncProtocol

/// The engine as the desk needs it: everything that goes over the network. All methods throw `KioskProblem`.
package protocol SyncService: Sendable {
    /// Tries now and tells what happens; the returned outcome is also the last event.
    func syncNow(_ request: SyncNow, language: Language, onEvent: @escaping @Sendable (SyncEvent) async -> Void) async throws
        -> SyncOutcome
    /// Makes the key and enrols this machine.
    func enrol(_ request: Enrol) async throws -> Enrol.Answer
    /// Fetches the portal's catalogue if it changed.
    func updateCatalogue() async throws -> UpdateProcedures.Answer
    /// What only the engine knows for `status`.
    func snapshot() async -> SyncSnapshot
    /// Something was queued or let go: look at the queue now.
    func wake() async
    /// A person's sync is over: whoever waits by what was known before looks at the schedule again.
    func reschedule() async
    /// Asks the portal what it is and judges link, portal, key and clock, for `doctor`.
    func checkPortal(language: Language) async -> [RunDoctor.Answer.Check]
}

/// The engine's present state, in memory only.
package struct SyncSnapshot: Sendable, Hashable {
    package var isAgentRunning: Bool
    package var agentSince: Timestamp?
    /// A word of `StatusReport.Link.state`.
    package var linkState: String
    package var linkSince: Timestamp?
    /// A stable word.
    package var linkReason: String?
    /// Bytes a second, as lately measured.
    package var rate: Double?
    /// No attempt before this, by the agent's schedule.
    package var notBefore: Timestamp?

    package init(
        isAgentRunning: Bool = false, agentSince: Timestamp? = nil, linkState: String = "unknown", linkSince: Timestamp? = nil,
        linkReason: String? = nil, rate: Double? = nil, notBefore: Timestamp? = nil
    ) {
        self.isAgentRunning = isAgentRunning
        self.agentSince = agentSince
        self.linkState = linkState
        self.linkSince = linkSince
        self.linkReason = linkReason
        self.rate = rate
        self.notBefore = notBefore
    }
}
