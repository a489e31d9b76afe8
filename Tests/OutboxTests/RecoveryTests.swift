import Foundation
import SyncProtocol
import Testing

@testable import Outbox

@Suite struct RecoveryTests {
    /// What a machine that stopped now would find: the files as they are, nothing closed.
    private func crashed(_ folder: String, into copy: String) throws {
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for name in ["outbox.sqlite", "outbox.sqlite-wal"] where FileManager.default.fileExists(atPath: folder + "/" + name) {
            try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: copy + "/" + name)
        }
    }

    @Test func `everything acknowledged is there after a stop at any commit`() async throws {
        try await withFolder { folder async throws in
            let outbox = try await Outbox.open(folder: folder + "/home", now: .start)
            var acknowledged: [String] = []
            for number in 1...12 {
                let subject = account(number)
                let operation = put(100 + number, of: subject)
                try await outbox.write { store throws in
                    try store.insert(subject)
                    try store.enqueue(operation)
                    try store.record("recorded", subject: subject.id, operation: operation.id, at: .start)
                }
                acknowledged.append(operation.id)
                if number % 3 == 0 {
                    let batch = try await outbox.claimAll(ClaimLimits(maxOperations: 2, maxBytes: 1 << 20))
                    try await outbox.write { try $0.deliver(batch[0].id, receipt: receipt, now: .start) }
                }
                try crashed(folder + "/home", into: folder + "/copy")
                let after = try await Outbox.open(folder: folder + "/copy", now: .start)
                let expected = acknowledged
                try await after.read { store throws in
                    for id in expected { #expect(try store.operation(id) != nil) }
                    #expect(
                        try store.journal(since: nil, subject: nil, afterNumber: 0, limit: 99).filter { $0.event == "recorded" }
                            .count == expected.count)
                    #expect(try store.counts().values.reduce(0, +) == expected.count)
                    #expect(try store.counts()[.sending] == 0)
                }
                await after.close()
            }
            await outbox.close()
        }
    }

    @Test(arguments: 0..<8) func `a log cut anywhere gives a state that once was`(seed: UInt64) async throws {
        var random = Seeded(seed)
        try await withFolder { folder async throws in
            let outbox = try await Outbox.open(folder: folder + "/home", now: .start)
            for number in 1...10 {
                try await outbox.write { store throws in
                    try store.insert(account(number))
                    try store.enqueue(put(100 + number, of: account(number)))
                }
            }
            try crashed(folder + "/home", into: folder + "/copy")
            let log = FileHandle(forUpdatingAtPath: folder + "/copy/outbox.sqlite-wal")
            let size = try #require(try log?.seekToEnd())
            try log?.truncate(atOffset: UInt64.random(in: size / 2..<size, using: &random))
            try log?.close()
            let after = try await Outbox.open(folder: folder + "/copy", now: .start)
            try await after.read { store throws in
                let operations = try store.operations(states: nil, after: nil, limit: 99).items
                #expect(operations.map(\.id) == (0..<operations.count).map { id(101 + $0) })
                for operation in operations { #expect(try store.subject(operation.subject) != nil) }
                #expect(try store.counts()[.waiting] == operations.count)
            }
            await after.close()
            await outbox.close()
        }
    }

    @Test func `what was in flight goes again alone, and the third time it is set apart`() async throws {
        try await withFolder { folder async throws in
            var outbox = try await Outbox.open(folder: folder + "/0", now: .start)
            try await outbox.recordDossier()
            try await outbox.write { store throws in
                try store.insert(account(7))
                try store.enqueue(put(107, of: account(7)))
            }
            let bytes = try await outbox.claimAll().map(\.frozen)
            for round in 1...3 {
                try crashed(folder + "/\(round - 1)", into: folder + "/\(round)")
                await outbox.close()
                outbox = try await Outbox.open(folder: folder + "/\(round)", now: .start)
                guard round < 3 else { break }
                #expect(try await outbox.state(101) == .retrying)
                #expect(try await outbox.read { try $0.operation(id(101))?.reason } == "interrupted")
                #expect(try await outbox.state(102) == .blocked)
                let alone = try await outbox.claimAll()
                #expect(alone.map(\.id) == [id(101)])
                #expect(alone.first?.frozen == bytes.first)
                #expect(alone.first?.starts == round + 1)
            }
            #expect(try await outbox.state(101) == .quarantined)
            #expect(try await outbox.read { try $0.operation(id(101))?.reason } == "attempts-never-ended")
            #expect(try await outbox.claimAll().map(\.id) == [id(107)])
            #expect(
                try await outbox.read { try $0.journal(since: nil, subject: id(1), afterNumber: 0, limit: 9).last?.event }
                    == "quarantined")
            _ = try await outbox.write { try $0.retry(id(101), now: .start) }
            #expect(try await outbox.claimAll().first?.frozen == bytes.first)
            await outbox.close()
        }
    }

    @Test func `a file in flight waits again, and is set apart when it never gets further`() async throws {
        try await withFolder { folder async throws in
            let sha256 = Digest.sha256([1])
            var outbox = try await Outbox.open(folder: folder + "/0", now: .start)
            try await outbox.recordDossier(files: [(sha256, "a.pdf")])
            try await outbox.write { store throws in
                try store.addFile(paper(sha256))
                try store.announce(id(2), request: nil, missing: [sha256])
            }
            for round in 1...4 {
                let claimed = try await outbox.write { try $0.claimFile(now: .start)?.file }
                #expect(claimed?.starts == (round == 1 ? 1 : round - 1))
                // The first attempt got somewhere, so it does not count.
                if round == 1 { try await outbox.write { try $0.fileProgress(sha256, offset: 10, uploadURL: "/f/1") } }
                try crashed(folder + "/\(round - 1)", into: folder + "/\(round)")
                await outbox.close()
                outbox = try await Outbox.open(folder: folder + "/\(round)", now: .start)
                let file = try await outbox.read { try $0.file(sha256) }
                #expect(file?.state == (round == 4 ? .quarantined : .waiting))
                #expect(file?.offset == 10 && file?.uploadURL == "/f/1")
            }
            try await outbox.write { try $0.requeueFile(sha256) }
            #expect(try await outbox.read { try $0.file(sha256)?.state } == .waiting)
            await outbox.close()
        }
    }
}
