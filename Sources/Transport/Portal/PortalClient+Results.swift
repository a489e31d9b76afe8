import CurlHTTP
package import SyncProtocol

/// A part of a result's file, as the portal gave it.
package enum ResultPart: Sendable, Hashable {
    /// Bytes from the offset that was asked for on. What the line broke off is not among them; what came before it is.
    case bytes([UInt8], isCut: Bool)
    /// The portal sends the whole file, from its start, whatever was asked for.
    case fromStart([UInt8], isCut: Bool)
    /// The portal has no such file for this unit, or not any more.
    case missing
    /// It is another file than the one that was named, or ends before the offset.
    case changed
    /// The portal will not give it.
    case refused(Problem)
}

extension PortalClient {
    package func resultPart(_ sha256: String, offset: Int64, length: Int64) async throws(PortalFailure) -> ResultPart {
        let tag = "\"\(sha256)\""
        var headers = [("Accept", "application/octet-stream, */*"), ("If-Match", tag)]
        // Asking for all of a file is asking for the file: any portal can answer that.
        if offset > 0 || length < Int64.max / 2 {
            headers += [("Range", "bytes=\(offset)-\(offset + length - 1)"), ("If-Range", tag)]
        }
        let limit = Int(clamping: length.addingReportingOverflow(1).partialValue)
        let answer = try await authorised(
            CurlRequest("GET", address.endpoint("/results/\(sha256)"), headers: headers, bodyLimit: limit))
        let isCut = answer.cutBy != nil
        switch answer.status {
        case 206:
            guard answer.response.header("content-range")?.hasPrefix("bytes \(offset)-") == true else {
                throw .badAnswer(detail: "another part than was asked for")
            }
            return .bytes(answer.response.body, isCut: isCut)
        case 200: return offset == 0 ? .bytes(answer.response.body, isCut: isCut) : .fromStart(answer.response.body, isCut: isCut)
        case 404, 410: return .missing
        case 412, 416: return .changed
        case 400..<500:
            let failure = answer.failure
            guard case .clientRefused(let problem) = failure else { throw failure }
            return .refused(problem)
        default: throw answer.failure
        }
    }
}
