import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// A program that stays: the portal, the agent. It ends by a signal, at the latest when its stage does.
actor RunningProgram {
    private var work: Task<TerminationStatus, any Error>?
    private let signals: AsyncStream<Signal>
    private let feed: AsyncStream<Signal>.Continuation
    private let words = Mutex("")
    private let ending = Mutex<TerminationStatus?>(nil)

    /// Starts `program`; standard error goes to the file `log`, after what is in it.
    init(_ program: Program, _ arguments: [String], environment: Environment, log: String) throws {
        (signals, feed) = AsyncStream.makeStream(of: Signal.self)
        let errors = try FileDescriptor.open(
            FilePath(log), .writeOnly, options: [.create, .append], permissions: [.ownerReadWrite])
        let signals = signals
        let feed = feed
        work = Task { [weak self] in
            let result = try await Subprocess.run(
                .path(program.path), arguments: Arguments(arguments), environment: environment, input: .none, output: .sequence,
                error: .fileDescriptor(errors, closeAfterSpawningProcess: true)
            ) { execution in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        // Standard output ends when the program does.
                        for try await line in execution.standardOutput.strings() { self?.heard(line) }
                        feed.finish()
                    }
                    for await signal in signals { try? execution.send(signal: signal) }
                    try await group.waitForAll()
                }
            }
            self?.ended(result.terminationStatus)
            return result.terminationStatus
        }
    }

    private nonisolated func heard(_ line: String) { words.withLock { $0 += line } }
    private nonisolated func ended(_ status: TerminationStatus) { ending.withLock { $0 = status } }

    /// What it printed so far.
    nonisolated var output: String { words.withLock { $0 } }
    nonisolated var status: TerminationStatus? { ending.withLock { $0 } }

    nonisolated func send(_ signal: Signal) { feed.yield(signal) }

    /// Waits for the end.
    @discardableResult func end() async throws -> TerminationStatus? { try await work?.value }

    /// Sends `signal` and waits for the end.
    @discardableResult func end(by signal: Signal) async throws -> TerminationStatus? {
        send(signal)
        return try await end()
    }
}
