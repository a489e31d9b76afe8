/// What an administrator decides about a portal. The defaults are those of a small test installation.
package struct PortalSettings: Sendable, Hashable {
    /// Called so in discovery and in every sync answer.
    package var name = "Cổng dịch vụ công (mẫu)"
    /// The agency part of official dossier codes (domain.md, 1.6).
    package var agencyCode = "000.00.00.H34"
    /// `ADDRESS:PORT`; port 0 takes a free one.
    package var listen = "127.0.0.1:8080"
    /// The address that people and kiosks use, without a trailing slash; `nil`: the listening address itself.
    package var publicURL: String?
    /// Whether something in front ends TLS, so that listening beyond loopback is allowed (protocol.md, section 3).
    package var behindProxy = false
    /// The file of the catalogue; `nil`: searched for, see `CatalogueFile`.
    package var catalogue: String?
    /// The folder of the calendars; `nil`: searched for, see `CalendarFolder`.
    package var calendars: String?
    package var limits = Limits()
    /// Seconds for which an access token is good.
    package var tokenLifetime = 3600
    /// Seconds for which an enrolment code is good: 15 minutes to 72 hours.
    package var codeLifetime = 86_400
    /// Kiosks older than this are asked to update; `nil`: none are.
    package var minimumAgent: String?
    package var mail = Mail()
    package var payment = Payment()

    /// What one request may hold (protocol.md, section 2).
    package struct Limits: Sendable, Hashable {
        package var maxOperations = 500
        package var maxBatchBytes = 1 << 20
        package var maxFileBytes = 50 << 20
        package var fileTypes = ["application/pdf", "image/jpeg", "image/png", "image/tiff", "image/webp"]

        package init() {}
    }

    /// How confirmation mails leave.
    package struct Mail: Sendable, Hashable {
        /// `nil`: mails are written as files into `folder`.
        package var smtpHost: String?
        package var smtpPort = 25
        package var from = "khong-tra-loi@localhost"
        /// `nil`: `mail` in the portal's home.
        package var folder: String?

        package init() {}
    }

    /// Where fees go (domain.md, 6.2), and how long people have for what is asked of them.
    package struct Payment: Sendable, Hashable {
        /// The bank's six digits at NAPAS; `nil`: no QR is made.
        package var bank: String?
        package var account: String?
        package var accountName: String?

        package init() {}
    }

    /// Seconds that people have to bring papers where the office says nothing else.
    package var supplementTerm = 30 * 86_400

    package init() {}
}
