/// How a session reaches its peers.
package struct CurlOptions: Sendable, Hashable {
    package var userAgent: String
    /// For name look-up, TCP and TLS together.
    package var connectTimeout: Duration
    /// A request in which no byte moves for this long has stalled, the wait for an answer included. Whole seconds.
    package var stallTimeout: Duration
    /// A connection whose peer acknowledges nothing for this long, neither data nor a probe, is dead.
    package var deadAfter: Duration
    /// A connection whose peer was asked again and again for so long without a sign of life is silent: it is worth knocking.
    package var silentAfter: Duration
    /// Whether connections may follow the measured rate (BBR) where losses mislead them.
    package var mayFollowRate: Bool
    /// A kept connection that was idle longer is not used again.
    package var idleConnectionAge: Duration
    /// `http://host:port`; `nil` for none. The environment's proxy variables are not read.
    package var proxy: String?
    /// A file of PEM certificates that are trusted in place of the system's.
    package var caFile: String?
    /// PEM files of the client's certificate and its key.
    package var clientCertificate: String?
    package var clientKey: String?
    /// `sha256//<base64>`, several with `;` between them: the server's public key must be one of these as well.
    package var pinnedPublicKey: String?

    package init(
        userAgent: String = "commune-kiosk", connectTimeout: Duration = .seconds(20),
        stallTimeout: Duration = .seconds(60), deadAfter: Duration = .seconds(18), silentAfter: Duration = .seconds(3),
        mayFollowRate: Bool = true,
        idleConnectionAge: Duration = .seconds(60), proxy: String? = nil, caFile: String? = nil,
        clientCertificate: String? = nil, clientKey: String? = nil,
        pinnedPublicKey: String? = nil
    ) {
        self.userAgent = userAgent
        self.connectTimeout = connectTimeout
        self.stallTimeout = stallTimeout
        self.deadAfter = deadAfter
        self.silentAfter = silentAfter
        self.mayFollowRate = mayFollowRate
        self.idleConnectionAge = idleConnectionAge
        self.proxy = proxy
        self.caFile = caFile
        self.clientCertificate = clientCertificate
        self.clientKey = clientKey
        self.pinnedPublicKey = pinnedPublicKey
    }
}
