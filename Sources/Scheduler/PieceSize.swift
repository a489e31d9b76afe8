import SyncProtocol

/// How many bytes of a file go in one piece: about as many as the line carries in `target`, so that an operation never
/// waits longer than that behind a file, growing while the line holds and halving when it breaks.
package struct PieceSize: Sendable, Hashable {
    package static let smallest: Int64 = 16 << 10
    package static let largest: Int64 = 8 << 20
    package static let target: Duration = .seconds(6)

    package private(set) var bytes: Int64

    package init(start: Int64 = 256 << 10) {
        bytes = min(max(start, Self.smallest), Self.largest)
    }

    /// A piece of `count` bytes arrived in `time`.
    package mutating func arrived(_ count: Int64, in time: Duration) {
        let milliseconds = max(1, time.wholeMilliseconds)
        let target = Self.target.components.seconds * 1000
        let fitting = count.multipliedReportingOverflow(by: target).partialValue / milliseconds
        // At most doubling: one fast piece through an empty buffer says little about the line.
        bytes = min(max(min(fitting, bytes * 2), Self.smallest), Self.largest)
    }

    /// The line broke while a piece was on its way.
    package mutating func broke() {
        bytes = max(bytes / 2, Self.smallest)
    }
}
