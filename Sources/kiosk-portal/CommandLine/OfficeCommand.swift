import ArgumentParser
import Portal

/// A command of the office: works on the store in this process, beside `serve` or without it.
protocol OfficeCommand: AsyncParsableCommand {
    var common: CommonOptions { get }
    /// Throws `PortalError`, or `ValidationError` for wrong usage.
    func run(in desk: OfficeDesk) async throws
}

extension OfficeCommand {
    /// Only reached when somebody runs the command without the program around it.
    mutating func run() async throws { throw CleanExit.helpRequest(self) }
}

/// What a command of the office works with.
struct OfficeDesk: Sendable {
    let output: Output
    let settings: PortalSettings
    let office: Office
}
