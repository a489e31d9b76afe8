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
}

/// Reaches the kiosk: through the socket when an agent answers there, else as the store's owner in this process.
package enum DeskConnector {
    /// Runs `body` with the desk and closes it after. A reading request waits only briefly for a busy store.
    package static func withDesk<T>(
        _ options: DeskOptions, reading: Bool, _ body: (any Desk) async throws -> T
    ) async throws -> T {
        throw KioskProblem(.defect)
    }
}

/// The service itself, in the foreground.
package enum AgentRunner {
    package static func run(_ options: DeskOptions) async throws {
        throw KioskProblem(.defect)
    }
}

/// Checks the configuration without opening the store.
package enum ConfigCheck {
    package struct Finding: Codable, Sendable {
        package var path: String
        package var problem: KioskProblem
    }
    /// The files that were read, and everything that is wrong with them.
    package static func check(_ options: DeskOptions) -> (files: [String], findings: [Finding]) {
        ([], [Finding(path: "", problem: KioskProblem(.defect))])
    }
}
