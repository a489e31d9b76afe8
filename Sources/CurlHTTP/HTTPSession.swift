/// Whoever carries HTTP exchanges: libcurl over the network (`CurlSession`), or a simulated line in its place.
package protocol HTTPSession: Sendable {
    /// Sends `request` and returns the answer. Throws `CurlError`, with what had arrived; of the kind `.cancelled` when the
    /// task is cancelled.
    func send(_ request: CurlRequest) async throws(CurlError) -> CurlResponse
    /// The machine lost these addresses: what is under way from one of them ends at once, as cut.
    func lost(addresses: Set<String>) async
    /// A link came up: what has no connection yet ends, with `.connect`, and can be tried anew at once.
    func knockAgain() async
    /// Knocks with `request`, over new connections, while what is under way hears nothing of its peer; when that is answered,
    /// calls `onAnswer` and ends what is still silent. Until the task is cancelled.
    func knockWhileSilent(_ request: CurlRequest, onAnswer: @escaping @Sendable (CurlResponse) async -> Void) async
    /// Ends all requests and refuses new ones.
    func shutdown() async
}

extension HTTPSession {
    /// For a line that tells of each break at once.
    package func knockWhileSilent(_ request: CurlRequest, onAnswer: @escaping @Sendable (CurlResponse) async -> Void) async {}
}

extension CurlSession: HTTPSession {}
