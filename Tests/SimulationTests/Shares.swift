import Foundation

/// A run of many seeds in several programs, one for each processor: within one they keep each other waiting for its memory and
/// for the locks of its threads, and a program that plays one world at a time has the processor's caches to itself.
///
/// The programs are this one, begun again with a share of the seeds. They meet in a folder of the run: each failed seed is a file
/// there, and what a program came across is another when it has played all of its own.
struct Shares {
    /// What one of several programs is to play: every `count`th seed from its own number on.
    struct Share {
        private static let variable = "SIMULATION_SHARE"
        let number: UInt64
        let count: UInt64
        let folder: String
        private let parent = getppid()

        /// The share of this program, where it is one of several.
        static let own: Share? = ProcessInfo.processInfo.environment[variable].flatMap { text in
            let parts = text.split(separator: "/", maxSplits: 2).map(String.init)
            guard parts.count == 3, let number = UInt64(parts[0]), let count = UInt64(parts[1]), count > 0 else { return nil }
            return Share(number: number, count: count, folder: parts[2])
        }

        init(number: UInt64, count: UInt64, folder: String) {
            self.number = number
            self.count = count
            self.folder = folder
        }

        var environment: [String: String] { [Self.variable: "\(number)/\(count)/\(folder)"] }
        /// Whoever began this program has ended: nobody would hear of what it finds.
        var isOrphan: Bool { getppid() != parent }

        /// What is played now, for who wonders why the program ended.
        func begin(_ seed: UInt64) throws { try Data("\(seed)".utf8).write(to: URL(filePath: "\(folder)/playing-\(number)")) }
        func fail(_ seed: UInt64) throws { try Data().write(to: URL(filePath: "\(folder)/failed-\(seed)")) }
        func finish(_ coverage: Coverage) throws {
            try JSONEncoder().encode(coverage.counts).write(to: URL(filePath: "\(folder)/coverage-\(number)"))
        }
    }

    /// Fewer seeds are played sooner than other programs begin.
    static let leastSeeds: UInt64 = 200

    /// The seeds of the run that failed so far, sorted.
    static func failed(in folder: String) throws -> [UInt64] {
        try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { name in
            name.hasPrefix("failed-") ? UInt64(name.dropFirst("failed-".count)) : nil
        }.sorted()
    }

    /// Has all shares played, adds up what they came across, and returns the seeds that failed. Throws when a program ended
    /// before it had played its share.
    static func play(into coverage: Coverage, test: String) async throws -> [UInt64] {
        let count = max(2, ProcessInfo.processInfo.activeProcessorCount)
        let folder = "\(World.fast)/kiosk-simulation-\(getpid())-shares"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let shares = (0..<count).map { Share(number: UInt64($0), count: UInt64(count), folder: folder) }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for share in shares { group.addTask { try await run(share, test: test) } }
                // The first that ends early ends the others.
                for try await _ in group {}
            }
        } catch {
            // What was found before is told all the same.
            let found = try failed(in: folder)
            guard !found.isEmpty else { throw error }
            return found
        }
        let failed = try failed(in: folder)
        for share in shares {
            let bytes = try Data(contentsOf: URL(filePath: "\(folder)/coverage-\(share.number)"))
            coverage.add(try JSONDecoder().decode(Coverage.Counts.self, from: bytes))
        }
        return failed
    }

    /// One thing happens at a time in a world: one thread for all tasks, and one heap, are spared what several cost.
    private static let oneThread = [
        "LIBDISPATCH_COOPERATIVE_POOL_STRICT": "1", "GLIBC_TUNABLES": "glibc.malloc.arena_max=1",
    ]
    /// Of util-linux.
    private static let binder = "/usr/bin/taskset"

    /// The processor that a share has to itself: its threads hand over to each other all the time, which is dear from one to the next.
    /// `nil` where there are too few, or nothing that binds a program to one.
    private static func processor(of share: Share) -> Int? {
        guard FileManager.default.isExecutableFile(atPath: binder),
            let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let list = status.firstMatch(of: /Cpus_allowed_list:\s*([0-9,-]+)/)?.output.1
        else { return nil }
        // Such as `0-3,8`.
        let allowed = list.split(separator: ",").flatMap { part in
            let ends = part.split(separator: "-").compactMap { Int($0) }
            return ends.first.flatMap { first in ends.last.map { Array(first...max(first, $0)) } } ?? []
        }
        return allowed.count >= Int(share.count) ? allowed[Int(share.number)] : nil
    }

    private struct EndedEarly: Error { var seed: String, status: Int32 }

    private static func run(_ share: Share, test: String) async throws {
        let process = Process()
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let arguments = ["--testing-library", "swift-testing", "--quiet", "--filter", test]
        if let processor = processor(of: share) {
            process.executableURL = URL(filePath: binder)
            process.arguments = ["-c", "\(processor)", program.path] + arguments
        } else {
            process.executableURL = program
            process.arguments = arguments
        }
        process.environment = ProcessInfo.processInfo.environment.merging(share.environment.merging(oneThread) { $1 }) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            end.yield(process.terminationStatus)
            end.finish()
        }
        try process.run()
        let id = process.processIdentifier
        let status = await withTaskCancellationHandler {
            var last: Int32 = -1
            for await status in ends { last = status }
            return last
        } onCancel: {
            kill(id, SIGTERM)
        }
        guard status == 0 else {
            let seed = (try? String(contentsOfFile: "\(share.folder)/playing-\(share.number)", encoding: .utf8)) ?? "none yet"
            throw EndedEarly(seed: seed, status: status)
        }
    }
}
