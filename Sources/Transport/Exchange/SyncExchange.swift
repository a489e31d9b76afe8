package import SyncProtocol

/// What is sent in one exchange.
package struct SyncExchangeRequest: Sendable, Hashable {
    package var cursor: String?
    /// How many changes the portal may send in one page.
    package var maxChanges: Int
    /// The operations' frozen bytes, each without its `\n`.
    package var lines: [[UInt8]]

    package init(cursor: String?, maxChanges: Int = 200, lines: [[UInt8]]) {
        self.cursor = cursor
        self.maxChanges = maxChanges
        self.lines = lines
    }

    /// About how many bytes the body has on its way: the lines compressed, without the few that the header adds.
    package var approximateBytes: Int64 {
        Int64(PortalClient.encode(Array(lines.joined(separator: [UInt8(ascii: "\n")]))).body.count)
    }
}

/// What came back of one exchange. Verdicts are as the portal sent them: whoever takes them in believes only those
/// whose `op` and `digest` are of this request (protocol.md, section 4).
package struct SyncExchangeResult: Sendable, Hashable {
    /// The lines that arrived whole, in order, without the `end` line.
    package var lines: [SyncAnswerLine]
    /// The `end` line; `nil` when the answer was cut: the verdicts count, the cursor does not move.
    package var end: End?
    /// Why there is no `end` line.
    package var failure: PortalFailure?
    /// Whole lines that could not be read; each spoils only itself.
    package var malformedLines: Int
    /// Bytes of bodies, as they were on the line.
    package var bytesSent: Int64
    package var bytesReceived: Int64
    /// The portal's clock, from the answer's first line or its `Date`.
    package var portalTime: Timestamp?
    /// This machine's clock minus the portal's.
    package var skew: Duration?
    package var duration: Duration
    /// The connection's smoothed round trip; `nil` where there is none to measure.
    package var roundTrip: Duration?

    package struct End: Sendable, Hashable {
        package var cursor: String
        /// There are more changes: ask again at once.
        package var more: Bool
        package init(cursor: String, more: Bool) {
            self.cursor = cursor
            self.more = more
        }
    }

    package var isComplete: Bool { end != nil }

    package init(
        lines: [SyncAnswerLine] = [], end: End? = nil, failure: PortalFailure? = nil, malformedLines: Int = 0,
        bytesSent: Int64 = 0, bytesReceived: Int64 = 0, portalTime: Timestamp? = nil, skew: Duration? = nil,
        duration: Duration = .zero, roundTrip: Duration? = nil
    ) {
        self.lines = lines
        self.end = end
        self.failure = failure
        self.malformedLines = malformedLines
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
        self.portalTime = portalTime
        self.skew = skew
        self.duration = duration
        self.roundTrip = roundTrip
    }
}
