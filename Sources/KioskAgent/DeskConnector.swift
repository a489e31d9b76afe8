import DurableFiles
import Foundation
package import Status

/// Where the kiosk's data and configuration are, as the command line was told.
package struct DeskOptions: Sendable {
    /// `--home` or `KIOSK_HOME`; `nil` for the default.
    package var home: String?
    /// `--config` or `KIOSK_CONFIG`; `nil` for the default.
    package var config: String?
    package init(home: String? = nil, config: String? = nil) {
        self.home = home
        self.config = config
    }

    func homeFolder() throws(KioskProblem) -> HomeFolder {
        try HomeFolder.resolve(option: home, environment: ProcessInfo.processInfo.environment)
    }

    /// What becomes of scans at this desk. Throws `KioskProblem` where the settings are wrong.
    package func scans() throws(KioskProblem) -> KioskSettings.Scans { try settings(homeFolder()).attachments.scans }

    /// Whether papers of that type are taken in at this desk. Throws `KioskProblem` where the settings are wrong.
    package func takesIn(_ mediaType: String) throws(KioskProblem) -> Bool {
        try settings(homeFolder()).attachments.types.contains(mediaType)
    }

    func settings(_ home: HomeFolder) throws(KioskProblem) -> KioskSettings {
        try KioskSettings.load(option: config, home: home, environment: ProcessInfo.processInfo.environment)
    }
}

/// Reaches the kiosk: through the socket when an agent answers there, else as the store's owner in this process.
package enum DeskConnector {
    /// Runs `body` with the desk and closes it after. A reading request waits at most 2 s for a busy store, any other
    /// 10 s, and then says who holds it. Throws `KioskProblem` and what `body` throws.
    package static func withDesk<T>(
        _ options: DeskOptions, reading: Bool, _ body: (any Desk) async throws -> T
    ) async throws -> T {
        try await translatingErrors {
            switch try await reach(options, patience: reading ? .seconds(2) : .seconds(10)) {
            case .agent(let remote): return try await body(remote)
            case .owner(let lock, let home, let settings):
                let kiosk = try await OwnedKiosk.open(home, settings, lock: lock, clock: SystemClock(), agentSince: nil)
                do {
                    let answer = try await body(kiosk.desk)
                    await kiosk.close()
                    return answer
                } catch {
                    await kiosk.close()
                    throw error
                }
            }
        }
    }

    private enum Reached: Sendable {
        case agent(RemoteDesk)
        case owner(FileLock, HomeFolder, KioskSettings)
    }

    /// Waits for a busy store as long as `patience` lasts.
    private static func reach(_ options: DeskOptions, patience: Duration) async throws -> Reached {
        let home = try options.homeFolder()
        let settings = try options.settings(home)
        let clock = SystemClock()
        while true {
            switch try await attempt(home, settings) {
            case .success(let reached): return reached
            case .failure(let held):
                guard clock.uptime() < patience else { throw KioskProblem(.storeBusy, held.parameters) }
                try await clock.sleep(for: .milliseconds(25))
            }
        }
    }

    // Not inlined: the optimizer of Swift 6.3 crashes over the loop with this in it, once testing is enabled.
    @inline(never)
    private static func attempt(_ home: HomeFolder, _ settings: KioskSettings) async throws -> Result<Reached, FileLock.Held> {
        if let remote = try await RemoteDesk.reach(settings.agent.socket ?? home.socket) { return .success(.agent(remote)) }
        return try StoreLock.tryAcquire(home, as: "kiosk").map { .owner($0, home, settings) }
    }
}

/// The owner's lock of a home (architecture.md, section 1).
enum StoreLock {
    static func tryAcquire(_ home: HomeFolder, as description: String) throws -> Result<FileLock, FileLock.Held> {
        do {
            _ = try DurableFolder.create(home.path)
        } catch {
            switch error.kind {
            case .notDirectory, .alreadyExists, .missing: throw KioskProblem(.homeMissing, field: "--home", ["path": home.path])
            default: throw error
            }
        }
        return try FileLock.tryAcquire(home.path + "/owner.lock", as: .current(description))
    }
}

extension FileLock.Held {
    /// Who has it, for the text of `store-busy`.
    var parameters: [String: String] {
        guard let holder else { return [:] }
        return ["holder": "\(holder.pid)", "program": holder.description.isEmpty ? "kiosk" : holder.description]
    }
}

/// Checks the configuration without opening the store.
package enum ConfigCheck {
    package struct Finding: Codable, Sendable {
        package var path: String
        package var problem: KioskProblem

        package init(path: String, problem: KioskProblem) {
            self.path = path
            self.problem = problem
        }
    }

    /// The files that were read, and everything that is wrong with them.
    package static func check(_ options: DeskOptions) -> (files: [String], findings: [Finding]) {
        let environment = ProcessInfo.processInfo.environment
        do throws(KioskProblem) {
            let home = try options.homeFolder()
            let file = KioskSettings.file(option: options.config, home: home, environment: environment)
            let problems = KioskSettings.check(option: options.config, home: home, environment: environment)
            var findings = problems.map { Finding(path: file ?? "", problem: $0) }
            // The files of the place are named by the settings: they are looked at once those are right.
            if problems.isEmpty {
                let site = SiteShelf(try options.settings(home).desk).current()
                findings += site.problems.map { Finding(path: $0.parameters["file"] ?? "", problem: $0) }
            }
            return (file.map { [$0] } ?? [], findings)
        } catch {
            return ([], [Finding(path: "", problem: error)])
        }
    }
}
