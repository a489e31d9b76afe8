import Foundation
import Testing

/// Reads changed inputs with one reader: a little with every test run; `make fuzz TIME=600` goes on for that many seconds in all.
package struct FuzzRun: Sendable {
    /// The reader's name: its folder of kept inputs, and of the input that is being read.
    package let name: String
    /// Inputs to begin with; each must be understood, or all that is made of it only knocks at the door.
    package let samples: [[UInt8]]

    package init(_ name: String, samples: [String]) { self.init(name, bytes: samples.map { Array($0.utf8) }) }

    package init(_ name: String, bytes: [[UInt8]]) {
        self.name = name
        samples = bytes
    }

    private static let environment = ProcessInfo.processInfo.environment
    /// How long one reader goes on; `nil` for the few rounds of every run.
    package static let share = environment["FUZZ_SHARE"].flatMap { Double($0) }.map { Duration.milliseconds(Int64($0 * 1000)) }
    private static let rounds = 200

    /// Inputs that once found something, a file each in `corpus/NAME` beside this file.
    private var kept: [[UInt8]] {
        get throws {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "corpus/" + name)
            guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
                try [UInt8](Data(contentsOf: folder.appending(path: $0)))
            }
        }
    }

    /// The longest that `count` bytes may take: far above what is measured on a busy machine, and growing with nothing but their number.
    private static func bound(_ count: Int) -> Duration { .seconds(3) + .microseconds(150 * count) }

    /// - Parameter read: reads an input, and tells whether it was understood. Refusing is what is hoped for; ending the program is not.
    package func run(_ read: (_ input: [UInt8]) async throws -> Bool) async throws {
        for sample in samples {
            #expect(
                try await read(sample),
                "\(name): a sample is not understood: \(String(decoding: sample.prefix(200), as: UTF8.self))")
        }
        var inputs = try samples + kept
        let seed = Self.share == nil ? 1 : UInt64.random(in: 1...UInt64.max)
        var mutation = Mutation(seed: seed)
        let start = ContinuousClock.now
        var round = 0
        while Self.share.map({ ContinuousClock.now - start < $0 }) ?? (round < Self.rounds) {
            let base = inputs[round % inputs.count]
            let input = round < inputs.count ? base : mutation.changed(base, other: inputs[(round * 7 + 3) % inputs.count])
            try note(input)
            let before = ContinuousClock.now
            _ = try await read(input)
            let time = ContinuousClock.now - before
            #expect(time < Self.bound(input.count), "\(name), seed \(seed), round \(round), \(input.count) bytes: \(time)")
            // What was cut and stuck together leads further than one sample does.
            if round % 50 == 49, inputs.count < 2_000, input.count < 4_000 { inputs.append(input) }
            round += 1
        }
        if Self.share != nil {
            print("fuzz: \(name): \(round) inputs, seed \(seed)")
            let most = try Self.mostMemory()
            #expect(most < 1 << 30, "\(name): the program needed \(most >> 20) MiB")
        }
    }

    /// Where the input stands that is being read, for the case that it ends the program.
    private func note(_ input: [UInt8]) throws {
        guard let folder = Self.environment["FUZZ_LAST"] else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(input).write(to: URL(filePath: folder + "/" + name))
    }

    /// The most memory that this process ever had, in bytes.
    private static func mostMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }
}
