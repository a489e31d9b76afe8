import Outbox
import Scheduler
import SyncProtocol

/// The rules of the link beside what was spent: the one is in the settings, the other durable in the store.
extension OutboxTransaction {
    private static let spentFact = "link_spent"

    func linkSpending() throws -> LinkSpending { LinkSpending(json: try fact(Self.spentFact)) }

    /// Notes that `bytes` went over the line, in the transaction of what they carried. Where there is no budget nothing is counted.
    func spend(_ bytes: Int64, by rules: LinkRules, at now: Timestamp) throws {
        guard rules.hasBudget, bytes > 0 else { return }
        var spending = try linkSpending()
        spending.add(bytes, at: now)
        try setFact(Self.spentFact, spending.json)
    }

    /// Which papers wait at `now` for their hours or for a new budget.
    /// - Parameter underWay: bytes that are being sent and are not counted yet.
    func gate(by rules: LinkRules, at now: Timestamp, underWay: Int64 = 0) throws -> FileGate {
        guard rules.hasBudget || !rules.bigFiles.isEmpty else { return .open }
        let spending = rules.hasBudget ? try linkSpending() : LinkSpending()
        return FileGate(
            rules.thresholds.compactMap { over in
                let decision = rules.mayGo(
                    bytes: over == .max ? over : over + 1, at: now, spentToday: spending.today(at: now) + underWay,
                    spentThisMonth: spending.thisMonth(at: now) + underWay)
                guard case .from(let moment, let reason) = decision else { return nil }
                return FileGate.Step(over: over, until: moment, reason: reason.rawValue)
            })
    }

    /// Bytes that a piece of a paper of `size` may have, for the sake of the budgets; `nil` for any number.
    func allowance(of size: Int64, by rules: LinkRules, at now: Timestamp, underWay: Int64) throws -> Int64? {
        guard rules.hasBudget, size > rules.smallBytes else { return nil }
        let spending = try linkSpending()
        return rules.left(
            spentToday: spending.today(at: now) + underWay, spentThisMonth: spending.thisMonth(at: now) + underWay)
    }
}
