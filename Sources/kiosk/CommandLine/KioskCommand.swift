import ArgumentParser
import Status

/// The exit codes of cli.md; the parser has a type of the same name.
typealias ExitCode = Status.ExitCode

/// A command of `kiosk`: reads its arguments, asks the desk, shows the answer, and says how it ended.
protocol KioskCommand: AsyncParsableCommand {
    var common: CommonOptions { get }
    /// Throws `KioskProblem`, or `ValidationError` for wrong usage.
    func run(in session: Session) async throws -> ExitCode
}

extension KioskCommand {
    /// Only reached when somebody runs the command without the program around it.
    mutating func run() async throws { throw CleanExit.helpRequest(self) }
}

extension KioskProblem {
    /// The problem with `field` filled in where it says nothing of its own, so that an unknown thing given in an option is
    /// told apart from an unknown object of the command.
    func about(_ field: String) -> KioskProblem {
        var problem = self
        problem.field = problem.field ?? field
        return problem
    }
}
