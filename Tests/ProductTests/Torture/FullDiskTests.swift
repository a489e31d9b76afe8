import Foundation
import SyncProtocol
import SystemPackage
import Testing

extension Product {
    /// A store on a disk that fills up.
    @Suite(.enabled("needs root and mount namespaces", { try await Shell.canMount() })) struct FullDisk {
        /// What the agent's home is on: memory, or a file system in a file, which has blocks and a log of its own.
        enum Volume: CaseIterable {
            case memory, image

            /// Mounts it at `$home`.
            var mount: String {
                switch self {
                case .memory: #"mount -t tmpfs -o size=24m none "$home""#
                case .image:
                    #"truncate -s 40M "$home.img" && /usr/sbin/mkfs.ext4 -q -F -m 0 "$home.img" && mount -o loop "$home.img" "$home""#
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
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

        @Test(.timeLimit(.minutes(3)), arguments: [Volume.memory, .image])
        func `on a full disk nothing new is recorded, what waits is sent, and recording goes on by itself`(_ volume: Volume)
            async throws
        {
            if volume == .image, try await !Shell.canMountImages() { return print("SKIPPED: no loop devices here") }
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
                    mkdir "$home" && \(volume.mount) && cp -a "$1/." "$home/" || exit 99
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
                        desk.home, Program.kiosk.path.string, Program.portal.path.string, stage.folder + "/small.log",
                        portal.home,
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
    }
}
