import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// A program that stays: the portal, the agent. It ends by a signal, at the latest when its stage does.
final class RunningProgram: Sendable {
    /// What is known of it while it runs and after.
    private final class Record: Sendable {
        let words = Mutex("")
        let ending = Mutex<TerminationStatus?>(nil)
    }

    private let record = Record()
    private let work: Task<TerminationStatus, any Error>
    private let feed: AsyncStream<Signal>.Continuation

    /// Starts `program`; standard error goes to the file `log`, after what is in it.
    init(_ program: Program, _ arguments: [String], environment: Environment, log: String) throws {
        let (signals, feed) = AsyncStream.makeStream(of: Signal.self)
        self.feed = feed
        let errors = try FileDescriptor.open(
            FilePath(log), .writeOnly, options: [.create, .append], permissions: [.ownerReadWrite])
        work = Task { [record] in
            let result = try await Subprocess.run(
                .path(program.path), arguments: Arguments(arguments), environment: environment, input: .none,
                output: .sequence,
                error: .fileDescriptor(errors, closeAfterSpawningProcess: true)
            ) { execution in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        // Standard output ends when the program does.
                        for try await line in execution.standardOutput.strings() {
                            record.words.withLock { $0 += line + "\n" }
                        }
                        feed.finish()
                    }
                    for await signal in signals { try? execution.send(signal: signal) }
                    try await group.waitForAll()
                }
            }
            record.ending.withLock { $0 = result.terminationStatus }
            return result.terminationStatus
        }
    }

    /// What it printed so far.
    var output: String { record.words.withLock { $0 } }
    /// How it ended; `nil` while it runs.
    var status: TerminationStatus? { record.ending.withLock { $0 } }

    func send(_ signal: Signal) { feed.yield(signal) }

    /// Sends `signal` and waits for the end.
    @discardableResult func end(by signal: Signal) async throws -> TerminationStatus {
        send(signal)
        return try await work.value
    }
}
