import Foundation
import Subprocess
import SyncProtocol
import SystemPackage

/// The built programs, beside the test bundle.
enum Program: String, Sendable {
    case kiosk
    case portal = "kiosk-portal"

    var path: FilePath { FilePath(Self.folder + "/" + rawValue) }

    private static let folder: String = {
        let bundle =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return String(bundle[..<(bundle.lastIndex(of: "/") ?? bundle.startIndex)])
    }()

    /// The repository that these tests were built from.
    static let repository: String = #filePath.components(separatedBy: "/Tests/ProductTests/")[0]

    /// Nothing of the machine's settings reaches the programs.
    static func environment(home: String, _ more: [String: String] = [:]) -> Environment {
        let own = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": home, "LANG": "C.UTF-8", "no_proxy": "127.0.0.1"]
        return .custom(
            Dictionary(uniqueKeysWithValues: own.merging(more) { $1 }.map { (Environment.Key(stringLiteral: $0), $1) }))
    }

    /// Runs to the end. A program that is cancelled, by a test's time limit, is killed.
    func run(
        _ arguments: [String], input: [UInt8] = [], environment: Environment, workingDirectory: String? = nil,
        clock: String? = nil
    ) async throws -> Outcome {
        try await run(
            [[UInt8]](arguments.map { Array($0.utf8) }), input: input, environment: environment,
            workingDirectory: workingDirectory, clock: clock)
    }

    /// The same with arguments that need not be UTF-8.
    func run(
        _ arguments: [[UInt8]], input: [UInt8] = [], environment: Environment, workingDirectory: String? = nil,
        clock: String? = nil
    ) async throws -> Outcome {
        // Swift finds no arguments when the library is preloaded by hand: it moves the environment, behind which they are looked for.
        let faked = clock.map { ["-m", "--exclude-monotonic", "-f", "@" + $0, path.string].map { Array($0.utf8) + [0] } }
        let result = try await Subprocess.run(
            faked == nil ? .path(path) : .name("faketime"),
            arguments: Arguments(
                executablePathOverride: Array((faked == nil ? rawValue : "faketime").utf8) + [0],
                remainingValues: (faked ?? []) + arguments.map { $0 + [0] }),
            environment: environment, workingDirectory: workingDirectory.map { FilePath($0) }, input: .array(input),
            output: .bytes(limit: 32 << 20), error: .bytes(limit: 4 << 20))
        return Outcome(status: result.terminationStatus, facts: result.standardOutput, messages: result.standardError)
    }
}

/// How a command ended and what it said.
struct Outcome: Sendable, CustomStringConvertible {
    let status: TerminationStatus
    let facts: [UInt8]
    let messages: [UInt8]

    /// The exit code; a signal is negative.
    var code: Int32 {
        switch status {
        case .exited(let code): code
        case .signaled(let signal): -signal
        }
    }

    var stdout: String { String(decoding: facts, as: UTF8.self) }
    var stderr: String { String(decoding: messages, as: UTF8.self) }
    /// The one document of a `--json` answer.
    var json: JSONValue? { try? JSONParser.parse(facts) }
    /// The documents of a `--json` list.
    var lines: [JSONValue] {
        facts.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONParser.parse($0) }
    }
    /// What `--json` says of an error: the last such line of standard error.
    var error: JSONValue? {
        messages.split(separator: UInt8(ascii: "\n")).reversed().lazy.compactMap { try? JSONParser.parse($0)["error"] }
            .first
    }

    var description: String { "\(status)\nstdout: \(stdout.prefix(2_000))\nstderr: \(stderr.prefix(2_000))" }
}
