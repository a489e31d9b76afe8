import KioskAgent
import Outbox
import Status
import SyncProtocol
import Testing

@Suite("Payments at the desk")
struct PaymentTests {
    @Test func `a payment is listed with the portal's word, its age and what to do`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.payment(of: dossier)
            bench.clock.advance(.seconds(90))
            let line = try #require(try await bench.ask(ListPayments()).items.first)
            #expect(line["state"] == "due" && line["amount"] == 1_500_000 && line["qr"] == "0002TEST")
            #expect(line["age_seconds"] == 90)
            #expect(line["dossier_code"] == "000.00.53.H48-261124-0001")
            #expect(line["advice"]?.stringValue?.contains("0193pay1") == true)
            #expect(try await bench.ask(ListPayments(state: "paid")).items.isEmpty)
            #expect(try await bench.ask(ListPayments(dossier: "000.00.53.H48-261124-0001")).items.count == 1)
            #expect(try await bench.problem(ListPayments(state: "free")).exitCode == .badData)
        }
    }

    @Test func `an exchange that went well makes what is known as new as itself`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.payment(of: dossier)
            bench.clock.advance(.seconds(86_400))
            let now = bench.clock.now
            try await bench.outbox.write { try $0.setFact(.lastSuccessAt, .string(now.description)) }
            bench.clock.advance(.seconds(30))
            #expect(try await bench.ask(ShowPayment(id: "0193pay1"))["age_seconds"] == 30)
        }
    }

    @Test func `a filtered list goes on behind pages that have nothing for it`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.payment("a", of: dossier, state: "paid")
            for number in 1...4 { try await bench.payment("b\(number)", of: dossier) }
            let found = try await bench.ask(ListPayments(state: "paid", page: Page(limit: 2)))
            #expect(found.items.map { $0["id"] } == ["a"])
        }
    }

    @Test func `a start is queued once and never makes anything paid`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.payment(of: dossier)
            let started = try await bench.ask(StartPayment(id: "0193pay1", method: "bank"))
            let queue = try await bench.ask(ListQueue()).items
            #expect(queue.map(\.id) == [started.operation] && queue.first?.type == "payment.start")
            let second = try await bench.problem(StartPayment(id: "0193pay1", method: "wallet"))
            #expect(second.kind == .paymentUnderWay && second.exitCode == .badData)
            let shown = try await bench.ask(ShowPayment(id: "0193pay"))
            #expect(shown["state"] == "due" && shown["local"]?["state"] == "starting")
            bench.clock.advance(.seconds(5))
            let sent = try await bench.deliverAll()
            #expect(sent.last?.body == ["method": "bank"])
            // The receipt came, the portal's news did not: a second start must still wait for them.
            #expect(try await bench.problem(StartPayment(id: "0193pay1", method: "bank")).kind == .paymentUnderWay)
            #expect(try await bench.ask(ShowPayment(id: "0193pay1"))["state"] == "due")
        }
    }

    @Test(arguments: [
        ("pending", KioskProblem.Kind.paymentUnderWay), ("unknown", .paymentUnderWay), ("paid", .nothingToPay),
        ("waived", .nothingToPay),
        ("of-next-year", .paymentUnderWay),
    ])
    func `what must not be paid again is refused`(state: String, kind: KioskProblem.Kind) async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.payment(of: dossier, state: state)
            let problem = try await bench.problem(StartPayment(id: "0193pay1", method: "bank"))
            #expect(problem.kind == kind && problem.exitCode == .badData)
            #expect(try await bench.ask(ListQueue()).items.isEmpty)
        }
    }

    @Test func `a failed attempt may be started again, in the place of one that was refused`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.payment(of: dossier, state: "failed")
            let first = try #require(try await bench.ask(StartPayment(id: dossier, method: "bank")).operation)
            try await bench.refuse(first, .nothingToPay)
            #expect(try await bench.counts().rejected == 1)
            let second = try #require(try await bench.ask(StartPayment(id: "0193pay1", method: "counter")).operation)
            #expect(try await bench.counts().rejected == 0)
            #expect(try await bench.ask(ListQueue()).items.map(\.id) == [second])
        }
    }

    @Test(arguments: [.integer(0), .null, .number(1.5)] as [JSONValue])
    func `without a whole amount there is nothing to pay`(amount: JSONValue) async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.payment(of: dossier, amount: amount)
            #expect(try await bench.problem(StartPayment(id: "0193pay1", method: "bank")).kind == .nothingToPay)
        }
    }

    @Test func `unknown payments, methods and dossiers without fees are told apart`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            #expect(try await bench.problem(ShowPayment(id: "nowhere")).exitCode == .notFound)
            #expect(try await bench.problem(StartPayment(id: dossier, method: "bank")).kind == .nothingToPay)
            try await bench.payment(of: dossier)
            #expect(try await bench.problem(StartPayment(id: dossier, method: "cash")).kind == .invalidValue)
        }
    }
}
