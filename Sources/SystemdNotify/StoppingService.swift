import ServiceLifecycle

/// Tells systemd at once that a stop was asked for. As the last service of a group it is the first to know.
package struct StoppingService: Service {
    private let notifier: SystemdNotifier

    package init(notifier: SystemdNotifier) { self.notifier = notifier }

    /// Runs until the program stops.
    package func run() async throws {
        do { try await gracefulShutdown() } catch is CancellationError { return }
        notifier.send(.stopping)
    }
}
