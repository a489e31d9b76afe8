import Scheduler
import Testing

@Suite struct TurnTests {
    @Test func `under steady small traffic files have at least every fifth turn`() {
        var turn = Turn()
        let choices = (0..<1000).map { _ in turn.next(operations: true, files: true) }
        for start in 0..<(choices.count - 5) { #expect(choices[start..<start + 5].contains(.piece)) }
    }

    @Test func `an operation waits for one piece at most`() {
        var random = Seeded(4)
        var turn = Turn()
        var last: Turn.Choice?
        for _ in 0..<5_000 {
            let operations = Bool.random(using: &random)
            let choice = turn.next(operations: operations, files: Bool.random(using: &random))
            if operations && last == .piece { #expect(choice == .exchange) }
            last = operations ? choice : nil
        }
    }

    @Test func `whoever is alone has every turn and nobody has none`() {
        var turn = Turn()
        for _ in 0..<10 { #expect(turn.next(operations: true, files: false) == .exchange) }
        for _ in 0..<10 { #expect(turn.next(operations: false, files: true) == .piece) }
        #expect(turn.next(operations: false, files: false) == .nothing)
    }
}
