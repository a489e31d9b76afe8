package import Logging
import ServiceLifecycle

/// Tells systemd at half of the watchdog's time that the program is alive, as long as `isAlive` says so. A program that
/// is running but stuck is thus restarted.
package struct WatchdogService: Service {
    private let notifier: SystemdNotifier
    private let clock: any Clock<Duration>
    private let logger: Logger
    private let isAlive: @Sendable () async -> Bool
    private let tell: @Sendable () -> Void

    /// - Parameters:
    ///   - clock: monotonic.
    ///   - isAlive: asks the parts that must answer, such as the store and the engine. It is asked within the time that
    ///     is left, so it must not wait for the network.
    ///   - tell: sends the message; by default `notifier.send(.watchdog)`.
    package init(
        notifier: SystemdNotifier, clock: any Clock<Duration> = ContinuousClock(), logger: Logger,
        tell: (@Sendable () -> Void)? = nil, isAlive: @escaping @Sendable () async -> Bool
    ) {
        self.notifier = notifier
        self.clock = clock
        self.logger = logger
        self.isAlive = isAlive
        self.tell = tell ?? { notifier.send(.watchdog) }
    }

    /// Runs until the program stops. Without a watchdog it only waits for that.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            guard let interval = notifier.watchdogInterval else { return await untilCancelled() }
            while !Task.isCancelled {
                if await isAlive() {
                    tell()
                } else {
                    logger.critical("the program does not answer itself; systemd will restart it")
                }
                do { try await clock.sleep(for: interval) } catch { return }
            }
        }
    }

    /// Waits without waking up.
    private func untilCancelled() async {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        for await _ in stream {}
        continuation.finish()
    }
}
