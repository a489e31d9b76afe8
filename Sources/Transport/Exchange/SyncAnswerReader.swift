import Gzip
package import SyncProtocol

/// Reads the body of a sync answer as far as it is good. Pure: a cut anywhere gives the lines before it.
package struct SyncAnswerReader: Sendable {
    /// Bytes of one answer, as they came and inflated.
    package static let byteLimit = 16 << 20
    /// Bytes of one line.
    package static let lineLimit = 4 << 20

    package private(set) var lines: [SyncAnswerLine] = []
    package private(set) var end: SyncExchangeResult.End?
    package private(set) var malformedLines = 0
    /// What ended the reading early.
    package private(set) var failure: PortalFailure?

    /// - Parameters:
    ///   - body: the bytes as they came.
    ///   - isGzipped: the answer had `Content-Encoding: gzip`.
    ///   - byteLimit: how much of it may be inflated.
    package init(_ body: [UInt8], isGzipped: Bool, byteLimit: Int = SyncAnswerReader.byteLimit) {
        var jsonLines = JSONLines(limit: Self.lineLimit)
        var text = body
        if isGzipped {
            text = []
            do throws(GzipError) {
                var inflater = try Inflater(limit: byteLimit)
                try inflater.write(body, to: &text)
            } catch {
                // What was inflated before the damage is as good as any prefix: each verdict proves itself by its
                // digest.
                failure = .badAnswer(detail: "\(error)")
            }
        }
        do throws(JSONLines.LineTooLong) {
            // By pieces, so that a line that is too long spoils nothing before it.
            for start in stride(from: 0, to: text.count, by: 64 * 1024) {
                for line in try jsonLines.append(text[start..<min(start + 64 * 1024, text.count)]) { take(line) }
                if end != nil { break }
            }
        } catch {
            failure = .badAnswer(detail: "a line of more than \(error.limit) bytes")
        }
        if end != nil { failure = nil } else if failure == nil { failure = .cut }
    }

    private mutating func take(_ line: [UInt8]) {
        // What follows the end is not part of the answer.
        guard end == nil, !line.isEmpty else { return }
        guard let parsed = try? SyncAnswerLine(line: line) else {
            malformedLines += 1
            return
        }
        if case .end(let cursor, let more) = parsed {
            end = SyncExchangeResult.End(cursor: cursor, more: more)
        } else {
            lines.append(parsed)
        }
    }
}
