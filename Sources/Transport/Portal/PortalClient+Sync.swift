import CurlHTTP
import Gzip
import SyncProtocol

extension PortalClient {
    package func sync(_ request: SyncExchangeRequest) async throws(PortalFailure) -> SyncExchangeResult {
        try await sync(request, onSent: {})
    }

    package func sync(
        _ request: SyncExchangeRequest, onSent: @escaping @Sendable () -> Void
    ) async throws(PortalFailure) -> SyncExchangeResult {
        guard let identity else { throw .local(detail: "not enrolled") }
        var text = SyncRequestHeader(
            kiosk: identity.kioskID, agent: agent, cursor: request.cursor, maxChanges: request.maxChanges,
            lines: request.lines.count
        ).line
        text.append(UInt8(ascii: "\n"))
        for line in request.lines {
            text += line
            text.append(UInt8(ascii: "\n"))
        }
        let (body, isGzipped) = Self.encode(text)
        var headers = [
            ("Content-Type", ProtocolVersion.syncMediaType),
            // Not decoded by curl, which gives nothing of a gzip body that was cut.
            ("Accept-Encoding", "gzip"),
            // The first line of the body names the agent, and where one edit goes alone each header counts.
            ("User-Agent", ""),
        ]
        if isGzipped { headers.append(("Content-Encoding", "gzip")) }
        let answer = try await authorised(
            CurlRequest(
                "POST", address.endpoint("/sync"), headers: headers, body: .bytes(body),
                bodyLimit: SyncAnswerReader.byteLimit, onSent: onSent))
        guard answer.status == 200 else { throw answer.failure }
        return try Self.result(of: answer)
    }

    /// Compresses what that makes smaller: a request without operations stays as it is.
    static func encode(_ text: [UInt8]) -> (body: [UInt8], isGzipped: Bool) {
        guard text.count > 256, let packed = try? Gzip.compress(text, level: 9), packed.count < text.count else {
            return (text, false)
        }
        return (packed, true)
    }

    private static func result(of answer: PortalAnswer) throws(PortalFailure) -> SyncExchangeResult {
        let encoding = answer.response.header("content-encoding")?.lowercased() ?? "identity"
        guard answer.isGzipped || encoding == "identity" else {
            throw .badAnswer(detail: "an encoding that was not offered")
        }
        let reader = SyncAnswerReader(answer.response.body, isGzipped: answer.isGzipped)
        var portalTime = answer.date
        var skew = answer.skew
        if case .header(let time, _)? = reader.lines.first {
            // To the millisecond, where `Date` has seconds.
            if let date = answer.date { skew = skew.map { $0 + ((date + .milliseconds(500)) - time) } }
            portalTime = time
        }
        return SyncExchangeResult(
            lines: reader.lines, end: reader.end,
            // What curl saw tells more than that the end is missing.
            failure: reader.end == nil ? (answer.cutBy ?? reader.failure) : nil, malformedLines: reader.malformedLines,
            bytesSent: answer.response.bytesSent, bytesReceived: answer.response.bytesReceived, portalTime: portalTime,
            skew: skew, duration: answer.duration, roundTrip: answer.response.roundTrip)
    }
}
