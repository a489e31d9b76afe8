import Outbox

/// What a seed decides: how many kiosks, what the portal is like, and what happens one after the other.
struct Scenario: Sendable {
    let seed: UInt64
    let kiosks: Int
    var events: [Event]
    let pageSize: Int
    let compresses: Bool
    let maxOperations: Int
    let tokenLifetime: Int

    /// - Parameter number: of kiosks; `nil` leaves it to the seed.
    init(seed: UInt64, kiosks number: Int? = nil) {
        self.seed = seed
        var random = Seeded(seed)
        let drawn = random.weighted([(57, 1), (31, 2), (8, 3), (4, 4)])
        let kiosks = number ?? drawn
        self.kiosks = kiosks
        pageSize = random.weighted([(70, 200), (20, 3), (10, 1)])
        compresses = random.chance(60)
        maxOperations = random.weighted([(70, 500), (20, 3), (10, 1)])
        tokenLifetime = random.weighted([(60, 600), (20, 90), (20, 3600)])
        var draft = Draft(random: random, kiosks: kiosks)
        events = draft.events()
    }
}
