import CCurl

/// One easy handle and what its callbacks collect. Lives on curl's thread.
final class CurlTransfer {
    /// Never used again, unlike the handle's address.
    let id: UInt64
    let easy: UnsafeMutableRawPointer
    var continuation: CheckedContinuation<Result<CurlResponse, CurlError>, Never>?

    private let request: CurlRequest
    private let source: CurlBodySource?
    private let sockets: CurlSockets
    private var activeSocket: Int32?
    private let madeAt = ContinuousClock.now
    private var begunAt: ContinuousClock.Instant?
    private let deadAfter: Duration
    private var mayFollowRate: Bool
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var answer = CurlAnswerReader()
    private var lastProgress: Int64 = 0
    private var lastLook: ContinuousClock.Instant?
    private var lastWritten: Int64 = 0
    private var lastAcknowledged: Int64?
    private var acknowledgedAt: ContinuousClock.Instant?
    /// The kernel has the body's last byte.
    private var isWritten = false
    private var wasToldSent = false
    private(set) var roundTrip: Duration?
    private var wasResent = false
    /// What curl has to say beyond its code. On the heap: curl keeps the pointer.
    private let errorText: UnsafeMutablePointer<CChar>

    /// Throws `.localFile` when a file to be sent cannot be opened, and what curl thinks of an option.
    init(_ request: CurlRequest, options: CurlOptions, id: UInt64, sockets: CurlSockets) throws(CurlError) {
        self.id = id
        self.request = request
        self.sockets = sockets
        deadAfter = min(options.deadAfter, options.stallTimeout)
        mayFollowRate = options.mayFollowRate
        source = try CurlBodySource(request.body)
        guard let easy = curl_easy_init() else { throw CurlError(CURLE_FAILED_INIT) }
        self.easy = easy
        var list: UnsafeMutablePointer<curl_slist>?
        // An empty `Expect:` keeps curl from waiting a second for a "100 Continue" that old portals never send.
        // An empty `Accept:` says as little as curl's own `*/*`.
        let isAsking = request.headers.contains { $0.name.lowercased() == "accept" }
        for line in ["Expect:"] + (isAsking ? [] : ["Accept:"]) + request.headers.map({ "\($0.name): \($0.value)" }) {
            // A line break in a value would be another header.
            guard !line.utf8.contains(where: { $0 == 10 || $0 == 13 || $0 == 0 }),
                let longer = curl_slist_append(list, line)
            else {
                curl_slist_free_all(list)
                curl_easy_cleanup(easy)
                throw CurlError(.other, message: "a header that cannot be sent")
            }
            list = longer
        }
        headerList = list
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try set(CURLOPT_ERRORBUFFER, pointer: errorText)
        try set(CURLOPT_HTTPHEADER, list: list)
        try configure(options)
        try configureRequest()
        try installCallbacks()
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    private func configureRequest() throws(CurlError) {
        try set(CURLOPT_URL, request.url)
        if let source {
            try set(CURLOPT_UPLOAD, 1)
            try set(CURLOPT_INFILESIZE_LARGE, offset: source.length)
        } else if request.method == "HEAD" {
            try set(CURLOPT_NOBODY, 1)
        }
        try set(CURLOPT_CUSTOMREQUEST, request.method)
        if request.decodesGzip { try set(CURLOPT_ACCEPT_ENCODING, "gzip") }
        if let timeout = request.timeout { try set(CURLOPT_TIMEOUT_MS, max(1, timeout.curlMilliseconds)) }
        if let speed = request.sendSpeed { try set(CURLOPT_MAX_SEND_SPEED_LARGE, offset: max(1, speed)) }
        if request.isFresh { try set(CURLOPT_FRESH_CONNECT, 1) }
        if let path = request.unixSocket { try set(CURLOPT_UNIX_SOCKET_PATH, path) }
    }

    private func installCallbacks() throws(CurlError) {
        // Unretained: the session holds this object as long as the handle is in the multi handle.
        let context = Unmanaged.passUnretained(self).toOpaque()
        try set(CURLOPT_WRITEDATA, pointer: context)
        try check(
            ccurl_setopt_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                CurlTransfer.at(context)?.receive(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
            })
        try set(CURLOPT_HEADERDATA, pointer: context)
        try check(
            ccurl_setopt_write(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                CurlTransfer.at(context)?.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
            })
        try set(CURLOPT_SOCKOPTDATA, pointer: context)
        try check(
            ccurl_setopt_sockopt(easy, CURLOPT_SOCKOPTFUNCTION) { context, socket, _ in
                if let transfer = CurlTransfer.at(context) {
                    CurlSocket.tune(socket, deadAfter: transfer.deadAfter)
                    transfer.sockets.made(socket)
                }
                return CURL_SOCKOPT_OK
            })
        if source != nil {
            try set(CURLOPT_READDATA, pointer: context)
            try check(
                ccurl_setopt_read(easy, CURLOPT_READFUNCTION) { buffer, size, count, context in
                    CurlTransfer.at(context)?.source?
                        .read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
                        ?? Int(CURL_READFUNC_ABORT)
                })
            try set(CURLOPT_SEEKDATA, pointer: context)
            try check(
                ccurl_setopt_seek(easy, CURLOPT_SEEKFUNCTION) { context, offset, origin in
                    // curl only ever seeks from the start.
                    guard origin == SEEK_SET, let transfer = CurlTransfer.at(context), transfer.mayStartOver,
                        transfer.source?.seek(to: Int64(offset)) == true
                    else { return CURL_SEEKFUNC_FAIL }
                    return CURL_SEEKFUNC_OK
                })
        }
        try set(CURLOPT_PREREQDATA, pointer: context)
        try check(
            ccurl_setopt_prereq(easy, CURLOPT_PREREQFUNCTION) { context, _, address, _, port in
                CurlTransfer.at(context)?.begins(from: address.map { String(cString: $0) }, port: port)
                return CURL_PREREQFUNC_OK
            })
        if let source, source.length > 0 {
            try set(CURLOPT_NOPROGRESS, 0)
            try set(CURLOPT_XFERINFODATA, pointer: context)
            try check(
                ccurl_setopt_progress(easy, CURLOPT_XFERINFOFUNCTION) { context, _, _, _, sent in
                    CurlTransfer.at(context)?.progress(Int64(sent))
                    return 0
                })
        }
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
        context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: What curl calls

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        answer.receive(bytes, limit: request.bodyLimit, onBody: request.onBody) ? bytes.count : 0
    }

    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        // What was sent has been acknowledged by now, a short request too.
        if !answer.hasStarted, let activeSocket { chooseControl(of: activeSocket) }
        return answer.receiveHeader(bytes) ? bytes.count : 0
    }

    /// `written` bytes of the body are with the kernel.
    private func progress(_ written: Int64) {
        if let source, written >= source.length { isWritten = true }
        lastWritten = written
        guard written > lastProgress, let socket = activeSocket else { return }
        let now = ContinuousClock.now
        // curl asks many times a second; a person, and the choice below, need a few.
        if let lastLook, now - lastLook < .milliseconds(200) { return }
        lastLook = now
        let acknowledged = written - CurlSocket.unacknowledged(socket)
        if acknowledged > lastProgress {
            lastProgress = acknowledged
            request.onProgress?(acknowledged)
        }
        chooseControl(of: socket)
    }

    /// Has the connections follow the line's rate once it is seen that losses would hold them back.
    private func chooseControl(of socket: Int32) {
        guard mayFollowRate, !sockets.followsRate, CurlSocket.crawls(socket) || CurlSocket.isLong(socket) else { return }
        // Once, whether or not the kernel lets us.
        mayFollowRate = false
        sockets.followRate()
    }

    /// A body that takes a line some round trips.
    private static let longBytes: Int64 = 64 << 10

    var wasLong: Bool { source.map { $0.length >= Self.longBytes } ?? false }
    /// Whether much of the body is still to be sent.
    var isLong: Bool { source.map { $0.length - lastWritten >= Self.longBytes } ?? false }

    /// The line is this one's alone from now on.
    func seekRateAnew() {
        if let activeSocket { CurlSocket.seekRateAnew(activeSocket) }
    }

    /// Tells `onSent` when it is time. Returns after how many milliseconds to call again.
    func look() -> Int32 {
        guard !wasToldSent, let onSent = request.onSent else { return .max }
        if !isStuck(), !leavesRoom() {
            guard isWritten else { return sockets.followsRate ? 50 : 250 }
            if let activeSocket, !CurlSocket.isDraining(activeSocket) { return 20 }
        }
        wasToldSent = true
        onSent()
        return .max
    }

    /// Whether losses or the connection's slow beginning, and not the line's rate, hold it back: then it takes several to fill the
    /// line. For the first round trip it is not known how much it will take.
    private func leavesRoom() -> Bool {
        guard request.sendSpeed == nil, let activeSocket, let begunAt,
            sockets.followsRate || CurlSocket.leavesRoom(activeSocket)
        else { return false }
        return ContinuousClock.now - begunAt > CurlSocket.roundTrip(activeSocket) ?? .seconds(1)
    }

    /// Whether the peer has acknowledged nothing for longer than it takes: the kernel waits for its time-out, and then sends one
    /// packet, and the line is idle meanwhile.
    private func isStuck() -> Bool {
        let now = ContinuousClock.now
        // While a connection comes about there is next to nothing on the line; and where its first packet is lost, for a second.
        guard let begunAt else { return now - madeAt > .milliseconds(250) }
        guard let activeSocket else { return false }
        let open = CurlSocket.unacknowledged(activeSocket)
        let acknowledged = lastWritten - open
        // One that is held back on purpose is silent between its bytes, with nothing on the line.
        let isHeldBack = request.sendSpeed != nil && !isWritten && open == 0
        if acknowledged != lastAcknowledged || isHeldBack { (lastAcknowledged, acknowledgedAt) = (acknowledged, now) }
        let roundTrip = CurlSocket.roundTrip(activeSocket) ?? .seconds(1)
        return now - (acknowledgedAt ?? begunAt) > max(.seconds(1), roundTrip * 2)
    }

    /// Whether nothing has been heard of the peer for `time`, on a connection that is there or is to come about.
    func isSilent(for time: Duration) -> Bool {
        guard !request.isFresh, request.unixSocket == nil else { return false }
        guard begunAt != nil else { return ContinuousClock.now - madeAt >= time }
        return activeSocket.map { CurlSocket.isSilent($0, for: time) } ?? false
    }

    /// The connection is there, new or kept, and the request is about to be written.
    private func begins(from address: String?, port: Int32) {
        hasBegun = true
        localAddress = address
        if begunAt == nil { begunAt = .now }
        activeSocket = sockets.find(localPort: port)
        if let activeSocket { CurlSocket.probes(activeSocket, true) }
    }

    // MARK: The end

    /// Whether the body may be sent again by itself, over another connection. Not when this one lived for a while: then it
    /// died of the link, all other kept ones are as dead, and the caller is to ask how much arrived. libcurl would try
    /// those one after the other.
    private var mayStartOver: Bool { begunAt.map { ContinuousClock.now - $0 < .seconds(3) } ?? true }

    /// Whether the request is to be sent once more, on a new connection: a kept one turned out to be dead while we
    /// were sending, before any answer. libcurl does so itself when it finds that out by reading, not by writing.
    func prepareResend(after code: CURLcode) -> Bool {
        var connections = 0
        guard code == CURLE_SEND_ERROR, !wasResent, !answer.hasStarted, mayStartOver,
            ccurl_getinfo_long(easy, CURLINFO_NUM_CONNECTS, &connections) == CURLE_OK, connections == 0,
            source?.seek(to: 0) != false, ccurl_setopt_long(easy, CURLOPT_FRESH_CONNECT, 1) == CURLE_OK
        else { return false }
        wasResent = true
        isWritten = false
        return true
    }

    /// Keeps this request off connections that were made before `moment`.
    func usesConnections(since moment: ContinuousClock.Instant) throws(CurlError) {
        // curl counts whole seconds, and takes none for no limit.
        let age = (ContinuousClock.now - moment).components.seconds
        if age > 0 { try set(CURLOPT_MAXLIFETIME_CONN, Int(min(age, 86_400))) } else { try set(CURLOPT_FRESH_CONNECT, 1) }
    }

    /// The request ended: notes what is to be known of its connection, and leaves that to whoever is next.
    func letGo(after code: CURLcode) {
        guard code == CURLE_OK else { return }
        if let activeSocket {
            roundTrip = CurlSocket.roundTrip(activeSocket)
            CurlSocket.probes(activeSocket, false)
        }
        // The peer answered: it has all.
        if let source, lastProgress < source.length { request.onProgress?(source.length) }
    }

    /// A connection was about to take the request, now or before a resend: from then on nobody here can say that nothing of it
    /// arrived.
    private var hasBegun = false
    /// The address of this machine that the connection has; `nil` before there is one.
    private(set) var localAddress: String?

    func fail(_ error: CurlError) {
        continuation?.resume(returning: .failure(error))
        continuation = nil
    }

    func complete(_ code: CURLcode) {
        let result = outcome(code)
        continuation?.resume(returning: result)
        continuation = nil
    }

    /// Failures that mean that no byte of the request has left, unless a kept connection had taken some before.
    private static let beforeTheRequest: Set<CurlError.Kind> = [.resolve, .connect, .proxy, .tls]

    private func outcome(_ code: CURLcode) -> Result<CurlResponse, CurlError> {
        let response = answer.response(
            bytesSent: Int64(info(CURLINFO_SIZE_UPLOAD_T)), bytesReceived: Int64(info(CURLINFO_SIZE_DOWNLOAD_T)),
            firstByteAfter: .microseconds(info(CURLINFO_STARTTRANSFER_TIME_T)),
            roundTrip: roundTrip)
        if code == CURLE_OK, let response { return .success(response) }
        // The portal said no and closed while we were still sending (a 413, say): that is its answer, even if the
        // connection was reset before the last byte of the explanation.
        if let source, var response, response.status >= 400, response.bytesSent < source.length,
            code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_PARTIAL_FILE
        {
            response.isCut = true
            return .success(response)
        }
        let error = CurlError(code)
        let text = String(cString: errorText)
        return .failure(
            CurlError(
                hasBegun && Self.beforeTheRequest.contains(kind(error.kind, text)) ? .sendReceive : kind(error.kind, text),
                code: error.code, message: text.isEmpty ? error.message : text,
                partialAnswer: response.map {
                    var partial = $0
                    partial.isCut = true
                    return partial
                }))
    }

    /// Tells apart what curl puts under one code.
    private func kind(_ kind: CurlError.Kind, _ text: String) -> CurlError.Kind {
        if let refusal = answer.refusal { return refusal }
        // The server's alerts (RFC 8446, 6.2) reach curl as one of several codes, in TLS 1.3 even as a broken read.
        let alerts = [
            "alert certificate required", "alert bad certificate", "alert unknown ca", "alert certificate expired",
        ]
        if kind == .tls || kind == .sendReceive, alerts.contains(where: text.contains) { return .clientCertificate }
        switch kind {
        case .timeout:
            if info(CURLINFO_PRETRANSFER_TIME_T) == 0 { return .connect }
            guard let timeout = request.timeout else { return .stalled }
            return .microseconds(info(CURLINFO_TOTAL_TIME_T)) >= timeout ? .timeout : .stalled
        case .tlsPeer:
            var result = 0
            _ = ccurl_getinfo_long(easy, CURLINFO_SSL_VERIFYRESULT, &result)
            // X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED: this machine's clock may be wrong.
            return result == 9 || result == 10 ? .tlsPeerTime : .tlsPeer
        case .tls:
            // What OpenSSL says of a peer that answers, but not in TLS.
            return text.contains("wrong version number") || text.contains("packet length too long") ? .badAnswer : .tls
        case .sendReceive:
            var connect = 0
            _ = ccurl_getinfo_long(easy, CURLINFO_HTTP_CONNECTCODE, &connect)
            return connect != 0 && connect != 200 ? .proxy : .sendReceive
        default: return kind
        }
    }

    private func info(_ item: CURLINFO) -> Int {
        var value: curl_off_t = 0
        _ = ccurl_getinfo_off(easy, item, &value)
        return Int(value)
    }
}
