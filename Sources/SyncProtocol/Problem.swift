/// The closed table of problem names (protocol.md, section 1): what a portal can find wrong, in words that both sides
/// know and the kiosk translates.
package enum ProblemName: String, Sendable, Hashable, Codable, CaseIterable {
    case malformedLine = "malformed-line"
    case malformedRequest = "malformed-request"
    case unknownType = "unknown-type"
    case operationReused = "operation-reused"
    case afterNotApplied = "after-not-applied"
    case afterNever = "after-never"
    case invalidBody = "invalid-body"
    case unknownSubject = "unknown-subject"
    case unknownProcedure = "unknown-procedure"
    case unknownFile = "unknown-file"
    case notYours = "not-yours"
    case identityElsewhere = "identity-elsewhere"
    case notEditable = "not-editable"
    case requestClosed = "request-closed"
    case nothingToPay = "nothing-to-pay"
    case fileTooLarge = "file-too-large"
    case fileType = "file-type"
    case fileDigestMismatch = "file-digest-mismatch"
    case uploadGone = "upload-gone"
    case offsetMismatch = "offset-mismatch"
    case checksumMismatch = "checksum-mismatch"
    case uploadLocked = "upload-locked"
    case tusVersion = "tus-version"
    case batchTooLarge = "batch-too-large"
    case assertionTime = "assertion-time"
    case invalidClient = "invalid-client"
    case unauthorized = "unauthorized"
    case tooManyRequests = "too-many-requests"
    case enrolmentRefused = "enrolment-refused"
    case revoked = "revoked"
    case agentTooOld = "agent-too-old"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case unsupportedMediaType = "unsupported-media-type"
    case unavailable = "unavailable"
    case internalError = "internal"

    /// The `type` member of RFC 9457: a URI reference.
    package var type: String { "/problems/\(rawValue)" }

    /// The name in a `type` member; `nil` for one that is not in the table.
    package init?(type: String) {
        guard type.hasPrefix("/problems/") else { return nil }
        self.init(rawValue: String(type.dropFirst("/problems/".count)))
    }
}

/// A problem document (RFC 9457). `detail` is written for an engineer; a kiosk shows its own text for `type`.
package struct Problem: Error, Sendable, Hashable, Codable {
    package var type: String
    package var title: String?
    package var status: Int?
    package var detail: String?
    /// A JSON Pointer (RFC 6901) into the operation's `body`.
    package var field: String?
    /// Seconds.
    package var retryAfter: Int?

    package init(
        _ name: ProblemName, title: String? = nil, status: Int? = nil, detail: String? = nil, field: String? = nil,
        retryAfter: Int? = nil
    ) {
        self.type = name.type
        self.title = title
        self.status = status
        self.detail = detail
        self.field = field
        self.retryAfter = retryAfter
    }

    /// The name in the table; `nil` for a portal's own.
    package var name: ProblemName? { ProblemName(type: type) }

    enum CodingKeys: String, CodingKey {
        case type, title, status, detail, field
        case retryAfter = "retry_after"
    }

    /// What a peer sent; `nil` if there is no `type`. Members of a wrong type count as absent.
    package init?(_ value: JSONValue?) {
        guard let object = value?.objectValue, let type = object["type"]?.stringValue else { return nil }
        self.type = type
        title = object["title"]?.stringValue
        status = object["status"]?.integerValue.flatMap { Int(exactly: $0) }
        detail = object["detail"]?.stringValue
        field = object["field"]?.stringValue
        retryAfter = object["retry_after"]?.integerValue.flatMap { Int(exactly: $0) }
    }

    package var json: JSONValue {
        var object: JSONObject = ["type": .string(type)]
        object["title"] = title.map(JSONValue.string)
        object["status"] = status.map { .integer(Int64($0)) }
        object["detail"] = detail.map(JSONValue.string)
        object["field"] = field.map(JSONValue.string)
        object["retry_after"] = retryAfter.map { .integer(Int64($0)) }
        return .object(object)
    }
}
