package import CurlHTTP
package import SyncProtocol

/// The kiosk's side of the protocol, as the rest of the agent sees it. A simulated portal can stand in.
///
/// All calls may run at the same time. Each throws `.cancelled` promptly when its task is cancelled.
package protocol PortalConnection: Sendable {
    /// What this portal is (protocol.md, section 2). Always asks.
    func discover() async throws(PortalFailure) -> DiscoveryResult

    /// Pushes and pulls (section 4). Once the portal began its answer the verdicts that arrived are returned, with
    /// what cut the answer off; before that it throws.
    func sync(_ request: SyncExchangeRequest) async throws(PortalFailure) -> SyncExchangeResult

    /// Announces a file, with its first bytes (section 7). An upload whose creation was never answered may be made
    /// again.
    func createUpload(
        _ file: UploadDescription, firstBytes: FileSlice?, onProgress: (@Sendable (Int64) -> Void)?
    ) async throws(UploadFailure) -> UploadState

    /// How much of an upload the portal has.
    func uploadState(_ url: String) async throws(UploadFailure) -> UploadState

    /// Sends the bytes of `slice`, which begins at the upload's `offset`. Returns the portal's new offset.
    func append(
        to url: String, offset: Int64, slice: FileSlice, onProgress: (@Sendable (Int64) -> Void)?
    ) async throws(UploadFailure) -> Int64

    /// The same three calls, told by `onSent` when the last byte is with the kernel: from then on the line is idle until
    /// the answer comes. A connection that does not know never calls it.
    func sync(
        _ request: SyncExchangeRequest, onSent: @escaping @Sendable () -> Void
    ) async throws(PortalFailure) -> SyncExchangeResult
    func createUpload(
        _ file: UploadDescription, firstBytes: FileSlice?, onProgress: (@Sendable (Int64) -> Void)?,
        onSent: @escaping @Sendable () -> Void
    ) async throws(UploadFailure) -> UploadState
    func append(
        to url: String, offset: Int64, slice: FileSlice, onProgress: (@Sendable (Int64) -> Void)?,
        onSent: @escaping @Sendable () -> Void
    ) async throws(UploadFailure) -> Int64

    /// Makes the next calls go without a question first: `discovery` was learnt lately, and a token is fetched if there is
    /// none that is good. Throws if that needs the portal and the portal cannot be asked.
    func prepare(knowing discovery: Discovery) async throws(PortalFailure)

    /// The local `addresses` are gone: ends the calls that use them, with `.cut`.
    func lost(addresses: Set<String>) async

    /// A link came up: ends the calls that have no connection yet, with `.noLink`.
    func knockAgain() async

    /// Asks again and again, over new connections, while those of other calls hear nothing of the portal; once it answers, calls
    /// `onBack` and ends the calls that still hear nothing, with `.cut` or `.noLink`. Until the task is cancelled.
    func knockWhileSilent(onBack: @escaping @Sendable () async -> Void) async

    /// At most `length` bytes of a result's file from `offset` on, collected in memory.
    func resultPart(_ sha256: String, offset: Int64, length: Int64) async throws(PortalFailure) -> ResultPart

    /// The catalogue (section 8), unless it is still the one of `etag`.
    func catalogue(etag: String?) async throws(PortalFailure) -> CatalogueFetch

    /// Makes this machine a kiosk of the portal (section 3).
    func enrol(
        code: String, name: String?, unit: String?, key: KioskKey
    ) async throws(PortalFailure) -> EnrolmentAnswer

    /// Ends all calls that are under way, and refuses new ones.
    func close() async
}

extension PortalConnection {
    package func sync(
        _ request: SyncExchangeRequest, onSent: @escaping @Sendable () -> Void
    ) async throws(PortalFailure) -> SyncExchangeResult { try await sync(request) }

    package func createUpload(
        _ file: UploadDescription, firstBytes: FileSlice?, onProgress: (@Sendable (Int64) -> Void)?,
        onSent: @escaping @Sendable () -> Void
    ) async throws(UploadFailure) -> UploadState {
        try await createUpload(file, firstBytes: firstBytes, onProgress: onProgress)
    }

    package func append(
        to url: String, offset: Int64, slice: FileSlice, onProgress: (@Sendable (Int64) -> Void)?,
        onSent: @escaping @Sendable () -> Void
    ) async throws(UploadFailure) -> Int64 {
        try await append(to: url, offset: offset, slice: slice, onProgress: onProgress)
    }

    /// A portal that has no results.
    package func resultPart(_ sha256: String, offset: Int64, length: Int64) async throws(PortalFailure) -> ResultPart { .missing }

    /// Asks, where nothing is kept.
    package func prepare(knowing discovery: Discovery) async throws(PortalFailure) { _ = try await discover() }

    package func lost(addresses: Set<String>) async {}

    package func knockAgain() async {}

    package func knockWhileSilent(onBack: @escaping @Sendable () async -> Void) async {}
}

/// What discovery told.
package struct DiscoveryResult: Sendable, Hashable {
    package var discovery: Discovery
    /// This machine's clock minus the portal's; `nil` when the portal told no time.
    package var skew: Duration?

    package init(discovery: Discovery, skew: Duration?) {
        self.discovery = discovery
        self.skew = skew
    }

    /// Whether the portal wants a newer kiosk than `agent` (`name/version`). False when either says no version.
    package func wantsNewer(than agent: String) -> Bool {
        guard let minimum = discovery.minimumAgent.flatMap(Self.numbers),
            let version = agent.split(separator: "/").dropFirst().first.flatMap({ Self.numbers(String($0)) })
        else { return false }
        return version.lexicographicallyPrecedes(minimum)
    }

    /// `1.2.3` as numbers; what follows a `-` or `+` does not count. `nil` for anything else.
    private static func numbers(_ version: String) -> [Int]? {
        let parts = version.prefix { $0 != "-" && $0 != "+" }.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard !numbers.isEmpty, numbers.count == parts.count, numbers.count <= 3 else { return nil }
        return numbers + Array(repeating: 0, count: 3 - numbers.count)
    }
}

/// What a fetch of the catalogue gave.
package enum CatalogueFetch: Sendable, Hashable {
    case notModified
    /// The catalogue's JSON as it came, and the `ETag` to ask with next time.
    case fetched(bytes: [UInt8], etag: String?)
}
