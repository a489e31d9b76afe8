import HTTPTypes
import Hummingbird
import SyncProtocol

/// Answers as HTTP.
enum Answer {
    /// A JSON document.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok, cacheable: Bool = false) -> Response {
        bytes(value.encoded, type: "application/json", status: status, cacheable: cacheable)
    }

    static func bytes(
        _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, cacheable: Bool = false
    ) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.xContentTypeOptions] = "nosniff"
        if !cacheable { headers[.cacheControl] = "no-store" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A problem document (RFC 9457). A problem without a status is our own fault.
    static func problem(_ problem: Problem) -> Response {
        var problem = problem
        let status = problem.status ?? 500
        problem.status = status
        if problem.title == nil { problem.title = problem.name?.title }
        var answer = bytes(
            problem.json.encoded, type: ProtocolVersion.problemMediaType, status: HTTPResponse.Status(code: status))
        if let seconds = problem.retryAfter { answer.headers[.retryAfter] = String(seconds) }
        if status == 401 { answer.headers[.wwwAuthenticate] = "Bearer" }
        return answer
    }
}

extension ProblemName {
    /// The same for every problem of the name (RFC 9457, 3.1.3).
    var title: String { rawValue.replacing("-", with: " ") }
}
