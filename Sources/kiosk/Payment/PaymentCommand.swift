import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct PaymentCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "payment", "Danh sách giao dịch: các khoản phí, lệ phí cổng yêu cầu nộp.",
            "Payments: the fees that the portal asks for.",
            examples: ["kiosk payment list", "kiosk payment start 01934b5e-1c2d --method bank"],
            more: Text(
                vi: "Máy này không chuyển tiền và không tự nói là đã nộp: chỉ cổng mới nói được.",
                en: "This machine moves no money and never says that any was paid: only the portal does."),
            subcommands: [ListPaymentsCommand.self, ShowPaymentCommand.self, StartPaymentCommand.self])
    }
}

struct ListPaymentsCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "list", "Các khoản phải nộp, mới nhất trước, và việc cần làm.",
            "The payments, newest first, and what to do about each.",
            examples: [
                "kiosk payment list", "kiosk payment list --state due", "kiosk payment list --dossier 000.00.53.H48-220921-0099",
            ])
    }

    @Option(
        help: help(
            "Chỉ những khoản ở trạng thái này: due (chưa nộp), pending (đang chờ nộp), unknown (chưa rõ), paid (đã nộp), failed (không thành công), waived (được miễn).",
            "Only those in this state.", value: "due|pending|unknown|paid|failed|waived"))
    var state: PaymentStateName?
    @Option(help: help("Chỉ những khoản của hồ sơ này.", "Only those of this dossier.", value: "id|code"))
    var dossier: String?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let shown = try await session.list {
            ListPayments(state: state?.rawValue, dossier: dossier, page: $0)
        } row: {
            PaymentView.row($0, &$1)
        }
        if shown == 0 { session.console.message(Text(vi: "Không có khoản thu nào.", en: "There are no payments.")) }
        return .done
    }
}

/// A state as an option names it.
enum PaymentStateName: String, ExpressibleByArgument, CaseIterable { case due, pending, unknown, paid, failed, waived }

struct ShowPaymentCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "show", "Một khoản thu: số tiền, người nhận, trang và mã QR để nộp, việc cần làm.",
            "One payment: amount, receiver, page and QR code to pay by, what to do.",
            examples: ["kiosk payment show 01934b5e-1c2d"])
    }

    @Argument(
        help: help(
            "Mã khoản thu, có thể viết tắt; hoặc mã hồ sơ.", "The payment's id; a unique beginning, or its dossier, will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let payment = try await session.ask(ShowPayment(id: id))
        try session.show(payment) { screen in
            PaymentView.page(payment, &screen)
            PaymentPicture.add(payment, session.console, to: &screen)
        }
        return .done
    }
}

struct StartPaymentCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "start", "Xin cổng cách nộp một khoản; đưa vào hàng chờ gửi.",
            "Asks the portal for a way to pay; queued like everything else.",
            examples: ["kiosk payment start 01934b5e-1c2d --method bank", "kiosk payment start 01934b5e-1c2d --method counter"])
    }

    @Argument(
        help: help(
            "Mã khoản thu, có thể viết tắt; hoặc mã hồ sơ.", "The payment's id; a unique beginning, or its dossier, will do."))
    var id: String
    @Option(
        help: help(
            "Cách nộp: bank (ngân hàng), wallet (ví điện tử), counter (tại quầy).", "The way to pay.",
            value: "bank|wallet|counter"))
    var method: PaymentMethodName
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let recorded = try await session.ask(StartPayment(id: id, method: method.rawValue))
        try session.showRecorded(recorded, Text(vi: "Đã ghi yêu cầu nộp khoản", en: "Queued the start of payment"))
        session.console.message(method == .counter ? Self.atCounter : Self.elsewhere, ["id": recorded.id.shortID])
        return .done
    }
}

extension StartPaymentCommand {
    private static let atCounter = Text(
        vi: "Người nộp trả tiền tại quầy và giữ biên lai. Cổng sẽ báo khi đã nhận: kiosk payment show {id}",
        en: "The payer pays at the counter and keeps the receipt. The portal says when it is paid: kiosk payment show {id}")
    private static let elsewhere = Text(
        vi: "Khi cổng trả lời, xem trang và mã để nộp: kiosk payment show {id}",
        en: "Once the portal has answered, see where to pay: kiosk payment show {id}")
}

/// A way to pay as an option names it.
enum PaymentMethodName: String, ExpressibleByArgument, CaseIterable { case bank, wallet, counter }
