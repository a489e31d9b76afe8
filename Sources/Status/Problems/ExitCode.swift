/// The exit codes of `kiosk`, stable for scripts (sysexits.h where it has one).
package enum ExitCode: Int32, Sendable, Codable, CaseIterable {
    /// Done. For `sync`: all but held items delivered, files included.
    case done = 0
    /// Something needs a person: conflicts, refusals, quarantined items.
    case needsPerson = 1
    /// Not all delivered yet; it will go on by itself.
    case notYet = 2
    /// Wrong usage of the command line.
    case usage = 64
    /// Bad input data.
    case badData = 65
    /// No such file or id.
    case notFound = 66
    /// The agent or the portal cannot be used: revoked, wrong server, store in use.
    case unavailable = 69
    /// A defect of the program.
    case defect = 70
    /// The disk is full or the store is read-only.
    case cannotStore = 73
    /// Not allowed; a refused enrolment code too.
    case notAllowed = 77
    /// Wrong configuration; `sync` before any enrolment too.
    case configuration = 78
}
