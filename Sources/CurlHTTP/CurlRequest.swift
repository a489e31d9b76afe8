/// One HTTP request.
package struct CurlRequest: Sendable {
    /// What is sent after the headers.
    package enum Body: Sendable, Hashable {
        case none
        case bytes([UInt8])
        /// Read from the file while sending, in 16 KiB pieces.
        case file(FileSlice)

        /// Bytes to send.
        package var length: Int64 {
            switch self {
            case .none: 0
            case .bytes(let bytes): Int64(bytes.count)
            case .file(let slice): slice.length
            }
        }
    }

    package var method: String
    /// `http` or `https`; curl refuses every other scheme.
    package var url: String
    /// One with an empty value is left out, also where curl would send it by itself.
    package var headers: [(name: String, value: String)]
    package var body: Body
    /// The longest answer that is collected, in bytes after decoding; beyond it the request fails with `.tooLarge`.
    package var bodyLimit: Int
    /// Offers `Accept-Encoding: gzip` and lets curl decode. Leave it out to see the bytes as they came.
    package var decodesGzip: Bool
    /// A limit for the whole exchange; `nil` leaves the end to the stall detection.
    package var timeout: Duration?
    /// The most bytes a second at which the body is sent, on average; `nil` for as fast as the line takes them.
    package var sendSpeed: Int64?
    /// On a new connection, whatever is kept.
    package var isFresh = false
    /// A Unix socket to connect to in place of the URL's host.
    package var unixSocket: String?
    /// Takes the answer's body piece by piece, on curl's thread, so it must be quick; nothing is collected then.
    /// `false` ends the request with `.stopped`.
    package var onBody: (@Sendable ([UInt8]) -> Bool)?
    /// Told, on curl's thread, how many bytes of the body the peer's system has acknowledged.
    package var onProgress: (@Sendable (Int64) -> Void)?
    /// Told once, on curl's thread, when the line is about to be idle: the body's last byte is on it, with nothing waiting in
    /// front of that, and the answer is awaited; or the peer has acknowledged nothing for longer than a second and than two
    /// round trips, and the kernel waits for its time-out; or the line could carry more than this connection sends.
    package var onSent: (@Sendable () -> Void)?

    package init(
        _ method: String = "GET", _ url: String, headers: [(name: String, value: String)] = [], body: Body = .none,
        bodyLimit: Int = 1 << 20, decodesGzip: Bool = false, timeout: Duration? = nil, sendSpeed: Int64? = nil,
        unixSocket: String? = nil, onBody: (@Sendable ([UInt8]) -> Bool)? = nil, onProgress: (@Sendable (Int64) -> Void)? = nil,
        onSent: (@Sendable () -> Void)? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.bodyLimit = bodyLimit
        self.decodesGzip = decodesGzip
        self.timeout = timeout
        self.sendSpeed = sendSpeed
        self.unixSocket = unixSocket
        self.onBody = onBody
        self.onProgress = onProgress
        self.onSent = onSent
    }
}

/// A part of a file.
package struct FileSlice: Sendable, Hashable {
    package var path: String
    /// Bytes from the start of the file.
    package var offset: Int64
    /// Bytes.
    package var length: Int64

    package init(path: String, offset: Int64, length: Int64) {
        self.path = path
        self.offset = offset
        self.length = length
    }
}
