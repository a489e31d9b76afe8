import AsyncAlgorithms
import Status
import Synchronization

/// The body of a request, handed over piece by piece: the connection waits until a piece has been taken before it reads
/// more, so memory does not grow with the body. A request that is announced as short is there as a whole before anybody asks for it.
final class RequestBody: ByteSource {
    /// A request of at most so many bytes is read before it is answered.
    static let shortBytes: Int64 = 64 << 10

    let expectedSize: Int64?
    private let pieces = AsyncThrowingChannel<[UInt8], any Error>()
    /// What is all there, until it has been taken.
    private let whole: Mutex<[UInt8]?>

    /// - Parameter expectedSize: the `Content-Length`, if there is one.
    init(expectedSize: Int64?) {
        self.expectedSize = expectedSize
        whole = Mutex(nil)
    }

    /// A body that is all there.
    init(_ bytes: [UInt8]) {
        expectedSize = Int64(bytes.count)
        whole = Mutex(bytes)
        pieces.finish()
    }

    /// The next piece; empty at the end.
    func next() async throws -> [UInt8] {
        if let bytes = whole.withLock({ $0.take() }) { return bytes }
        // The channel keeps the place, an iterator has no state of its own.
        var iterator = pieces.makeAsyncIterator()
        let piece = try await iterator.next() ?? []
        try Task.checkCancellation()
        return piece
    }

    /// The whole body. Throws `request-too-large` beyond `limit` bytes.
    func collect(limit: Int) async throws -> [UInt8] {
        if let expectedSize, expectedSize > limit { throw Self.tooLarge(limit) }
        var bytes: [UInt8] = []
        while true {
            let piece = try await next()
            if piece.isEmpty { return bytes }
            guard bytes.count + piece.count <= limit else { throw Self.tooLarge(limit) }
            bytes += piece
        }
    }

    private static func tooLarge(_ limit: Int) -> KioskProblem { KioskProblem(.requestTooLarge, ["limit": "\(limit)"]) }

    /// Hands a piece over and waits until it has been taken, or returns at once when nobody reads any more.
    func offer(_ piece: [UInt8]) async {
        // An empty piece would mean the end.
        if !piece.isEmpty { await pieces.send(piece) }
    }

    /// All of the body was there, or nobody wants the rest.
    func finish() { pieces.finish() }

    /// The body broke off.
    func fail() { pieces.fail(KioskProblem(.fileChanging)) }
}
