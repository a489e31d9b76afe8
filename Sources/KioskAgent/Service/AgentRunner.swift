import DurableFiles
import Foundation
import Logging
import Outbox
import ServiceLifecycle
import Status
import SyncProtocol
import SystemdNotify
import Transport
import UnixSignals

/// The service itself, in the foreground.
package enum AgentRunner {
    /// Owns the store, answers on the socket and syncs by itself until SIGTERM or SIGINT. Throws `KioskProblem`.
    package static func run(_ options: DeskOptions) async throws {
        try await translatingErrors {
            let home = try options.homeFolder()
            let settings = try options.settings(home)
            let environment = ProcessInfo.processInfo.environment
            let logger = Logger(label: "kiosk") { label in
                JournalLogHandler(label: label, level: settings.agent.logLevel.level, environment: environment)
            }
            let clock = SystemClock()
            let lock = try await lock(home, clock)
            let kiosk = try await OwnedKiosk.open(home, settings, lock: lock, clock: clock, agentSince: clock.now())
            do {
                _ = try await kiosk.outbox.sweepSpool()
                try await serve(kiosk, home, settings, environment, logger, clock)
            } catch {
                await kiosk.close()
                throw error
            }
            try await note("stopped", kiosk, clock)
            await kiosk.close()
            logger.info("stopped")
        }
    }

    private static let program = "kiosk agent"

    /// The lock, after waiting for a command that may be at work. Another agent will not go away by itself, so that is
    /// said at once; the moment is for a lock that a command took over and has not yet signed.
    private static func lock(_ home: HomeFolder, _ clock: any EngineClock) async throws -> FileLock {
        while true {
            switch try StoreLock.tryAcquire(home, as: program) {
            case .success(let lock): return lock
            case .failure(let held):
                let patience: Duration = held.holder?.description == program ? .milliseconds(300) : .seconds(5)
                guard clock.uptime() < patience else { throw KioskProblem(.storeBusy, held.parameters) }
                try await clock.sleep(for: .milliseconds(25))
            }
        }
    }

    private static func serve(
        _ kiosk: OwnedKiosk, _ home: HomeFolder, _ settings: KioskSettings, _ environment: [String: String],
        _ logger: Logger, _ clock: any EngineClock
    ) async throws {
        let notifier = SystemdNotifier(environment: environment)
        let file = try SocketFile(path: settings.agent.socket ?? home.socket, group: settings.agent.socketGroup)
        try await note("started", kiosk, clock)
        let pages = ProgramPages()
        let socket = AgentSocket(file: file, desk: kiosk.desk, logger: logger, onConnection: { pages.used() }) {
            notifier.send(.ready, .status("ready"))
            logger.info("ready", metadata: ["socket": "\(file.path)", "version": "\(Version.number)"])
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: socket),
                    .init(service: EngineLoop(kiosk: kiosk, pages: pages, clock: clock, notifier: notifier, logger: logger)),
                    .init(
                        service: WatchdogService(notifier: notifier, logger: logger) {
                            // A store that cannot even count is not alive.
                            (try? await kiosk.outbox.read { try $0.counts() }) != nil
                        }),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "services") { _ in SwiftLogNoOpLogHandler() })
        )
        do {
            try await group.run()
        } catch is CancellationError {
            // The way of every stop.
        }
        notifier.send(.stopping)
    }

    private static func note(_ event: String, _ kiosk: OwnedKiosk, _ clock: any EngineClock) async throws {
        let now = clock.now()
        try await Outbox.$mayUseReserve.withValue(true) {
            try await kiosk.outbox.write {
                try $0.record(event, subject: nil, operation: nil, details: ["version": .string(Version.number)], at: now)
            }
        }
    }
}

/// Syncs by the schedule, as long as the agent lives, and tells systemd and the log how it stands.
private struct EngineLoop: Service {
    let kiosk: OwnedKiosk
    let pages: ProgramPages
    let clock: any EngineClock
    let notifier: SystemdNotifier
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await pages.releaseAfterUse(clock) }
                group.addTask {
                    for await event in LinkWatch.events() { await kiosk.engine.heard(event) }
                }
                await kiosk.engine.live { end in
                    await told(end)
                    await keepCatalogue(after: end)
                }
                group.cancelAll()
            }
        }
    }

    private func told(_ end: RoundEnd) async {
        pages.used()
        guard let counts = try? await kiosk.outbox.read({ try $0.counts() }) else {
            logger.error("the store cannot be read")
            return
        }
        let report = StatusReport.Counts(counts)
        let line = "\(report.open) waiting, \(report.delivered) delivered, \(report.needPerson) need a person"
        notifier.send(.status(end.reason.map { "\($0): \(line)" } ?? line))
        switch end {
        case .finished: logger.debug("round finished", metadata: ["open": "\(report.open)", "delivered": "\(report.delivered)"])
        case .stopped(let failure):
            logger.notice("round stopped", metadata: ["reason": "\(failure.reason)", "open": "\(report.open)"])
        case .storeFailed(let error): logger.error("the store refused", metadata: ["error": "\(error)"])
        }
    }

    /// The portal's catalogue is asked for once a process, and after that with the link's idle pulls; mostly it is unchanged.
    private func keepCatalogue(after end: RoundEnd) async {
        guard case .finished = end, await kiosk.engine.wantsCatalogue() else { return }
        do {
            let answer = try await kiosk.service.updateCatalogue()
            if answer.changed { logger.info("catalogue updated", metadata: ["version": "\(answer.version)"]) }
        } catch {
            logger.notice("catalogue not updated", metadata: ["type": "\(type(of: error))"])
        }
    }
}

extension KioskSettings.LogLevel {
    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}
