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

    @Test(.enabled("needs root and mount namespaces", { try await Shell.canMount() }), .timeLimit(.minutes(1)))
    func `on a full disk nothing is half recorded, and it goes on when there is room`() async throws {
        try await Stage.with { stage in
            let desk = try Desk(stage)
            let paper = try stage.file("scan.pdf", Samples.paper(3_000_000, seed: 8))
            // Prints the exit code of each step; the last line is the status when there is room again.
            let outcome = try await Shell.unshared(
                """
                mount -t tmpfs -o size=3m none "$1" || exit 99
                add() { "$2" account add --kind citizen --full-name "$3" --identity "$4" --home "$1" --json --lang en >/dev/null; echo "$?"; }
                add "$1" "$2" 'Y Một' \(Samples.identity(1))
                owner=$("$2" account list --home "$1" --json | head -n 1 | sed 's/.*"id":"\\([^"]*\\)".*/\\1/')
                dossier=$("$2" dossier new --procedure 2.000635 --owner "$owner" --home "$1" --json | sed 's/.*"id":"\\([^"]*\\)".*/\\1/')
                "$2" dossier attach "$dossier" "$3" --component to-khai --home "$1" --json --lang en >/dev/null; echo "$?"
                dd if=/dev/zero of="$1/filler" bs=4k 2>/dev/null
                add "$1" "$2" 'Y Hai' \(Samples.identity(2))
                rm "$1/filler"
                add "$1" "$2" 'Y Ba' \(Samples.identity(3))
                "$2" status --home "$1" --json
                """, [desk.home, Program.kiosk.path.string, paper])
            let steps = outcome.stdout.split(separator: "\n")
            #expect(steps.dropLast() == ["0", "73", "73", "0"], "\(outcome)")
            #expect(outcome.stderr.contains("disk-full"), "\(outcome)")
            let status = try JSONParser.parse(Array(try #require(steps.last).utf8))
            #expect(status["counts"]?["accepted"] == 2, "\(outcome)")
        }
    }

    @Test(.enabled("needs root and mount namespaces", { try await Shell.canMount() }), .timeLimit(.minutes(3)))
    func `on a full disk nothing new is recorded, what waits is sent, and recording goes on by itself`() async throws {
        try await Stage.with { stage in
            let portal = try await PortalProcess.start(stage)
            let desk = try Desk(stage)
            try await desk.enrol(portal)
            let port = await portal.port
            try await portal.kill()
            // Each step prints a word; the last line is the status. A log that has room in it may take some more items.
            let outcome = try await Shell.unshared(
                """
                home=$1-small; kiosk=$2; log=$4
                mkdir "$home" && mount -t tmpfs -o size=24m none "$home" && cp -a "$1/." "$home/" || exit 99
                "$kiosk" agent --home "$home" >"$log" 2>&1 & agent=$!
                while [ ! -S "$home/run/kiosk.sock" ] && kill -0 $agent; do sleep 0.05; done
                number=0; told=0
                add() {
                    number=$((number + 1))
                    "$kiosk" account add --kind citizen --full-name 'Y Blar' --identity 062090$((100000 + number)) --home "$home" \
                        --json --lang en >/dev/null 2>"$log.add"
                    code=$?; [ $code = 0 ] && told=$((told + 1)); return $code
                }
                for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do add || exit 98; done
                dd if=/dev/zero of="$home/filler" bs=4k 2>/dev/null
                while add; do [ $number -lt 400 ] || exit 97; done
                echo "refused $code $(grep -c disk-full "$log.add")"
                "$3" serve --home "$5" --listen "127.0.0.1:$6" --json >"$log.portal" 2>&1 & portal=$!
                while ! grep -q url "$log.portal" && kill -0 $portal; do sleep 0.05; done
                "$kiosk" sync --until-empty --timeout 60 --home "$home" --json >/dev/null 2>&1; echo "drained $?"
                add; echo "still $code"
                rm "$home/filler"
                add; echo "again $code"
                "$kiosk" sync --until-empty --timeout 60 --home "$home" --json >/dev/null 2>&1; echo "sent $?"
                kill -0 $agent && echo "alive $(stat -c %s "$home/reserve")"
                echo "told $told"
                "$kiosk" status --home "$home" --json
                kill $agent $portal; wait
                """,
                [
                    desk.home, Program.kiosk.path.string, Program.portal.path.string, stage.folder + "/small.log", portal.home,
                    String(port),
                ])
            let steps = outcome.stdout.split(separator: "\n").map(String.init)
            #expect(
                steps.prefix(6) == ["refused 73 1", "drained 0", "still 73", "again 0", "sent 0", "alive \(6 << 20)"],
                "\(outcome)")
            let status = try JSONParser.parse(Array(try #require(steps.last).utf8))
            let told = try #require(steps.first { $0.hasPrefix("told ") }.flatMap { Int64($0.dropFirst(5)) })
            #expect(status["counts"]?["delivered"]?.integerValue == told && told > 20, "\(outcome)")
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
