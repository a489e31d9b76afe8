/// The answer to a request, or as much of it as came.
package struct CurlResponse: Sendable {
    package var status: Int
    /// Names in lower case, in the order of arrival; a name may stand more than once.
    package var headers: [(name: String, value: String)]
    /// Empty when the request had an `onBody`.
    package var body: [UInt8]
    /// True when the line broke before the end of the body.
    package var isCut: Bool
    /// Bytes of the request's body that were given to the network.
    package var bytesSent: Int64
    /// Bytes of the answer's body as they came, before decoding.
    package var bytesReceived: Int64
    /// From the start of the request to the first byte of the answer.
    package var firstByteAfter: Duration
    /// The connection's smoothed round trip; `nil` where there is none to measure.
    package var roundTrip: Duration?

    package init(
        status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], isCut: Bool = false,
        bytesSent: Int64 = 0, bytesReceived: Int64 = 0, firstByteAfter: Duration = .zero,
        roundTrip: Duration? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isCut = isCut
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
        self.firstByteAfter = firstByteAfter
        self.roundTrip = roundTrip
    }

    /// The last value of the header `name`, whatever its case.
    package func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.last { $0.name == name }?.value
    }
}
