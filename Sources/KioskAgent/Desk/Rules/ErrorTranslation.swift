import Dossiers
import DurableFiles
import Outbox
import Status
import SyncProtocol

/// Runs `body` and tells whatever goes wrong in it as a `KioskProblem`. Cancellation passes through as it is.
func translatingErrors<T>(_ body: () async throws -> T) async throws -> T {
    do {
        return try await body()
    } catch {
        throw KioskProblem.translating(error)
    }
}

extension KioskProblem {
    /// The one place where the errors of the modules below become what a person is told.
    static func translating(_ error: any Error) -> any Error {
        switch error {
        case let problem as KioskProblem: problem
        case let error as OutboxError: KioskProblem(store: error)
        case let error as DomainError: KioskProblem(rule: error)
        case let error as SpoolError: KioskProblem(spool: error)
        case let error as DurableFileError: KioskProblem(file: error)
        case is JSONError: KioskProblem(.invalidJSON)
        case is CancellationError: error
        // The type's name only: descriptions of unknown errors may quote personal data.
        default: KioskProblem(.defect, ["detail": "\(type(of: error))"])
        }
    }

    init(store error: OutboxError) {
        switch error.code {
        case .busy: self.init(.storeBusy)
        case .corrupt: self.init(.storeCorrupt)
        case .newerVersion: self.init(.storeNewer)
        case .readOnly: self.init(.storeReadOnly)
        case .diskFull: self.init(.diskFull)
        case .notAllowed: self.init(.storeNotAllowed)
        case .missing, .other: self.init(.defect, ["detail": "store: \(error.description)"])
        }
    }

    init(spool error: SpoolError) {
        switch error {
        case .tooLarge(let limit): self.init(.fileTooLarge, ["limit": String(limit)])
        case .empty: self.init(.fileEmpty)
        case .diskFull: self.init(.diskFull)
        case .readOnly: self.init(.storeReadOnly)
        case .notAllowed: self.init(.storeNotAllowed)
        case .missing: self.init(.defect, ["detail": "spool: missing"])
        case .failed(let cause): self.init(.defect, ["detail": "spool: \(cause)"])
        }
    }

    init(file error: DurableFileError) {
        switch error.kind {
        case .diskFull: self.init(.diskFull)
        case .readOnly: self.init(.storeReadOnly)
        case .notAllowed: self.init(.storeNotAllowed)
        // A person's own file; what is opened by name is told by its last component alone.
        case .missing: self.init(.fileMissing, ["file": error.name])
        case .isDirectory: self.init(.fileIsDirectory, ["file": error.name])
        case .symlinkLoop: self.init(.fileSymlinkLoop, ["file": error.name])
        case .notRegular: self.init(.fileNotRegular, ["file": error.name])
        case .tooLarge(let limit): self.init(.fileTooLarge, ["file": error.name, "limit": String(limit)])
        case .notDirectory, .alreadyExists, .other: self.init(.defect, ["detail": "file: \(error.description)"])
        }
    }

    init(rule error: DomainError) {
        var parameters: [String: String] = [:]
        let kind: Kind =
            switch error.kind {
            case .emptyName: .emptyName
            case .invalidName: .invalidName
            case .invalidIdentity: .invalidIdentity
            case .invalidDate: .invalidDate
            case .invalidPhone: .invalidPhone
            case .invalidEmail: .invalidEmail
            case .legacyEncoding: .legacyEncoding
            case .invalidText: .invalidText
            case .invalidValue: .invalidValue
            case .missingField: .missingField
            case .unknownField: .unknownField
            case .invalidScan: .invalidScan
            case .invalidJSON: .invalidJSON
            }
        switch error.kind {
        case .unknownField: parameters["nearest"] = error.hint
        case .invalidValue: parameters["known"] = error.hint
        default: parameters["example"] = error.hint
        }
        if error.kind == .invalidScan, error.field == "scan.birth" { parameters["part"] = "birth/date" }
        self.init(kind, field: error.field.isEmpty ? nil : error.field, parameters)
    }
}
