import Foundation
import Glibc
import SyncProtocol
import SystemPackage
import Testing

extension Product.BadInput {
    private func recorded(_ stage: Stage) async throws -> (desk: Desk, store: String, bytes: [UInt8]) {
        let desk = try Desk(stage)
        for number in 1...3 { _ = try await desk.addCitizen(number) }
        let store = desk.home + "/outbox.sqlite"
        return (desk, store, [UInt8](try Data(contentsOf: URL(fileURLWithPath: store))))
    }

    private func expectRefused(_ desk: Desk, _ store: String, _ bytes: [UInt8], _ code: Int32, _ type: String)
        async throws
    {
        try Data(bytes).write(to: URL(fileURLWithPath: store))
        var texts: Set<String> = []
        for language in ["vi", "en"] {
            for arguments in [
                ["status"],
                ["account", "add", "--kind", "citizen", "--full-name", "Y Blar", "--identity", Samples.identity(9)],
            ] {
                let outcome = try await desk.run(arguments, language: language)
                #expect(outcome.code == code && outcome.error?["type"]?.stringValue == type, "\(arguments): \(outcome)")
                texts.insert(outcome.error?["text"]?.stringValue ?? "")
            }
        }
        #expect(texts.count >= 2 && !texts.contains(""), "\(texts)")
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: store))) == bytes, "the store changed")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a store of a newer program is refused and left as it is`() async throws {
        try await Stage.with { stage in
            let (desk, store, bytes) = try await recorded(stage)
            let before = try await desk.contents()
            var newer = bytes
            // The schema's version, four bytes in the header of every SQLite database.
            newer.replaceSubrange(60..<64, with: [0, 0, 0x27, 0x0F])
            try await expectRefused(desk, store, newer, 69, "store-newer")
            try Data(bytes).write(to: URL(fileURLWithPath: store))
            #expect(try await desk.contents() == before)
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["header", "schema", "empty of sense"])
    func `a corrupt store is refused and left as it is`(part: String) async throws {
        try await Stage.with { stage in
            let (desk, store, bytes) = try await recorded(stage)
            var corrupt = bytes
            var random = SeededRandom(7)
            switch part {
            case "header":
                for index in 0..<100 { corrupt[index] = random.next(upperBound: 256 as UInt64) > 127 ? 0x55 : 0xAA }
            case "schema": for index in 100..<4_096 { corrupt[index] = UInt8(truncatingIfNeeded: random.next()) }
            default: corrupt = Array("this is no database at all\n".utf8)
            }
            try await expectRefused(desk, store, corrupt, 69, "store-corrupt")
        }
    }

    @Test(.enabled("needs root and mount namespaces", { try await Shell.canMount() }), .timeLimit(.minutes(1)))
    func `a read-only store can be looked at or is refused, and is never changed`() async throws {
        try await Stage.with { stage in
            let (desk, store, bytes) = try await recorded(stage)
            let outcome = try await Shell.unshared(
                """
                mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 99
                "$2" account add --kind citizen --full-name 'Y Blar' --identity \(Samples.identity(9)) --home "$1" --json --lang en
                """, [desk.home, Program.kiosk.path.string])
            #expect(outcome.code == 73 && outcome.error?["type"] == "store-read-only", "\(outcome)")
            #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: store))) == bytes)
            #expect(try await desk.status()["counts"]?["accepted"] == 3)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `two agents never own one store`() async throws {
        try await Stage.with { stage in
            let (desk, _, _) = try await recorded(stage)
            _ = try await desk.startAgent()
            let start = ContinuousClock.now
            let second = try await desk.run("agent")
            #expect(second.code == 69 && second.error?["type"] == "store-busy", "\(second)")
            #expect(ContinuousClock.now - start < .seconds(3))
            #expect(second.error?["text"]?.stringValue?.contains("kiosk agent") == true, "\(second)")
            #expect(try await desk.status()["agent"]?["running"] == true)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `commands at once wait for each other, and each is recorded`() async throws {
        try await Stage.with { stage in
            let desk = try Desk(stage)
            let ids = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 1...6 { group.addTask { try await desk.addCitizen(number) } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(ids.count == 6)
            #expect(Set(try await desk.lines("account", "list").compactMap { $0["id"]?.stringValue }) == ids)
            #expect(try await desk.status()["counts"]?["accepted"] == 6)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `who waits in vain for the store is told who has it`() async throws {
        try await Stage.with { stage in
            let (desk, _, _) = try await recorded(stage)
            let lock = unsafe open(desk.home + "/owner.lock", O_RDWR | O_CLOEXEC)
            try #require(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
            defer { close(lock) }
            let start = ContinuousClock.now
            let outcome = try await desk.run("status")
            #expect(outcome.code == 69 && outcome.error?["type"] == "store-busy", "\(outcome)")
            #expect(ContinuousClock.now - start < .seconds(4))
        }
    }
}
