import Foundation
import Gzip
import Outbox
import Status
import SyncProtocol
import Testing

@testable import KioskAgent

/// Inputs that nobody meant to send. A little with every test run; `make fuzz TIME=600` goes on for that many seconds. What once ended the
/// program is kept in `corpus/`, a file each in the folder of its target, and is read in every run.
@Suite(.serialized, .timeLimit(.minutes(60))) struct FuzzTests {
    private static let seconds = ProcessInfo.processInfo.environment["FUZZ_SECONDS"].flatMap { Int($0) }
    private static let rounds = 400
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "corpus")
    /// Where the input stands that is being read, for the case that it ends the program.
    private static let last = ProcessInfo.processInfo.environment["FUZZ_LAST"].map { URL(filePath: $0) }

    private func kept(_ target: String) -> [[UInt8]] {
        let folder = Self.corpus.appending(path: target)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { try? [UInt8](Data(contentsOf: folder.appending(path: $0))) }
    }

    /// The longest that `count` bytes may take: far above what is measured, and growing with nothing but their number.
    private func bound(_ count: Int) -> Duration { .seconds(5) + .milliseconds(count) }

    @Test(arguments: FuzzTarget.allCases) func `no input from outside ends the program, or takes longer than its length explains`(
        _ target: FuzzTarget
    ) throws {
        let samples = target.samples.map { Array($0.utf8) }
        var inputs = samples + kept(target.rawValue)
        if target == .gzippedAnswer { inputs += try samples.map { try Gzip.compress($0) } }
        let start = ContinuousClock.now
        let share = Self.seconds.map { Duration.seconds(max(1, $0 / (FuzzTarget.allCases.count + 1))) }
        var mutation = Mutation(seed: UInt64(Self.seconds == nil ? 1 : UInt64(Date().timeIntervalSince1970)))
        var round = 0
        while share.map({ ContinuousClock.now - start < $0 }) ?? (round < Self.rounds) {
            let base = inputs[round % inputs.count]
            let input = round < inputs.count ? base : mutation.changed(base, other: inputs[(round * 7 + 3) % inputs.count])
            if let last = Self.last { try Data(input).write(to: last) }
            let before = ContinuousClock.now
            target.read(input)
            let time = ContinuousClock.now - before
            #expect(time < bound(input.count), "\(target), \(input.count) bytes: \(time)")
            // What was cut and stuck together leads further than one sample does.
            if round % 50 == 49, inputs.count < 2_000, input.count < 4_000 { inputs.append(input) }
            round += 1
        }
    }

    @Test func `no row of the store ends the program`() async throws {
        let columns = [
            "UPDATE subjects SET state = ?", "UPDATE subjects SET portal_state = ?", "UPDATE subjects SET held_state = ?, held_revision = 'r'",
            "UPDATE operations SET needs = ?", "UPDATE operations SET problem = ?", "UPDATE operations SET receipt = ?",
            "UPDATE operations SET body = ?", "UPDATE operations SET after = ?", "UPDATE files SET problem = ?", "UPDATE facts SET value = ?",
        ]
        let samples = FuzzTarget.account.samples + FuzzTarget.dossier.samples + ["[]", "{}", "null", "\"x\"", "[\"a\"]"]
        let start = ContinuousClock.now
        let share = Self.seconds.map { Duration.seconds(max(1, $0 / (FuzzTarget.allCases.count + 1))) }
        var mutation = Mutation(seed: 5)
        var round = 0
        while share.map({ ContinuousClock.now - start < $0 }) ?? (round < 3 * columns.count) {
            let column = columns[round % columns.count]
            let base = Array(samples[round % samples.count].utf8)
            let text = String(decoding: mutation.changed(base, other: Array(samples[(round + 1) % samples.count].utf8)).prefix(4_000), as: UTF8.self)
            if let last = Self.last { try Data((column + "\n" + text).utf8).write(to: last) }
            try await DeskBench.with { (bench) async throws in
                let (_, dossier) = try await bench.draft()
                try await bench.attach(DeskBench.pdf, to: dossier)
                _ = try await bench.ask(SubmitDossier(id: dossier))
                try await bench.outbox.write { try $0.spoil(column, text) }
                // Each answers, or says that the store is damaged.
                _ = try? await bench.ask(ShowStatus())
                _ = try? await bench.ask(ListQueue())
                _ = try? await bench.ask(ListDossiers())
                _ = try? await bench.ask(ShowDossier(id: dossier))
                _ = try? await bench.ask(ListAccounts())
                _ = try? await bench.ask(ExplainOperation(id: dossier))
                _ = try? await bench.citizen("062090999999", name: "Y Sau")
                _ = try? await bench.outbox.write { try $0.claim(ClaimLimits(maxOperations: 10, maxBytes: 100_000), now: bench.clock.now) }
            }
            round += 1
        }
    }
}
