/// Finds a shorter scenario that fails in the same way: events are left out in halves, quarters and so on down to one by one
/// (delta debugging, Zeller 1999).
enum Shrinking {
    static func shrink(_ scenario: Scenario, runs limit: Int = 250) async -> (
        scenario: Scenario, violations: [String], trace: [String]
    ) {
        var best = scenario
        let wanted = kind(await World(scenario).run())
        var runs = 0
        var size = max(1, best.events.count / 2)
        while runs < limit {
            var shortened = false
            var start = 0
            while start < best.events.count, runs < limit {
                var candidate = best
                candidate.events.removeSubrange(start..<min(start + size, best.events.count))
                runs += 1
                if kind(await World(candidate).run()) == wanted {
                    best = candidate
                    shortened = true
                } else {
                    start += size
                }
            }
            if size == 1 && !shortened { break }
            size = max(1, size / 2)
        }
        let world = World(best, tracing: true)
        let violations = await world.run()
        return (best, violations, await world.trace)
    }

    /// What was violated, whatever the names in it.
    private static func kind(_ violations: [String]) -> String? {
        violations.first.map { String($0.filter { !$0.isNumber }.prefix(60)) }
    }
}
