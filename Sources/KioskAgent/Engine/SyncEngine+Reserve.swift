import Outbox

extension SyncEngine {
    /// One round, alone; what it has to write down may use the room that is kept for it when the disk is full.
    /// - Parameter ignoringBackoff: a person asks; what would wait is tried now.
    func round(ignoringBackoff: Bool) async -> RoundEnd {
        outbox.restoreReserve()
        return await Outbox.$mayUseReserve.withValue(true) { await roundAlone(ignoringBackoff: ignoringBackoff) }
    }
}
