import SyncProtocol
import Testing

@testable import Outbox

@Suite struct FilesTests {
    private let a = Digest.sha256([1])
    private let b = Digest.sha256([2])
    private let c = Digest.sha256([3])

    @Test func `a file goes only once the portal knows who names it`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier(files: [(a, "a.pdf"), (b, "b.pdf")])
            try await outbox.write { [a, b] store throws in
                try store.addFile(paper(a, size: 300))
                try store.addFile(paper(b, size: 200))
                #expect(try store.addFile(paper(a, size: 300)) == false)
                #expect(try store.claimFile(now: .muchLater) == nil)
                #expect(try store.fileCounts()[.waiting] == 2)
                _ = try store.claim(roomy, now: .start)
                try store.deliver(id(101), receipt: receipt, now: .start)
                try store.deliver(id(102), receipt: receipt, now: .start)
                try store.announce(id(2), request: nil, missing: [a, b])
                let first = try #require(try store.claimFile(now: .start))
                #expect(first.file.sha256 == b && first.link.dossier == id(2) && first.link.name == "b.pdf")
                #expect(first.file.state == .sending && first.file.attempts == 1)
                try store.fileDone(b, now: .start)
                #expect(try store.fileBytes().done == 200)
                #expect(try store.fileBytes().waiting == 300)
                #expect(try store.claimFile(now: .start)?.file.sha256 == a)
            }
        }
    }

    @Test func `files that the portal has are done without a byte`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier(files: [(a, "a.pdf"), (b, "b.pdf")])
            try await outbox.write { [a, b] store throws in
                try store.addFile(paper(a))
                try store.addFile(paper(b))
                try store.announce(id(2), request: nil, missing: [b])
                #expect(try store.file(a)?.state == .done)
                #expect(try store.file(b)?.state == .waiting)
                // The portal lost it: it asks again.
                try store.announce(id(2), request: nil, missing: [a, b])
                #expect(try store.file(a)?.state == .waiting)
                #expect(try store.file(a)?.offset == 0)
            }
        }
    }

    @Test func `a paper attached while its dossier was in flight is not taken for sent`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier(files: [(a, "a.pdf")])
            _ = try await outbox.claimAll()
            try await outbox.write { [a, b] store throws in
                try store.addFile(paper(a))
                try store.addFile(paper(b))
                var edited = dossier(2, owner: 1, files: [(a, "a.pdf"), (b, "b.pdf")])
                try store.update(edited)
                try store.enqueue(put(110, of: edited, needs: [1]))
                try store.deliver(id(101), receipt: receipt, now: .start)
                try store.deliver(id(102), receipt: receipt, now: .start)
                edited.revision = "r1"
                try store.update(edited)
                try store.announce(id(2), request: nil, missing: [], by: try store.operation(id(102)))
                #expect(try store.file(a)?.state == .done)
                #expect(try store.file(b)?.state == .waiting)
                #expect(try store.fileLinks(sha256: b).map(\.isAnnounced) == [false])
            }
        }
    }

    @Test func `the same bytes twice and the same name twice are kept apart`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier(files: [(a, "a.pdf"), (a, "a.pdf"), (b, "a.pdf")])
            let links = try await outbox.read { try $0.fileLinks(dossier: id(2)) }
            #expect(links.map(\.sha256) == [a, a, b])
            #expect(links.map(\.position) == [0, 1, 2])
            try await outbox.write { [a] store throws in
                try store.addFile(paper(a))
                #expect(try store.fileCounts()[.waiting] == 1)
            }
        }
    }

    @Test func `a paper taken out of a draft is wanted no more, and a draft's papers do not count`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { [a, b] store throws in
                try store.insert(account(1))
                try store.insert(dossier(2, owner: 1, files: [(a, "a"), (b, "b")], draft: true))
                try store.addFile(paper(a))
                try store.addFile(paper(b))
                #expect(try store.fileCounts()[.waiting] == 0)
                try store.update(dossier(2, owner: 1, files: [(b, "b")], draft: false))
                #expect(try store.fileCounts()[.waiting] == 1)
                #expect(try store.fileLinks(sha256: a).isEmpty)
            }
        }
    }

    @Test func `answers to requests go before other papers, and count once they are queued`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier(files: [(a, "a")])
            try await outbox.write { [a, c] store throws in
                try store.addFile(paper(a, size: 1))
                try store.addFile(paper(c, size: 1000))
                try store.insertLink(FileLink(sha256: c, dossier: id(2), component: "B", position: 0, name: "c", request: "req"))
                #expect(try store.fileCounts()[.waiting] == 1)
                try store.update(dossier(2, owner: 1, files: [(a, "a")]))
                #expect(try store.fileLinks(sha256: c).count == 1)
                try store.enqueue(
                    NewOperation(
                        id: id(120), type: .dossierSupplement, subject: id(2),
                        body: ["request": "req", "components": [["code": "B", "files": [["sha256": .string(c)]]]]],
                        lane: .supplements, officer: nil, madeAt: .start))
                #expect(try store.fileCounts()[.waiting] == 2)
                try store.announce(id(2), request: nil, missing: [a])
                try store.announce(id(2), request: "req", missing: [c])
                let first = try #require(try store.claimFile(now: .start))
                #expect(first.file.sha256 == c && first.link.request == "req")
            }
        }
    }

    /// Nothing else could be sent while the portal says where the last one is to go on.
    @Test func `the last paper's upload is created before the last but one is finished, where that is worth it`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier(files: [(a, "a"), (b, "b")])
            try await outbox.write { [a, b] store throws in
                try store.addFile(paper(a, size: 1_000))
                try store.addFile(paper(b, size: 5_000))
                try store.announce(id(2), request: nil, missing: [a, b])
                // Two pieces are left of the first, or the last goes whole: no reason to hurry.
                for lookahead in [Lookahead(finishing: 999, whole: 2_000), Lookahead(finishing: 1_000, whole: 5_000), nil] {
                    let claim = try #require(try store.claimFile(now: .start, lookahead: lookahead))
                    #expect(claim.file.sha256 == a && !claim.isAhead)
                    try store.fileWaits(a, reason: nil, problem: nil, nextAttemptAt: .start, resetUpload: false)
                }
                let lookahead = Lookahead(finishing: 1_000, whole: 2_000)
                let ahead = try #require(try store.claimFile(now: .start, lookahead: lookahead))
                #expect(ahead.file.sha256 == b && ahead.isAhead)
                // While it waits for its answer the other one is sent, and once it is created nothing is ahead of its turn.
                let next = try #require(try store.claimFile(now: .start, lookahead: lookahead))
                #expect(next.file.sha256 == a && !next.isAhead)
                try store.fileWaits(a, reason: nil, problem: nil, nextAttemptAt: .start, resetUpload: false)
                try store.fileProgress(b, offset: 100, uploadURL: "https://portal.example/1")
                try store.fileWaits(b, reason: nil, problem: nil, nextAttemptAt: .start, resetUpload: false)
                #expect(try store.claimFile(now: .start, lookahead: lookahead)?.file.sha256 == a)
            }
        }
    }

    /// The later answer was refused: its paper was never at the portal.
    @Test func `of two answers to one request that go together, each verdict is of its own papers`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier(files: [(a, "a")])
            try await outbox.write { [b, c] store throws in
                for (number, digest) in [(0, b), (1, c)] {
                    try store.addFile(paper(digest, size: 1000))
                    try store.insertLink(
                        FileLink(
                            sha256: digest, dossier: id(2), component: "B", position: number, name: "x", request: "req"))
                    try store.enqueue(
                        NewOperation(
                            id: id(120 + number), type: .dossierSupplement, subject: id(2),
                            body: ["request": "req", "components": [["code": "B", "files": [["sha256": .string(digest)]]]]],
                            lane: .supplements, officer: nil, madeAt: .start))
                }
                let sent = try store.claim(ClaimLimits(maxOperations: 100, maxBytes: 1 << 20), now: .start)
                let first = try #require(sent.first { $0.id == id(120) })
                #expect(sent.contains { $0.id == id(121) })
                try store.announce(id(2), request: "req", missing: [], by: first)
                #expect(try store.file(b)?.state == .done)
                #expect(try store.file(c)?.state == .waiting)
            }
        }
    }

    @Test func `what is due at once is due by a clock before 1970 too`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier(files: [(a, "a")])
            let past = Timestamp(seconds: -1_600_000_000)
            try await outbox.write { [a] store throws in
                for number in 101...103 { try store.hold(id(number), reason: nil) }
                try store.addFile(paper(a, size: 1_000))
                try store.announce(id(2), request: nil, missing: [a])
                #expect(try store.nextAttemptAt(now: past) == past)
            }
        }
    }

    @Test func `files behind a gate wait for its moment, each for that of its size`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier(files: [(a, "a"), (b, "b"), (c, "c")])
            try await outbox.write { [a, b, c] store throws in
                for number in 101...103 { try store.hold(id(number), reason: nil) }
                try store.addFile(paper(a, size: 1_000))
                try store.addFile(paper(b, size: 100))
                try store.addFile(paper(c, size: 10))
                try store.announce(id(2), request: nil, missing: [a, b, c])
                let (soon, late) = (Timestamp.start + .seconds(60), Timestamp.start + .seconds(3600))
                let gate = FileGate([
                    FileGate.Step(over: 100, until: late, reason: "late"), FileGate.Step(over: 10, until: soon, reason: "soon"),
                ])
                #expect(try store.nextAttemptAt(now: .start, gate: gate) == .start)
                #expect(try store.claimFile(now: .start, largest: gate.largest)?.file.sha256 == c)
                #expect(try store.claimFile(now: .start, largest: gate.largest) == nil)
                #expect(try !store.hasDueFiles(now: .start, largest: gate.largest))
                #expect(try store.nextAttemptAt(now: .start, largest: gate.largest) == nil)
                #expect(try store.nextAttemptAt(now: .start, gate: gate) == soon)
                let gated = try #require(try store.gated(by: gate))
                #expect(gated.files == 2 && gated.bytes == 1_100 && gated.first.reason == "soon")
                try store.fileDone(b, now: .start)
                #expect(try store.nextAttemptAt(now: .start, gate: gate) == late)
                #expect(try store.gated(by: gate)?.first.reason == "late")
                let later = late + .seconds(9)
                try store.fileWaits(a, reason: "cut", problem: nil, nextAttemptAt: later, resetUpload: false)
                #expect(try store.nextAttemptAt(now: .start, gate: gate) == later)
                #expect(try store.gated(by: .open) == nil)
            }
        }
    }

    @Test func `a paper whose digest went bad is set aside and the others go`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier(files: [(a, "a"), (b, "b")])
            try await outbox.write { [a, b] store throws in
                try store.addFile(paper(a))
                try store.addFile(paper(b))
                try store.announce(id(2), request: nil, missing: [a, b])
                try store.execute("UPDATE files SET sha256 = CAST(x'6161ff9354c1' AS TEXT) WHERE sha256 = ?", a)
                #expect(try store.claimFile(now: .start)?.file.sha256 == b)
                #expect(try store.claimFile(now: .start) == nil)
                #expect(try store.fileCounts()[.quarantined] == 1)
                #expect(try !store.hasDueFiles(now: .start))
            }
        }
    }

    @Test func `a result whose digest went bad is set aside and the others are fetched`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { [a, b] store throws in
                for digest in [a, b] {
                    try store.execute(
                        "INSERT INTO results (sha256, size, media_type, state, told_at) VALUES (?, 9, 'application/pdf', 'waiting', 0)",
                        digest)
                }
                try store.execute("UPDATE results SET sha256 = CAST(x'6161ff9354c1' AS TEXT) WHERE sha256 = ?", a)
                #expect(try store.claimResult(now: .start, automaticBytes: 100)?.sha256 == b)
                try store.quarantineResult(b, reason: "damaged")
                #expect(try store.claimResult(now: .start, automaticBytes: 100) == nil)
                #expect(try store.nextResult(now: .start, automaticBytes: 100) == nil)
            }
        }
    }

    @Test func `a file that waits is due at its time, and starts over only when told to`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier(files: [(a, "a")])
            try await outbox.write { [a] store throws in
                for number in 101...103 { try store.hold(id(number), reason: nil) }
                try store.addFile(paper(a))
                try store.announce(id(2), request: nil, missing: [a])
                #expect(try store.nextAttemptAt(now: .start) == .start)
                _ = try store.claimFile(now: .start)
                #expect(try store.nextAttemptAt(now: .start) == nil)
                try store.fileProgress(a, offset: 40, uploadURL: "/u")
                let due = Timestamp.start + .seconds(9)
                try store.fileWaits(a, reason: "no-link", problem: nil, nextAttemptAt: due, resetUpload: false)
                #expect(try store.nextAttemptAt(now: .start) == due)
                #expect(try store.claimFile(now: .start) == nil)
                #expect(try store.fileBytes() == (waiting: 60, done: 40))
                let again = try store.claimFile(now: due)?.file
                #expect(again?.offset == 40 && again?.uploadURL == "/u")
                try store.fileWaits(
                    a, reason: "file-digest-mismatch", problem: Problem(.fileDigestMismatch), nextAttemptAt: nil,
                    resetUpload: true)
                #expect(try store.file(a)?.offset == 0)
                #expect(try store.file(a)?.restarts == 1)
                try store.quarantineFile(a, reason: "damaged", problem: nil)
                #expect(try store.fileCounts()[.quarantined] == 1)
                #expect(try store.fileBytes().waiting == 0)
            }
        }
    }
}
