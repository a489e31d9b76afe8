import Foundation
import Subprocess
import SyncProtocol
import SystemPackage
import Testing

extension Product {
    /// What stands on the disk when somebody is told that it is recorded.
    @Suite(.enabled("strace is not installed, or may not look at other processes here", { try await Torture.canTrace() }))
    struct Power {
        /// Things that are recorded, one process each.
        static let operations = Torture.amount("RECORDED", small: 10)
        /// Moments at which the power fails, spread over all syncs.
        static let cuts = Torture.amount("CUTS", small: 30)
        private static let calls =
            "openat,creat,pwrite64,write,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat"

        /// Runs `kiosk` and returns its answer and what it asked of the system.
        private func traced(_ desk: Desk, _ arguments: [String]) async throws -> (answer: JSONValue, calls: [SystemCall]) {
            let trace = desk.stage.folder + "/trace"
            let outcome = try await Shell.run(
                "exec strace -f -y -xx -s 100000000 -e trace=\(Self.calls) -o \"$@\"",
                [trace, Program.kiosk.path.string] + arguments + ["--home", desk.home, "--json"])
            try #require(outcome.code == 0, "\(outcome)")
            return (try #require(outcome.json), SystemCall.all(in: try String(contentsOfFile: trace, encoding: .utf8)))
        }

        @Test(.timeLimit(.minutes(3)))
        func `nobody is told that something is recorded before it is synced`() async throws {
            try await Stage.with { stage in
                let desk = try Desk(stage)
                let owner = try await desk.addCitizen(1)
                let dossier = try await desk.newDossier(owner: owner)
                let scan = try stage.file("scan.pdf", Samples.paper(9_000, seed: 3))
                let records = [
                    [
                        "account", "add", "--kind", "citizen", "--full-name", "Y Hai", "--identity", Samples.identity(2),
                        "--birth",
                        "1990",
                    ],
                    ["account", "edit", owner, "--phone", "0987654321"],
                    ["dossier", "new", "--procedure", "2.000635", "--owner", owner],
                    ["dossier", "edit", dossier, "--set", "so_ban_sao=3"],
                    ["dossier", "attach", dossier, scan, "--component", "to-khai"],
                    ["dossier", "submit", dossier],
                    ["dossier", "withdraw", dossier, "--reason", "Nhầm"],
                ]
                for record in records {
                    let (_, calls) = try await traced(desk, record)
                    let told = try #require(calls.firstIndex { if case .said = $0 { true } else { false } })
                    try expectSynced(calls[..<told], record)
                }
            }
        }

        /// Before the answer the log was written, then synced; a paper's bytes were synced before it got its name, and its folder after.
        private func expectSynced(_ calls: ArraySlice<SystemCall>, _ record: [String]) throws {
            let wrote = try #require(
                calls.lastIndex { call in
                    if case .wrote(let path, _, _) = call { path.hasSuffix("outbox.sqlite-wal") } else { false }
                }, "\(record) wrote nothing")
            #expect(
                calls[wrote...].contains { call in
                    if case .synced(let path) = call { path.hasSuffix("outbox.sqlite-wal") } else { false }
                }, "\(record): the log was written and not synced before the answer")
            for (place, call) in zip(calls.indices, calls) {
                guard case .renamed(let from, let to) = call, to.contains("/spool/") else { continue }
                let folder = String(to[..<(to.lastIndex(of: "/") ?? to.startIndex)])
                func isSynced(_ name: String, _ part: ArraySlice<SystemCall>) -> Bool {
                    part.contains { if case .synced(let path) = $0 { path == name } else { false } }
                }
                #expect(isSynced(from, calls[..<place]), "\(record): \(to) got its name before its bytes were safe")
                #expect(isSynced(folder, calls[place...]), "\(record): the name of \(to) was not safe before the answer")
            }
            if record[1] == "attach" {
                #expect(calls.contains { if case .renamed(_, let to) = $0 { to.contains("/spool/") } else { false } })
            }
        }

        @Test(.timeLimit(.minutes(60)))
        func `after a power cut at any sync the store opens with everything that was told to be recorded`() async throws {
            try await Stage.with { stage in
                let desk = try Desk(stage)
                // As the kernel spells it.
                let root = URL(fileURLWithPath: desk.home).resolvingSymlinksInPath().path
                var disk = PoweredDisk(root: root)
                var moments: [(files: [String: [UInt8]], told: Told)] = []
                var told = Told()
                var owner = ""
                for number in 1...Self.operations {
                    var commands = [
                        [
                            "account", "add", "--kind", "citizen", "--full-name", "Y \(Samples.word(number))", "--identity",
                            Samples.identity(number), "--birth", "1990",
                        ]
                    ]
                    if number % 3 == 0 {
                        commands = [["dossier", "new", "--procedure", "2.000635", "--owner", owner]]
                    } else if number % 3 == 1, number > 3, let dossier = told.dossiers.last {
                        let scan = try stage.file("scan.pdf", Samples.paper(9_000, seed: UInt64(number)))
                        commands = [["dossier", "attach", dossier, scan, "--component", "to-khai"]]
                    }
                    for command in commands {
                        let (answer, calls) = try await traced(desk, command)
                        for call in calls {
                            if case .synced(let path) = call, path.hasPrefix(root) {
                                for loss in PoweredDisk.Loss.allCases { moments.append((disk.files(losing: loss), told)) }
                            }
                            disk.happened(call)
                            if case .said = call { told.add(answer, command) }
                        }
                        if command[0] == "account" { owner = answer["id"]?.stringValue ?? owner }
                    }
                }
                try #require(moments.count > 4 * Self.operations)
                let step = max(1, moments.count / Self.cuts)
                for index in stride(from: 0, to: moments.count, by: step) {
                    try await check(moments[index].files, moments[index].told, stage, "cut \(index) of \(moments.count)")
                }
            }
        }

        /// What people were told is recorded.
        private struct Told {
            var operations: [String] = []
            var dossiers: [String] = []
            var papers: [(sha256: String, stored: Int64)] = []

            mutating func add(_ answer: JSONValue, _ command: [String]) {
                if let operation = answer["operation"]?.stringValue { operations.append(operation) }
                if command[1] == "new", let id = answer["id"]?.stringValue { dossiers.append(id) }
                if let sha256 = answer["sha256"]?.stringValue, let stored = answer["stored_size"]?.integerValue {
                    papers.append((sha256, stored))
                }
            }
        }

        private func check(_ files: [String: [UInt8]], _ told: Told, _ stage: Stage, _ moment: String) async throws {
            let after = try Desk(stage, "after-\(UUID().uuidString)")
            for (path, bytes) in files {
                let place = URL(fileURLWithPath: after.home + "/" + path)
                try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: place)
            }
            let queue = try await after.run("queue", "--all")
            #expect(queue.code == 0, "\(moment): \(queue)")
            let operations = Set(queue.lines.compactMap { $0["id"]?.stringValue })
            #expect(operations.isSuperset(of: told.operations), "\(moment): lost \(Set(told.operations).subtracting(operations))")
            let dossiers = Set(try await after.lines("dossier", "list").compactMap { $0["id"]?.stringValue })
            #expect(dossiers.isSuperset(of: told.dossiers), "\(moment)")
            for paper in told.papers {
                let there = try after.spooled().first { $0.contains(paper.sha256) }
                let size = there.flatMap { try? Data(contentsOf: URL(fileURLWithPath: after.home + "/spool/" + $0)).count }
                #expect(size.map(Int64.init) == paper.stored, "\(moment): the paper \(paper.sha256)")
            }
            try FileManager.default.removeItem(atPath: after.home)
        }
    }
}
