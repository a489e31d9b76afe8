import SyncProtocol

/// How many bytes of a file go in one piece: about as many as the line carries in `target`, growing while the line holds and
/// halving when it breaks. Operations go beside a piece, so it may be long; each one costs a round trip. A portal keeps what
/// came of a broken one, but something in front of it that collects whole requests may not.
package struct PieceSize: Sendable, Hashable {
    package static let smallest: Int64 = 16 << 10
    package static let largest: Int64 = 32 << 20
    package static let target: Duration = .seconds(20)

    package private(set) var bytes: Int64

    package init(start: Int64 = 256 << 10) {
        bytes = min(max(start, Self.smallest), Self.largest)
    }

    /// A piece of `count` bytes arrived in `time`.
    package mutating func arrived(_ count: Int64, in time: Duration) {
        let milliseconds = max(1, time.wholeMilliseconds)
        let target = Self.target.components.seconds * 1000
        let fitting = count.multipliedReportingOverflow(by: target).partialValue / milliseconds
        // At most doubling, unless it took a while: one fast piece through an empty buffer says little about the line.
        let grown = time >= .seconds(2) ? fitting : min(fitting, bytes * 2)
        bytes = min(max(grown, Self.smallest), Self.largest)
    }

    /// The line broke while a piece was on its way.
    package mutating func broke() {
        bytes = max(bytes / 2, Self.smallest)
    }
}
