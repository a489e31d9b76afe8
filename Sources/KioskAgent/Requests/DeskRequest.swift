package import Status

/// One thing that a person can ask of the kiosk. The command line, the socket, a desk page and the tests all speak
/// these values; nothing reaches around them.
package protocol DeskRequest: Codable, Sendable {
    associatedtype Answer: Codable & Sendable
    /// The stable name, also the path on the socket: `/v1/<name>`.
    static var name: String { get }
    /// True when the request changes nothing: a busy store is then waited for only briefly.
    static var isReading: Bool { get }
}

extension DeskRequest {
    package static var isReading: Bool { false }
}

/// Who asks, and in which language the answer's texts are to be.
package struct DeskContext: Codable, Sendable {
    package var language: Language
    /// The officer's account (subject id) that operations are made in the name of.
    package var officer: String?

    package init(language: Language, officer: String? = nil) {
        self.language = language
        self.officer = officer
    }
}

/// The kiosk as a person meets it: the running agent behind its socket, or this process as the store's owner. Both do
/// the same work through the same code. All methods throw `KioskProblem`.
package protocol Desk: Sendable {
    func perform<R: DeskRequest>(_ request: R, context: DeskContext) async throws -> R.Answer
    /// Takes a file in: streams `content` into the spool and adds it to the dossier's component.
    func attach(_ request: AttachFile, content: any ByteSource, context: DeskContext) async throws -> AttachFile.Answer
    /// Syncs now and tells what happens, ending with `SyncEvent.finished`.
    func sync(_ request: SyncNow, context: DeskContext, onEvent: @escaping @Sendable (SyncEvent) async -> Void) async throws
        -> SyncOutcome
    /// Follows the journal from `request` on until cancelled.
    func follow(_ request: ListJournal, context: DeskContext, onEntry: @escaping @Sendable (JournalLine) async -> Void)
        async throws
}

/// Bytes that come one piece after the other, read once, in bounded memory.
package protocol ByteSource: Sendable {
    /// The size that was promised, where it is known.
    var expectedSize: Int64? { get }
    /// The next piece; empty at the end. Throws `KioskProblem` when the source broke or changed while it was read.
    func next() async throws -> [UInt8]
}
