import SyncProtocol
import Testing

@testable import Portal

@Suite struct GuessesTests {
    @Test func `wrong codes cost nothing at first, then more and more, and are forgotten`() async throws {
        let bench = try SyncDeskBench()
        let waits = try await bench.store.write { database in
            var now = Timestamp(seconds: 1_000_000)
            var waits: [Int?] = []
            for _ in 1...16 {
                try Guesses.failed("a", now: now, database)
                let wait = try Guesses.wait("a", now: now, database)
                waits.append(wait)
                now = now + .seconds(wait ?? 0)
            }
            #expect(try Guesses.wait("a", now: now, database) == nil)
            #expect(try Guesses.wait("b", now: now, database) == nil)
            try Guesses.failed("b", now: now + .seconds(Guesses.memory + 1), database)
            try Guesses.failed("a", now: now + .seconds(Guesses.memory + 1), database)
            #expect(try Guesses.wait("a", now: now + .seconds(Guesses.memory + 1), database) == nil)
            return waits
        }
        #expect(waits == [nil, nil, nil, nil, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
    }
}
