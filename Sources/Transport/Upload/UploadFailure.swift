package import SyncProtocol

/// Why a call about an upload did not succeed (protocol.md, section 7).
package enum UploadFailure: Error, Sendable, Hashable {
    /// 409: the portal is at another offset. Ask for it and go on from there.
    case conflict
    /// 423: somebody else, perhaps our own broken connection, still holds the upload. Try again soon.
    case locked(retryAfter: Duration?)
    /// 404 or 410: create it anew.
    case gone
    /// 413: the file is refused, and the clerk is told.
    case tooLarge(Problem?)
    /// The portal takes no such files.
    case typeRefused(Problem?)
    /// 422: what arrived is not the file that was announced; the upload is gone.
    case digestMismatch(Problem?)
    /// 460: only this chunk is gone.
    case checksumMismatch
    /// Any other refusal of this file.
    case refused(Problem)
    /// The stored file cannot be read.
    case local(detail: String)
    /// Not about this file.
    case portal(PortalFailure)
}

extension UploadFailure {
    /// What an answer that is not a success says. A problem's name counts before the status, which other tus servers
    /// share between reasons.
    init(_ answer: PortalAnswer) {
        let problem = answer.problem
        switch (problem?.name, answer.status) {
        case (.offsetMismatch, _), (nil, 409): self = .conflict
        case (.uploadLocked, _), (nil, 423): self = .locked(retryAfter: answer.retryAfter)
        case (.uploadGone, _), (_, 404), (_, 410): self = .gone
        case (.fileTooLarge, _), (nil, 413): self = .tooLarge(problem)
        case (.fileType, _), (nil, 415): self = .typeRefused(problem)
        case (.fileDigestMismatch, _), (nil, 422): self = .digestMismatch(problem)
        case (.checksumMismatch, _), (nil, 460): self = .checksumMismatch
        case (_, 409): self = .conflict
        case (_, 423): self = .locked(retryAfter: answer.retryAfter)
        case (_, 413): self = .tooLarge(problem)
        case (_, 422): self = .digestMismatch(problem)
        case (_, 460): self = .checksumMismatch
        default:
            switch answer.failure {
            case .clientRefused(let problem): self = .refused(problem)
            case let failure: self = .portal(failure)
            }
        }
    }
}
