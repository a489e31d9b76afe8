package import SyncProtocol

/// `Retry-After` (RFC 9110, 10.2.3), clamped to what protocol.md, section 1, allows.
package enum RetryAfter {
    package static let range: ClosedRange<Duration> = .seconds(1) ... .seconds(6 * 3600)

    /// Reads seconds or an HTTP-date; `nil` for neither.
    /// - Parameter portalTime: the answer's `Date`, so that a wrong clock here does not change the wait; else `now`.
    package static func parse(_ text: String?, portalTime: Timestamp?, now: Timestamp) -> Duration? {
        guard let text, !text.isEmpty else { return nil }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        if digits.utf8.allSatisfy({ (48...57).contains($0) }) {
            // More digits than fit are still a number, and a large one.
            return clamp(seconds: Int64(text) ?? (text.hasPrefix("-") ? 0 : .max))
        }
        guard let moment = HTTPDate.parse(text) else { return nil }
        return min(max(moment - (portalTime ?? now), range.lowerBound), range.upperBound)
    }

    /// The wait that a problem or a verdict asks for.
    package static func clamp(seconds: Int64) -> Duration {
        .seconds(min(max(seconds, 1), 6 * 3600))
    }
}
