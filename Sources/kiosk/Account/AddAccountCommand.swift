import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct AddAccountCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "add", "Ghi một tài khoản mới và đưa vào hàng chờ gửi.", "Records a new account and queues it.",
            examples: [
                "kiosk account add --kind citizen --full-name 'Y Blar' --identity 062190000123",
                "kiosk account add --scan '062190000123||Y Blar|01011990|Nam|Sa Thầy|15042021'",
                "kiosk account add --from account.json",
            ])
    }

    @OptionGroup var account: AccountOptions
    @Option(help: help("Nội dung mã QR của thẻ căn cước.", "A citizen card's QR text.", value: "text"))
    var scan: String?
    @Option(
        help: help(
            "Tệp JSON có nội dung tài khoản; - là stdin. Tùy chọn khác được ưu tiên.",
            "A JSON file with the account; - for standard input. Other options win.", value: "file"))
    var from: String?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        var fields = try from.map { try InputDocument.read($0) } ?? [:]
        fields.merge(account.fields(now: session.now())) { _, given in given }
        guard !fields.isEmpty || scan != nil else { throw KioskProblem(.missingField, field: "full_name") }
        if scan != nil, fields["kind"] == nil { fields["kind"] = "citizen" }
        Self.nameOrganisation(&fields)
        let recorded = try await session.ask(AddAccount(fields: fields, scan: scan))
        try session.showRecorded(recorded, Text(vi: "Đã ghi tài khoản", en: "Recorded the account"))
        return .done
    }

    /// An organisation's name and number have members of their own; a clerk who used the general options meant those.
    static func nameOrganisation(_ fields: inout JSONObject) {
        guard fields["kind"] == "organisation" else { return }
        if fields["organisation_name"] == nil, let name = fields.removeValue(forKey: "full_name") {
            fields["organisation_name"] = name
        }
        if fields["tax_code"] == nil, let number = fields["identity"]?["number"] { fields["tax_code"] = number }
    }
}

extension Session {
    /// What was recorded, with its warnings.
    func showRecorded(_ recorded: Recorded, _ what: Text) throws {
        try show(recorded) { screen in
            screen.line("\(what[language]) \(recorded.id)")
            // One that was refused waits for a person: the warning says how to send it.
            if recorded.operation != nil, recorded.isRefused != true {
                screen.line(
                    Text(
                        vi: "  Đang chờ gửi đến cổng; máy tự gửi khi có mạng.",
                        en: "  It waits to be sent; that happens by itself."))
            }
        }
        for warning in recorded.warnings { console.warning(warning) }
    }
}

extension Console {
    /// Something odd that a person should look at.
    func warning(_ text: String) { message(Text(vi: "Lưu ý: {text}", en: "Note: {text}"), ["text": text]) }
}
