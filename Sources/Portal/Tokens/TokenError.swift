import SyncProtocol

/// Why the token endpoint refuses (RFC 6749, 5.2), with the members that our protocol adds.
struct TokenError: Error {
    let error: String
    let name: ProblemName
    let status: Int
    let detail: String

    /// Every refusal but one is 400 (protocol.md, section 3).
    init(_ error: String, _ name: ProblemName, status: Int = 400, _ detail: String) {
        self.error = error
        self.name = name
        self.status = status
        self.detail = detail
    }

    static func request(_ detail: String) -> TokenError { TokenError("invalid_request", .malformedRequest, detail) }
    static func client(_ detail: String) -> TokenError { TokenError("invalid_client", .invalidClient, detail) }

    var json: JSONValue {
        [
            "error": .string(error), "error_description": .string(detail), "type": .string(name.type),
            "status": .integer(Int64(status)),
        ]
    }
}
