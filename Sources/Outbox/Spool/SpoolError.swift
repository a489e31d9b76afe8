import DurableFiles

/// Why a paper was not taken in. Nothing of it is left behind.
package enum SpoolError: Error, Sendable, Hashable {
    case tooLarge(limitBytes: Int64)
    case empty
    case diskFull
    case readOnly
    case notAllowed
    /// The paper is not in the spool.
    case missing
    /// An operation on the file failed otherwise; the text holds no personal data.
    case failed(String)

    init(_ error: DurableFileError) {
        self =
            switch error.kind {
            case .diskFull: .diskFull
            case .readOnly: .readOnly
            case .notAllowed: .notAllowed
            case .missing: .missing
            default: .failed(error.description)
            }
    }

    init(_ error: IncomingFileError) {
        self =
            switch error {
            case .missing: .missing
            case .notAllowed: .notAllowed
            case .empty: .empty
            case .other(let cause): SpoolError(cause)
            default: .failed("\(error)")
            }
    }
}
