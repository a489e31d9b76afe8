package import CurlHTTP

/// How a kiosk reaches its portal, from its settings.
package struct ConnectionOptions: Sendable, Hashable {
    /// `http://host:port`
    package var proxy: String?
    /// A PEM file of the authorities trusted in place of the system's.
    package var caFile: String?
    /// PEM files of a client certificate and its key.
    package var clientCertificate: String?
    package var clientKey: String?
    /// `sha256//<base64>`
    package var pinnedPublicKey: String?
    package var connectTimeout: Duration
    /// A transfer in which nothing moves for so long has stalled.
    package var stallTimeout: Duration
    /// A connection whose peer acknowledges nothing for so long is dead.
    package var deadAfter: Duration
    /// Whether connections may follow the measured rate (BBR) where losses mislead them.
    package var mayFollowRate: Bool
    /// Pieces of files go at most at so many bytes a second; `nil` for as fast as the line carries.
    package var fileRate: Int64?
    /// `name/version`, for `User-Agent`.
    package var agent: String

    package init(
        agent: String = "commune-kiosk", proxy: String? = nil, caFile: String? = nil, clientCertificate: String? = nil,
        clientKey: String? = nil, pinnedPublicKey: String? = nil, connectTimeout: Duration = .seconds(20),
        stallTimeout: Duration = .seconds(60), deadAfter: Duration = .seconds(18), mayFollowRate: Bool = true,
        fileRate: Int64? = nil
    ) {
        self.agent = agent
        self.proxy = proxy
        self.caFile = caFile
        self.clientCertificate = clientCertificate
        self.clientKey = clientKey
        self.pinnedPublicKey = pinnedPublicKey
        self.connectTimeout = connectTimeout
        self.stallTimeout = stallTimeout
        self.deadAfter = deadAfter
        self.mayFollowRate = mayFollowRate
        self.fileRate = fileRate
    }

    /// The same as libcurl's session takes it.
    package var curl: CurlOptions {
        CurlOptions(
            userAgent: agent, connectTimeout: connectTimeout, stallTimeout: stallTimeout, deadAfter: deadAfter,
            mayFollowRate: mayFollowRate, proxy: proxy, caFile: caFile, clientCertificate: clientCertificate,
            clientKey: clientKey, pinnedPublicKey: pinnedPublicKey)
    }
}
