import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct ConfirmAccountCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "confirm", "Xác nhận địa chỉ thư điện tử bằng mã trong thư mà người dân đọc cho.",
            "Confirms the e-mail address with the code that the citizen reads from the mail.",
            examples: ["kiosk account confirm 01934b5e-1c2d --token ABCD-EFGH-JKMN"],
            more: Text(
                vi:
                    "Chỉ dùng mã trong thư xác nhận của cổng, hoặc cả liên kết trong thư. Không bao giờ hỏi mật khẩu hay mã OTP của người dân.",
                en:
                    "Only the code of the portal's confirmation mail, or its whole link. Never ask anybody for a password or an OTP."
            ))
    }

    @Argument(help: help("Mã tài khoản, có thể viết tắt.", "The account's id; a unique beginning will do."))
    var id: String
    @Option(help: help("Mã trong thư xác nhận, hoặc cả liên kết.", "The code of the mail, or its link.", value: "code"))
    var token: String
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let recorded = try await session.ask(ConfirmAccount(id: id, token: token))
        let text =
            recorded.operation == nil
            ? Text(vi: "Thư điện tử đã được xác nhận từ trước:", en: "The e-mail was confirmed before:")
            : Text(vi: "Đã ghi việc xác nhận thư điện tử của", en: "Queued the confirmation of the e-mail of")
        try session.showRecorded(recorded, text)
        return .done
    }
}

/// How an account's confirmation stands, in words.
enum ConfirmationView {
    /// `chờ xác nhận 3 ngày` for one that waits; `nil` for all others.
    static func waiting(_ account: JSONValue, _ language: Language) -> String? {
        guard account["confirmation"]?.stringValue == "pending" else { return nil }
        let age = account["confirmation_age_seconds"]?.integerValue.map { ["age": String($0)] } ?? [:]
        return Text(vi: "chờ xác nhận thư[ {age:duration}]", en: "e-mail unconfirmed[ for {age:duration}]").render(language, age)
    }

    /// What can be done, where something can.
    static func advice(_ account: JSONValue, _ screen: inout Screen) {
        if let pending = waiting(account, screen.language) {
            let text = Text(
                vi: "{what}: người dân mở liên kết trong thư, hoặc đọc mã cho cán bộ.",
                en: "{what}: the citizen opens the mail's link, or reads its code out.")
            screen.paragraph(text.render(screen.language, ["what": Capital.first(pending)]), indent: 2)
            let command = Text(vi: "  → kiosk account confirm {id} --token MÃ", en: "  → kiosk account confirm {id} --token CODE")
            screen.line(command, ["id": account["id"]?.stringValue?.shortID ?? ""])
        } else if account["email"]?.stringValue == nil {
            let text = Text(
                vi: "Không có thư điện tử: hồ sơ vẫn lập và nộp được, người dân nhận tin tại quầy.",
                en: "No e-mail: dossiers can be made and handed in all the same; news are told at the desk.")
            screen.paragraph(text[screen.language], indent: 2)
        }
    }
}
