/// Collects an answer as curl hands it over, within bounds.
struct CurlAnswerReader {
    /// The most header bytes and header lines of one answer.
    static let headerByteLimit = 64 * 1024
    static let headerCountLimit = 200

    /// Why the rest of the answer was refused by us.
    private(set) var refusal: CurlError.Kind?
    private var status = 0
    private var headers: [(name: String, value: String)] = []
    private var headerBytes = 0
    /// True after the empty line that ends the headers of a final answer (not of a 1xx one).
    private var hasHeaders = false
    private var body: [UInt8] = []

    /// True once the first byte of an answer has come.
    var hasStarted: Bool { headerBytes > 0 }

    /// Takes one header line; `false` ends the transfer.
    mutating func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= Self.headerByteLimit, headers.count < Self.headerCountLimit else {
            refusal = .tooLarge
            return false
        }
        // Trailers come after the body; nothing in them is asked for.
        guard !hasHeaders else { return true }
        let line = String(decoding: bytes, as: UTF8.self).trimmed
        if line.hasPrefix("HTTP/") {
            headers = []
            status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        } else if line.isEmpty {
            hasHeaders = status >= 200
        } else if let colon = line.firstIndex(of: ":") {
            headers.append((line[..<colon].lowercased(), String(line[line.index(after: colon)...]).trimmed))
        }
        return true
    }

    /// Takes a piece of the body; `false` ends the transfer.
    mutating func receive(
        _ bytes: UnsafeRawBufferPointer, limit: Int, onBody: (@Sendable ([UInt8]) -> Bool)?
    ) -> Bool {
        if let onBody {
            guard onBody(Array(bytes)) else {
                refusal = .stopped
                return false
            }
            return true
        }
        guard body.count + bytes.count <= limit else {
            body.append(contentsOf: bytes.prefix(max(0, limit - body.count)))
            refusal = .tooLarge
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// The answer so far; `nil` before the end of its headers.
    func response(
        bytesSent: Int64, bytesReceived: Int64, firstByteAfter: Duration, roundTrip: Duration?
    ) -> CurlResponse? {
        guard hasHeaders else { return nil }
        return CurlResponse(
            status: status, headers: headers, body: body, bytesSent: bytesSent, bytesReceived: bytesReceived,
            firstByteAfter: firstByteAfter, roundTrip: roundTrip)
    }
}

extension String {
    /// Without the blanks of RFC 9110, 5.6.3, and the line's end. By bytes: `\r\n` is one character to Swift.
    fileprivate var trimmed: String {
        let isBlank = { (byte: UInt8) in byte == 32 || byte == 9 || byte == 13 || byte == 10 }
        let bytes = utf8.drop(while: isBlank)
        guard let last = bytes.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(bytes[...last]) ?? ""
    }
}
