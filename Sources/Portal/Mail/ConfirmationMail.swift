package import GRDB
package import SyncProtocol

/// The mail that asks whether an address is the account's: its link, or the code in it read out at a desk, confirms (protocol.md, 5).
package struct ConfirmationMail: Sendable {
    /// Days for which a link is good.
    package static let days = 7

    /// What the portal is called.
    package var portal: String
    /// The address that citizens reach the portal at, without a trailing slash.
    package var address: String

    package init(portal: String, address: String) {
        self.portal = portal
        self.address = address
    }

    /// Queues the mail, and a notice that says so, in the transaction that made the address. Older links of the account end.
    package func enqueue(
        account: String, email: String, in db: Database, now: Timestamp, newID: (Timestamp) -> String,
        using random: inout some RandomNumberGenerator
    ) throws {
        // Twelve letters: 60 bits, more than can be guessed in a week.
        let code = SpokenCode.grouped(SpokenCode.make(letters: 12, using: &random))
        let end = now + .seconds(Self.days * 86_400)
        try db.execute(
            sql: "UPDATE confirmations SET used_at = ? WHERE account = ? AND used_at IS NULL",
            arguments: [now.milliseconds, account])
        try db.execute(
            sql: "INSERT INTO confirmations (token_hash, account, email, expires_at) VALUES (?, ?, ?, ?)",
            arguments: [SpokenCode.digest(of: code), account, email, end.milliseconds])
        try db.execute(
            sql: "INSERT INTO outgoing_mail (recipient, subject, body, created_at) VALUES (?, ?, ?, ?)",
            arguments: [email, Self.subject, body(code: code), now.milliseconds])
        guard let subject = try StoredSubject.whole(account, in: db) else { return }
        let notice: JSONObject = [
            "kind": "mail", "account": .string(account), "text": "Đã gửi thư xác nhận đến địa chỉ thư điện tử của tài khoản.",
            "at": .string(now.description), "read": false,
        ]
        try SubjectStore(database: db, now: now).insert(newID(now), kind: .notice, state: notice, partiesOf: subject)
    }

    /// The title that the portals' own mail has (domain.md, 0).
    private static let subject = "Xác nhận đăng ký tài khoản sử dụng dịch vụ công trực tuyến"

    private func body(code: String) -> String {
        """
        Kính gửi ông/bà,

        Địa chỉ thư này vừa được dùng để đăng ký tài khoản tại \(portal).
        Để xác nhận, xin mở liên kết sau trong vòng \(Self.days) ngày:

        \(address)/confirm/\(code)

        hoặc đọc mã \(code) cho cán bộ tại bộ phận một cửa.

        Nếu không phải ông/bà đăng ký, xin bỏ qua thư này.

        --
        This address was given for an account at \(portal). Open the link above within \(Self.days) days to confirm it,
        or ignore this mail if it was not you.

        """
    }
}
