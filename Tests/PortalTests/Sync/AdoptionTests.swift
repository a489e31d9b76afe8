import SyncProtocol
import Testing

@testable import Portal

/// An account that one unit made and another unit meets (protocol.md, section 4).
@Suite(.timeLimit(.minutes(1))) struct AdoptionTests {
    private static let number = "001090000001"

    @Test func `another unit sees no more than what it sent itself, and joins by a put with the revision that it was given`()
        async throws
    {
        let bench = try SyncDeskBench()
        let (here, there) = (try await bench.kiosk("k1", unit: "1"), try await bench.kiosk("k2", unit: "2"))
        let subject = bench.id()
        let whole = SyncDeskBench.account(Self.number, more: ["phone": "0912345678"])
        let revision = try #require(try await bench.send(.accountPut, subject, whole, as: here).receipt?.revision)

        let met = try await bench.send(
            .accountPut, bench.id(), SyncDeskBench.account(Self.number, name: "LE THI BINH"), as: there)
        guard case .conflict(.identityTaken, let told, let theirs, let found) = met else {
            Issue.record("no conflict: \(met)")
            return
        }
        #expect(told == revision && found == subject)
        #expect(theirs?.keys.sorted() == ["birth", "identity", "kind"])
        #expect(try await bench.changes(for: there).changes.isEmpty)

        let named: JSONObject = [
            "kind": "citizen", "full_name": "Lê Thị Bình", "identity": ["kind": "cccd", "number": .string(Self.number)],
            "gender": "female",
        ]
        let joined = try await bench.send(.accountPut, subject, named, base: revision, as: there)
        #expect(joined.receipt != nil)
        for caller in [here, there] {
            let state = try await bench.changes(for: caller).changes.first { $0.subject == subject }?.state
            #expect(state?["phone"] == whole["phone"] || state?["phone"]?.stringValue?.hasSuffix("912345678") == true)
            #expect(state?["gender"] == "female" && state?["birth"] == whole["birth"])
        }
    }

    @Test(arguments: [
        SyncDeskBench.account("001090000001", name: "Phạm Văn Khác"),
        SyncDeskBench.account("001090000001", more: ["birth": ["date": "1991-02-28"]]),
        SyncDeskBench.account("001090000001", more: ["birth": ["year": 1991]]),
    ]) func `an identity under another name or birth elsewhere is for the office to settle`(_ other: JSONObject) async throws {
        let bench = try SyncDeskBench()
        let (here, there) = (try await bench.kiosk("k1", unit: "1"), try await bench.kiosk("k2", unit: "2"))
        _ = try await bench.send(.accountPut, bench.id(), SyncDeskBench.account(Self.number), as: here)
        #expect(try await bench.send(.accountPut, bench.id(), other, as: there).problem == .identityElsewhere)
    }

    @Test(arguments: [["birth": ["year": 1990]], ["birth": nil]] as [JSONObject])
    func `a birth that is missing or a year alone that fits agrees`(_ birth: JSONObject) async throws {
        let bench = try SyncDeskBench()
        let (here, there) = (try await bench.kiosk("k1", unit: "1"), try await bench.kiosk("k2", unit: "2"))
        _ = try await bench.send(.accountPut, bench.id(), SyncDeskBench.account(Self.number), as: here)
        let met = try await bench.send(.accountPut, bench.id(), SyncDeskBench.account(Self.number, more: birth), as: there)
        guard case .conflict(.identityTaken, _, _, _) = met else {
            Issue.record("no conflict: \(met)")
            return
        }
    }

    @Test func `a unit that does not know who an account is cannot join it by its id`() async throws {
        let bench = try SyncDeskBench()
        let (here, there) = (try await bench.kiosk("k1", unit: "1"), try await bench.kiosk("k2", unit: "2"))
        let subject = bench.id()
        let revision = try await bench.send(.accountPut, subject, SyncDeskBench.account(Self.number), as: here).receipt?.revision
        let guess = try await bench.send(
            .accountPut, subject, SyncDeskBench.account("001090000002"), base: revision, as: there)
        #expect(guess.problem == .unknownSubject)
        let unknown = try await bench.send(
            .accountPut, bench.id(), SyncDeskBench.account("001090000003"), base: revision, as: there)
        #expect(unknown == guess)
        #expect(try await bench.changes(for: there).changes.isEmpty)
    }
}
