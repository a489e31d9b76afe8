import DurableFiles
import GRDB
package import Logging
package import SyncProtocol

/// Brings the mails that wait in the store to the mail server, or into a folder, apart from any request; what fails is tried again.
package struct MailCourier: Sendable {
    private let store: PortalStore
    private let settings: PortalSettings.Mail
    private let now: @Sendable () -> Timestamp
    private let log: Logger

    package init(store: PortalStore, settings: PortalSettings.Mail, now: @escaping @Sendable () -> Timestamp, log: Logger) {
        self.store = store
        self.settings = settings
        self.now = now
        self.log = log
    }

    /// Mails that are taken in one round.
    private static let roundSize = 50
    /// Seconds after which a mail is given up: its link is dead by then.
    private static let longestLife = Int64(ConfirmationMail.days) * 86_400

    /// Delivers until it is cancelled, looking for mails every `pause`.
    package func run(every pause: Duration = .milliseconds(500)) async throws {
        while true {
            do { try await deliverDue() } catch let error as CancellationError { throw error } catch {
                log.error("mail: the store cannot be used", metadata: ["error": "\(type(of: error))"])
            }
            try await Task.sleep(for: pause)
        }
    }

    /// One round: every mail that is due now. Throws what the store throws.
    /// - Returns: how many were delivered.
    @discardableResult package func deliverDue() async throws -> Int {
        let moment = now()
        var delivered = 0
        for (message, attempts) in try await waiting(at: moment) where moment >= Self.due(message.date, attempts: attempts) {
            try Task.checkCancellation()
            do {
                try await deliver(message)
                let done = now().milliseconds
                try await store.write { db in
                    // The text has the link in it, which nobody needs to find here any more.
                    try db.execute(
                        sql: "UPDATE outgoing_mail SET sent_at = ?, body = '', attempts = attempts + 1 WHERE id = ?",
                        arguments: [done, message.id])
                }
                delivered += 1
            } catch let error as CancellationError {
                throw error
            } catch {
                log.warning(
                    "mail: not delivered, will be tried again",
                    metadata: ["mail": "\(message.id)", "attempts": "\(attempts + 1)"])
                try await store.write { db in
                    try db.execute(sql: "UPDATE outgoing_mail SET attempts = attempts + 1 WHERE id = ?", arguments: [message.id])
                }
            }
        }
        return delivered
    }

    private func waiting(at moment: Timestamp) async throws -> [(MailMessage, attempts: Int64)] {
        let from = settings.from
        return try await store.read { db in
            // Fresh mails first: one that keeps failing must not hold up the others.
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, recipient, subject, body, created_at, attempts FROM outgoing_mail
                    WHERE sent_at IS NULL AND created_at > ? ORDER BY attempts, id LIMIT ?
                    """, arguments: [moment.milliseconds - Self.longestLife * 1000, Self.roundSize]
            ).map { row in
                let message = MailMessage(
                    id: try row.long("id"), from: from, recipient: try row.text("recipient"), subject: try row.text("subject"),
                    body: try row.text("body"), date: try row.moment("created_at"))
                return (message, try row.long("attempts"))
            }
        }
    }

    /// When the next try is due: at once, then 30 s, 90 s, 210 s … after the mail was made, and hourly from the eighth on.
    static func due(_ created: Timestamp, attempts: Int64) -> Timestamp {
        guard attempts > 0 else { return created }
        let doubled = Int64(30) * ((1 << min(attempts, 7)) - 1)
        return created + .seconds(doubled + max(0, attempts - 7) * 3600)
    }

    private func deliver(_ message: MailMessage) async throws {
        guard message.isSendable else { throw SMTPConversation.Failure.notSMTP }
        if let host = settings.smtpHost {
            try await SMTPRelay(host: host, port: settings.smtpPort).deliver(message)
        } else {
            // The name is the mail's own, so that a crash before the store knows of it leaves one file, not two.
            let folder = try DurableFolder.create(settings.folder ?? store.home + "/mail")
            try folder.write(Array(message.text.utf8), as: "\(message.id)-\(message.date.milliseconds).eml")
        }
    }
}
