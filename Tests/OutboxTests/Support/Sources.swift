import Synchronization

/// Hands out `pieces` one by one, then nothing.
func source(_ pieces: [[UInt8]]) -> @Sendable () async throws -> [UInt8] {
    let rest = Remaining(pieces)
    return { rest.next() }
}

/// Hands out `piece` until `total` bytes went out.
func endless(_ piece: [UInt8], _ total: Int) -> @Sendable () async throws -> [UInt8] {
    source(Array(repeating: piece, count: total / piece.count))
}

final class Remaining: Sendable {
    private let pieces: Mutex<ArraySlice<[UInt8]>>
    init(_ pieces: [[UInt8]]) { self.pieces = Mutex(pieces[...]) }
    func next() -> [UInt8] { pieces.withLock { $0.popFirst() } ?? [] }
}
