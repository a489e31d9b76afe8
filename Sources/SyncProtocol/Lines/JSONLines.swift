/// Cuts a stream of bytes into lines that end in `\n`. Only whole lines come out, so a stream that was cut off is good
/// for what arrived (protocol.md, section 4).
package struct JSONLines: Sendable {
    /// A line longer than `limit` bytes came: the peer is broken or hostile, and reading on would have no bound.
    package struct LineTooLong: Error, Sendable {
        package let limit: Int
    }

    private var rest: [UInt8] = []
    private let limit: Int

    /// - Parameter limit: the longest line accepted, in bytes without its `\n`.
    package init(limit: Int) { self.limit = limit }

    /// True while bytes stand after the last `\n`: at the end of a stream that means it was cut.
    package var hasPartialLine: Bool { !rest.isEmpty }

    /// Takes the next bytes and returns the lines that they complete, without their `\n`.
    package mutating func append(_ bytes: some Collection<UInt8>) throws(LineTooLong) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var slice = bytes[...]
        while let end = slice.firstIndex(of: UInt8(ascii: "\n")) {
            rest.append(contentsOf: slice[..<end])
            guard rest.count <= limit else { throw LineTooLong(limit: limit) }
            lines.append(rest)
            rest = []
            slice = slice[slice.index(after: end)...]
        }
        rest.append(contentsOf: slice)
        guard rest.count <= limit else { throw LineTooLong(limit: limit) }
        return lines
    }
}
