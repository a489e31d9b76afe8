package import SyncProtocol

/// Which papers wait for a moment of their own at present, by their size as it is stored and sent. Kept nowhere: it follows from
/// the rules and the clock each time anew, so no row is out of date when either changes.
package struct FileGate: Sendable, Hashable {
    /// Papers of more than `over` bytes wait until then.
    package struct Step: Sendable, Hashable {
        package let over: Int64
        package let until: Timestamp
        /// A stable word of the queue.
        package let reason: String

        package init(over: Int64, until: Timestamp, reason: String) {
            self.over = over
            self.until = until
            self.reason = reason
        }
    }

    /// Ascending by size; of each paper the last that it is over counts.
    package let steps: [Step]

    package init(_ steps: [Step]) { self.steps = steps.sorted { $0.over < $1.over } }

    package static let open = FileGate([])

    /// The most bytes that a paper may have to go now.
    package var largest: Int64 { steps.first?.over ?? .max }

    /// What a paper of `bytes` waits for; `nil` for nothing.
    package func step(for bytes: Int64) -> Step? { steps.last { $0.over < bytes } }
}

extension OutboxTransaction {
    /// What waits behind the gate: how many papers, how many bytes of them are to go, and for what the first of them waits.
    package struct Gated: Sendable, Hashable {
        package let files: Int
        package let bytes: Int64
        package let first: FileGate.Step
    }

    /// `nil` when no paper waits behind the gate.
    package func gated(by gate: FileGate) throws -> Gated? {
        guard let lowest = gate.steps.first else { return nil }
        let all = try over(lowest.over)
        guard all.files > 0 else { return nil }
        // Those of the lowest step open first, where there are any.
        let first = try gate.steps.indices.first { index in
            let next = index + 1 < gate.steps.count ? try over(gate.steps[index + 1].over).files : 0
            return try over(gate.steps[index].over).files > next
        }
        return Gated(files: all.files, bytes: all.bytes, first: gate.steps[first ?? 0])
    }

    private func over(_ bytes: Int64) throws -> (files: Int, bytes: Int64) {
        try first(Queries.filesOver, bytes) { (try $0.integer("count"), try $0.long("bytes")) } ?? (0, 0)
    }
}
