import ArgumentParser
import Portal
import SyncProtocol

struct PaymentCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "payment", "Các khoản thu.", "Payment requests.", examples: ["kiosk-portal payment settle 01934b5e"],
            subcommands: [
                ListPaymentsCommand.self, ShowPaymentCommand.self, SettleCommand.self, FailCommand.self, ForgetCommand.self,
            ])
    }
}

struct ListPaymentsCommand: ListCommand {
    static var configuration: CommandConfiguration {
        about("list", "Danh sách khoản thu.", "All payment requests.", examples: ["kiosk-portal payment list --json"])
    }

    @OptionGroup var common: CommonOptions

    static var page: Office.Page { PaymentView.lines }

    static func row(_ entry: JSONObject) -> [String?] {
        [entry.word("id"), entry.word("state"), entry.word("amount"), entry.word("dossier")]
    }
}

struct ShowPaymentCommand: ShowCommand {
    static var configuration: CommandConfiguration {
        about("show", "Một khoản thu.", "One payment request.", examples: ["kiosk-portal payment show 01934b5e"])
    }

    @Argument(help: help("Mã khoản thu, có thể viết tắt.", "The payment's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    var handle: String { id }
    static var show: Office.Show { PaymentView.show }
}

struct SettleCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about("settle", "Ghi là đã thu.", "Says that it is paid.", examples: ["kiosk-portal payment settle 01934b5e"])
    }

    @Argument(help: help("Mã khoản thu, có thể viết tắt.", "The payment's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws { try await desk.decide(id, .settle) }
}

struct FailCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "fail", "Ghi là thanh toán thất bại.", "Says that the payment failed.",
            examples: ["kiosk-portal payment fail 01934b5e"])
    }

    @Argument(help: help("Mã khoản thu, có thể viết tắt.", "The payment's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws { try await desk.decide(id, .fail) }
}

struct ForgetCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "forget", "Ghi là chưa rõ kết quả, như khi ngân hàng không trả lời.",
            "Says that nobody knows how it ended, as after a bank's time-out.",
            examples: ["kiosk-portal payment forget 01934b5e"])
    }

    @Argument(help: help("Mã khoản thu, có thể viết tắt.", "The payment's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws { try await desk.decide(id, .forget) }
}

extension OfficeDesk {
    fileprivate func decide(_ id: String, _ outcome: DecidePayment.Outcome) async throws {
        let decide = DecidePayment(payment: id, outcome: outcome)
        try output.show(try await office.write { try decide.run(in: $0, $1) })
    }
}
