import CCurl

extension CurlTransfer {
    /// What every request of a session has in common.
    func configure(_ options: CurlOptions) throws(CurlError) {
        // A process with threads must not be sent SIGALRM by the name look-up.
        try set(CURLOPT_NOSIGNAL, 1)
        // A look-up that hangs must not hold up the cancellation of its request.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_USERAGENT, options.userAgent)
        try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, options.connectTimeout.curlMilliseconds))
        // Less than one byte a second, for so many seconds.
        try set(CURLOPT_LOW_SPEED_LIMIT, 1)
        try set(CURLOPT_LOW_SPEED_TIME, max(1, options.stallTimeout.curlMilliseconds / 1000))
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        // While an answer is awaited; see `CurlSocket.probes`.
        try set(CURLOPT_TCP_KEEPIDLE, 2)
        try set(CURLOPT_TCP_KEEPINTVL, 2)
        try set(CURLOPT_MAXAGE_CONN, max(1, options.idleConnectionAge.curlMilliseconds / 1000))
        // curl's smallest: on a slow link the default of 64 KiB makes progress come in jumps of many seconds.
        try set(CURLOPT_UPLOAD_BUFFERSIZE, 16 * 1024)
        // The answer of a proxy to CONNECT is not the portal's.
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // Empty means none; without it curl would ask the environment.
        try set(CURLOPT_PROXY, options.proxy ?? "")
        try set(CURLOPT_NOPROXY, "")
        if let file = options.caFile {
            try set(CURLOPT_CAINFO, file)
            // In place of the system's, not beside them.
            try check(ccurl_setopt_string(easy, CURLOPT_CAPATH, nil))
        }
        if let file = options.clientCertificate { try set(CURLOPT_SSLCERT, file) }
        if let file = options.clientKey { try set(CURLOPT_SSLKEY, file) }
        if let key = options.pinnedPublicKey { try set(CURLOPT_PINNEDPUBLICKEY, key) }
    }

    func set(_ option: CURLoption, _ value: Int) throws(CurlError) {
        try check(ccurl_setopt_long(easy, option, value))
    }
    func set(_ option: CURLoption, offset value: Int64) throws(CurlError) {
        try check(ccurl_setopt_off(easy, option, curl_off_t(value)))
    }
    func set(_ option: CURLoption, _ value: String) throws(CurlError) {
        // C would stop at the NUL and take another value than the one given.
        guard !value.utf8.contains(0) else { throw CurlError(CURLE_BAD_FUNCTION_ARGUMENT) }
        try check(ccurl_setopt_string(easy, option, value))
    }
    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer) throws(CurlError) {
        try check(ccurl_setopt_pointer(easy, option, value))
    }
    func set(_ option: CURLoption, list value: UnsafeMutablePointer<curl_slist>?) throws(CurlError) {
        try check(ccurl_setopt_list(easy, option, value))
    }
    func check(_ code: CURLcode) throws(CurlError) {
        guard code == CURLE_OK else { throw CurlError(code) }
    }
}

extension Duration {
    /// Whole milliseconds, within what curl's `long` options take.
    var curlMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return Int(max(seconds, 0)) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
