import SyncProtocol
import Testing

@testable import Portal

@Suite(.timeLimit(.minutes(1))) struct ChangeFeedTests {
    @Test func `a cursor comes back as it was, with the resync that it is in`() {
        for cursor in [
            FeedCursor(number: 0, isResync: false), FeedCursor(number: 17, isResync: true),
            FeedCursor(number: 17, mark: "f00d", isResync: false),
        ] {
            let read = FeedCursor(cursor.text(epoch: "abc"), epoch: "abc", newest: 20) { _ in cursor.mark }
            #expect(read == cursor)
        }
    }

    @Test(arguments: ["abc-3", "abc-3.", "abc-3.beef", "abc-3.f00d.f00d", "abc-3.beef-r"])
    func `a cursor that another change stands at starts over`(_ text: String) {
        let read = FeedCursor(text, epoch: "abc", newest: 20) { _ in "f00d" }
        #expect(read == FeedCursor(number: 0, isResync: true))
    }

    @Test(arguments: ["", "abc", "abc-", "abc-x", "abc--1", "abc-21", "abd-3", "abc-3-s", "abc-3-r-r", "gibberish"])
    func `a cursor that is not known starts over`(_ text: String) {
        let read = FeedCursor(text, epoch: "abc", newest: 20) { _ in nil }
        #expect(read == FeedCursor(number: 0, isResync: true))
    }

    @Test func `a subject that changed many times is sent once in a page, as it is now`() async throws {
        let bench = try SyncDeskBench()
        let (one, other) = (try await bench.kiosk("k1", unit: "1"), try await bench.kiosk("k2", unit: "1"))
        let subject = bench.id()
        var revision: String?
        for phone in ["0912345670", "0912345671", "0912345672"] {
            let body = SyncDeskBench.account("001090000001", more: ["phone": .string(phone)])
            revision = try #require(try await bench.send(.accountPut, subject, body, base: revision, as: one).receipt?.revision)
        }
        let page = try await bench.changes(for: other)
        #expect(page.changes.map(\.revision) == [revision])
        #expect(try await bench.changes(for: other, after: page.cursor).changes.isEmpty)
    }

    /// Backup, a change; restored, another change: both are the second state, at the same place of the feed.
    @Test func `a portal that was restored gives no revision and no cursor a second time`() async throws {
        let bench = try SyncDeskBench()
        let caller = try await bench.kiosk("k1", unit: "1")
        let subject = bench.id()
        func put(_ phone: String, _ base: String?, at bench: SyncDeskBench) async throws -> String? {
            let body = SyncDeskBench.account("001090000001", more: ["phone": .string(phone)])
            return try await bench.send(.accountPut, subject, body, base: base, as: caller).receipt?.revision
        }
        let first = try #require(try await put("0912345670", nil, at: bench))
        let kept = try await bench.changes(for: caller).cursor
        let restored = try SyncDeskBench(restoring: bench)
        let second = try #require(try await put("0912345671", first, at: bench))
        let cursor = try await bench.changes(for: caller, after: kept).cursor
        let other = try #require(try await put("0912345672", first, at: restored))
        #expect(second != other)
        #expect(try await restored.changes(for: caller, after: cursor).isResync)
        // What both lives share needs no telling twice.
        #expect(try await restored.changes(for: caller, after: kept).isResync == false)
        // The kiosk edits what it has, and overwrites nothing that it has not seen.
        let body = SyncDeskBench.account("001090000001", more: ["phone": "0912345671", "email": "a@b.vn"])
        guard
            case .conflict(.stale, let revision, let theirs, _) = try await restored.send(
                .accountPut, subject, body, base: second, as: caller)
        else {
            Issue.record("it was taken")
            return
        }
        #expect(revision == other && theirs?["phone"] == "0912345672")
    }

    @Test func `a cursor of another unit is not known`() async throws {
        let bench = try SyncDeskBench()
        let (one, other) = (try await bench.kiosk("k1", unit: "1"), try await bench.kiosk("k2", unit: "2"))
        let cursor = try await bench.changes(for: one).cursor
        #expect(try await bench.changes(for: one, after: cursor).isResync == false)
        #expect(try await bench.changes(for: other, after: cursor).isResync)
    }

    @Test func `a resync in pages says so in each until the last, and has the kiosk's own`() async throws {
        let bench = try SyncDeskBench()
        let caller = try await bench.kiosk("k1", unit: "1")
        for number in 1...5 {
            _ = try await bench.send(.accountPut, bench.id(), SyncDeskBench.account("00109000000\(number)"), as: caller)
        }
        #expect(try await bench.changes(for: caller).changes.isEmpty)
        var (cursor, counts) = ("lost", [Int]())
        repeat {
            let page = try await bench.changes(for: caller, after: cursor, limit: 2)
            #expect(page.isResync)
            counts.append(page.changes.count)
            cursor = page.cursor
            if !page.hasMore { break }
        } while counts.count < 10
        #expect(counts == [2, 2, 1])
        #expect(try await bench.changes(for: caller, after: cursor).isResync == false)
    }
}
