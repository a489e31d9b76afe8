import SyncProtocol

/// The body of a sync request, cut into its lines (protocol.md, section 4).
struct SyncRequest: Sendable {
    let header: SyncRequestHeader
    /// The operation lines as they came, without their `\n`.
    let lines: [[UInt8]]

    /// Throws `Problem`: 400 for a body that was cut or has no header, 413 for too many operations.
    init(_ body: [UInt8], maxOperations: Int) throws(Problem) {
        guard body.last == UInt8(ascii: "\n") else {
            throw Problem(.malformedRequest, status: 400, detail: "the last line has no newline: the body was cut")
        }
        let all = body.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        do throws(JSONError) {
            header = try SyncRequestHeader(line: Array(all.first ?? []))
        } catch {
            throw Problem(.malformedRequest, status: 400, detail: "the first line is no sync header: \(error)")
        }
        guard all.count - 1 == header.lines else {
            throw Problem(
                .malformedRequest, status: 400, detail: "\(header.lines) lines were announced and \(all.count - 1) came")
        }
        guard header.lines <= maxOperations else {
            throw Problem(.batchTooLarge, status: 413, detail: "more than \(maxOperations) operations")
        }
        lines = all.dropFirst().map { Array($0) }
    }
}
