import CurlHTTP
package import Transport

/// How connections to a portal are made: over libcurl with the settings' options, or to a simulated one.
package struct PortalConnector: Sendable {
    /// `nil` as identity before enrolment. Throws `PortalFailure.local` when no connection can be set up.
    package var open: @Sendable (PortalAddress, KioskIdentity?) throws(PortalFailure) -> any PortalConnection

    package init(
        open: @escaping @Sendable (PortalAddress, KioskIdentity?) throws(PortalFailure) -> any PortalConnection
    ) {
        self.open = open
    }

    /// Over the network.
    package static func network(_ settings: KioskSettings, clock: any EngineClock) -> PortalConnector {
        let options = ConnectionOptions(
            agent: Version.agent, proxy: settings.portal.proxy, caFile: settings.portal.caFile,
            clientCertificate: settings.portal.clientCertificate, clientKey: settings.portal.clientKey,
            pinnedPublicKey: settings.portal.pinnedKey, connectTimeout: settings.sync.connectTimeout,
            stallTimeout: settings.sync.lowSpeedTime, fileRate: settings.link.rateLimit)
        return PortalConnector { address, identity throws(PortalFailure) in
            do throws(CurlError) {
                return try PortalClient(address: address, identity: identity, options: options, now: { clock.now() })
            } catch {
                throw .local(detail: error.description)
            }
        }
    }
}
