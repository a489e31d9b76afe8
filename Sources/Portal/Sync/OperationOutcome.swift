import SyncProtocol

/// What became of one operation, before it has a receipt. A `Problem` that is thrown instead is a refusal.
enum OperationOutcome: Sendable {
    /// - Parameters:
    ///   - revision: of the subject as it stands now.
    ///   - missing: of a dossier, the files that have not come.
    case applied(revision: Revision?, missing: [String]? = nil)
    case conflict(ConflictReason, revision: Revision, theirs: JSONObject, subject: SubjectID? = nil)
    /// What it waits for has not been applied.
    case later(Problem)

    /// A conflict with what the portal has.
    static func conflict(_ reason: ConflictReason, with subject: StoredSubject) -> OperationOutcome {
        .conflict(reason, revision: subject.revisionText, theirs: subject.state)
    }

    /// Why a body cannot be: `field` is a dotted path into it.
    static func invalid(_ field: String, _ detail: String) -> Problem {
        let pointer =
            field.isEmpty ? nil : "/" + field.replacing("~", with: "~0").replacing("/", with: "~1").replacing(".", with: "/")
        return Problem(.invalidBody, detail: detail, field: pointer)
    }

    static let unknownSubject = Problem(.unknownSubject, detail: "no such subject")
}
