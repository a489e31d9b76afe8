import Foundation
import Subprocess
import SyncProtocol
import Testing

extension Product {
    /// A disk that gives back other bytes than were written, and a store that is on two machines.
    @Suite struct Damaged {
        static let times = Torture.amount("DAMAGES", small: 12)
        /// What a command may end with, whatever it finds: never a signal, and never a defect.
        private static let codes: Set<Int32> = [0, 1, 2, 65, 66, 69, 73, 77, 78]

        /// A home with a queue of accounts and dossiers, of which half was delivered.
        private func filled(_ stage: Stage) async throws -> (desk: Desk, portal: PortalProcess, line: Forwarder) {
            let portal = try await PortalProcess.start(stage)
            let (desk, line) = try await Desk.enrolled(stage, portal)
            for number in 0..<6 {
                let owner = try await desk.addCitizen(number + 1)
                let dossier = try await desk.newDossier(owner: owner)
                try await desk.attach(dossier, try stage.file("scan.pdf", Samples.paper(20_000, seed: UInt64(number))))
                try await desk.done("dossier", "submit", dossier)
                if number == 2 {
                    try await desk.done("sync", "--until-empty", "--timeout", "30")
                    line.set(.cut)
                }
            }
            line.mend()
            return (desk, portal, line)
        }

        @Test(.timeLimit(.minutes(60)))
        func `bytes that go bad anywhere in a home end no program by a signal and hide nothing as delivered`() async throws {
            try await Stage.with { stage in
                let (desk, portal, _) = try await filled(stage)
                let subjects = Set(
                    try await (desk.lines("account", "list") + desk.lines("dossier", "list"))
                        .compactMap { $0["id"]?.stringValue })
                try #require(subjects.count == 12)
                var random = SeededRandom(7)
                let clean = stage.folder + "/clean"
                try FileManager.default.copyItem(atPath: desk.home, toPath: clean)
                let files = try FileManager.default.subpathsOfDirectory(atPath: clean).sorted().filter { path in
                    let type = try? FileManager.default.attributesOfItem(atPath: clean + "/" + path)[.type] as? FileAttributeType
                    return type == .typeRegular && !path.hasSuffix(".lock") && !path.hasSuffix(".toml")
                }
                for _ in 0..<Self.times {
                    try FileManager.default.removeItem(atPath: desk.home)
                    try FileManager.default.copyItem(atPath: clean, toPath: desk.home)
                    // The database most often: it holds the most.
                    let isStore = random.next() % 3 > 0
                    let path = isStore ? "outbox.sqlite" : files[Int(random.next() % UInt64(files.count))]
                    let place = try damage(desk.home + "/" + path, &random)
                    let commands = [
                        ["status"], ["queue", "--all"], ["account", "list"], ["dossier", "list"], ["sync", "--timeout", "20"],
                    ]
                    for command in commands {
                        let outcome = try await desk.run(command)
                        #expect(Self.codes.contains(outcome.code), "\(path) at \(place): kiosk \(command): \(outcome)")
                    }
                    try await expectDelivered(subjects, desk, portal, "\(path) at \(place)")
                }
                // What was delivered in between was delivered once.
                let received = try await portal.dossiers()
                #expect(Set(received.compactMap { $0["id"]?.stringValue }).count == received.count)
            }
        }

        /// What the kiosk calls delivered is at the portal, whatever its disk says.
        private func expectDelivered(
            _ subjects: Set<String>, _ desk: Desk, _ portal: PortalProcess, _ moment: String
        ) async throws {
            let queue = try await desk.run("queue", "--state", "delivered")
            guard queue.code == 0 else { return }
            let delivered = queue.lines.filter { ["account.put", "dossier.put"].contains($0["type"]?.stringValue) }
            let there = Set((try await portal.accounts() + portal.dossiers()).compactMap { $0["id"]?.stringValue })
            // An id that went bad itself is nobody's.
            for subject in delivered.compactMap({ $0["subject"]?.stringValue }) where subjects.contains(subject) {
                #expect(there.contains(subject), "\(moment): \(subject) is not at the portal")
            }
        }

        /// Changes some neighbouring bytes of a file. Returns where.
        private func damage(_ path: String, _ random: inout SeededRandom) throws -> Int {
            var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            guard !bytes.isEmpty else { return 0 }
            let place = Int(random.next() % UInt64(bytes.count))
            for index in place..<min(place + 1 + Int(random.next() % 64), bytes.count) {
                bytes[index] = UInt8(truncatingIfNeeded: random.next())
            }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            return place
        }

        @Test(.timeLimit(.minutes(2)))
        func `a store that was copied to another machine delivers nothing twice`() async throws {
            try await Stage.with { stage in
                let (desk, portal, line) = try await filled(stage)
                let twin = try Desk(stage, "twin")
                try FileManager.default.removeItem(atPath: twin.home)
                try FileManager.default.copyItem(atPath: desk.home, toPath: twin.home)
                try await desk.done("sync", "--until-empty", "--timeout", "30")
                let outcome = try await twin.run("sync", "--until-empty", "--timeout", "30")
                #expect([0, 1].contains(outcome.code), "\(outcome)")
                let (accounts, dossiers) = (try await portal.accounts(), try await portal.dossiers())
                #expect(accounts.count == 6 && dossiers.count == 6)
                #expect(Set(dossiers.compactMap { $0["code"]?.stringValue }).count == 6)
                _ = line
            }
        }
    }
}
