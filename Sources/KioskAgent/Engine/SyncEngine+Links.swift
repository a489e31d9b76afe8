import Scheduler
import Transport

extension SyncEngine {
    /// What the kernel told of this machine's links. A new way brings the next round forward, unless the link flaps; what
    /// uses an address that is gone ends at once and goes on over another.
    func heard(_ event: LinkEvent) async {
        switch event {
        case .lost(let addresses): await connection?.lost(addresses: addresses)
        case .up:
            guard linkUps.take(at: clock.uptime()) else { return }
            rounds.linkUp(at: clock.uptime())
            // Whoever knocks since before the link came would wait out the kernel's own back-off.
            await connection?.knockAgain()
            wake()
        }
    }

    /// The portal answered on a new connection while the others heard nothing: a line came back that nobody told of.
    func lineIsBack() { isLineBack = true }
}
