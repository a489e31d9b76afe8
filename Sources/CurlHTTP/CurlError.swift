import CCurl

/// A request that got no whole answer.
package struct CurlError: Error, Sendable {
    package enum Kind: String, Sendable, Hashable {
        /// The host's name has no address, or no name server answered.
        case resolve
        /// No connection: refused, unreachable, or no answer within the connect timeout.
        case connect
        case proxy
        /// The server is not who it should be: certificate or pinned key.
        case tlsPeer
        /// As `tlsPeer`, because the certificate is not valid at this machine's time.
        case tlsPeerTime
        /// The server wants a client certificate, or another one than it was shown.
        case clientCertificate
        /// Any other failure of TLS.
        case tls
        /// Our own certificate, key or CA file cannot be used.
        case localCredentials
        /// No byte moved for the stall timeout.
        case stalled
        /// The overall timeout ended it.
        case timeout
        /// The connection broke.
        case sendReceive
        /// The connection ended before the announced end of the body.
        case partial
        /// The answer is not HTTP, or its encoding is damaged.
        case badAnswer
        /// The answer has more bytes or headers than accepted.
        case tooLarge
        /// `onBody` said that it wants no more.
        case stopped
        /// The file that was being sent cannot be read.
        case localFile
        /// The task was cancelled, or the session shut down.
        case cancelled
        case other
    }

    package let kind: Kind
    /// The raw `CURLcode`, 0 where the reason is our own.
    package let code: UInt32
    /// For an engineer; holds no personal data.
    package let message: String
    /// What arrived before: status and headers whole, the body as far as it came; `nil` if not even the headers did.
    package let partialAnswer: CurlResponse?

    package init(_ kind: Kind, code: UInt32 = 0, message: String? = nil, partialAnswer: CurlResponse? = nil) {
        self.kind = kind
        self.code = code
        self.message = message ?? kind.rawValue
        self.partialAnswer = partialAnswer
    }

    init(_ code: CURLcode) {
        self.init(Kind(code), code: code.rawValue, message: String(cString: curl_easy_strerror(code)))
    }

    init(_ code: CURLMcode) {
        self.init(.other, code: UInt32(bitPattern: code.rawValue), message: String(cString: curl_multi_strerror(code)))
    }
}

extension CurlError: CustomStringConvertible {
    package var description: String { "\(kind.rawValue): \(message)" }
}

extension CurlError.Kind {
    /// The kind of a libcurl code (curl.se/libcurl/c/libcurl-errors.html). Time-outs are told apart by the transfer.
    init(_ code: CURLcode) {
        self =
            switch code {
            case CURLE_COULDNT_RESOLVE_HOST: .resolve
            case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: .connect
            case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_ISSUER_ERROR,
                CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CRL_BADFILE:
                .tlsPeer
            case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE: .localCredentials
            case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CIPHER,
                CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
                .tls
            case CURLE_OPERATION_TIMEDOUT: .timeout
            case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_FAIL_REWIND: .sendReceive
            case CURLE_PARTIAL_FILE: .partial
            // HTTP/0.9, which is what a peer that does not speak HTTP looks like, is an "unsupported protocol" to curl.
            case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_UNSUPPORTED_PROTOCOL: .badAnswer
            case CURLE_READ_ERROR: .localFile
            case CURLE_ABORTED_BY_CALLBACK: .cancelled
            default: .other
            }
    }
}
