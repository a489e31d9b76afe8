import Dispatch
import Foundation
import KioskAgent
import Status
import SyncProtocol
import Synchronization

@main
struct Main {
    static func main() async {
        // A reader that goes away is an error of one write, not the end of the program.
        _ = signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        let invocation = Invocation(
            arguments: arguments, environment: ProcessInfo.processInfo.environment,
            isTerminal: (isatty(STDOUT_FILENO) == 1, isatty(STDERR_FILENO) == 1, isatty(STDIN_FILENO) == 1), columns: columns(),
            sink: StandardSink(), now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
            desk: { LocalDesk(options: $0) })
        // The service has its own way with signals.
        let isService =
            arguments.first { !$0.hasPrefix("-") } == "agent"
            || arguments.contains("agent") && arguments.first?.hasPrefix("--") == true
        exit(isService ? await invocation.run() : await Interrupt.guarding { await invocation.run() })
    }

    /// The terminal's width, from the terminal itself or `COLUMNS`.
    private static func columns() -> Int {
        var size = winsize()
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            if unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        }
        return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.flatMap { (40...500).contains($0) ? $0 : nil }
            ?? 80
    }
}

/// Ctrl-C: the work is cancelled and ends in order, quietly, with 130; a second one, or work that does not end, ends it
/// at once. What was recorded is durable either way.
enum Interrupt {
    static let code: Int32 = 130
    private static let graceSeconds = 3

    static func guarding(_ work: @escaping @Sendable () async -> Int32) async -> Int32 {
        _ = signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        let (signals, feed) = AsyncStream.makeStream(of: Void.self)
        let count = Counter()
        source.setEventHandler {
            if count.next() > 1 { _exit(code) }
            feed.yield()
            DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(graceSeconds)) { _exit(code) }
        }
        source.activate()
        defer { source.cancel() }
        return await withTaskGroup(of: Int32?.self) { group in
            group.addTask { await work() }
            group.addTask {
                for await _ in signals { return nil }
                return nil
            }
            // The first to end decides: the work with its code, or the signal.
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? code
        }
    }
}

/// Counts the signals.
private final class Counter: Sendable {
    private let value = Mutex(0)
    func next() -> Int {
        value.withLock {
            $0 += 1
            return $0
        }
    }
}
