import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct QueueCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "queue", "Hàng chờ gửi đến cổng: xem, giữ, gửi lại, bỏ.", "What waits for the portal: look, hold, retry, drop.",
            examples: ["kiosk queue", "kiosk queue --state rejected", "kiosk queue why 01934b5e-1c2d"],
            subcommands: [
                ListQueueCommand.self, HoldCommand.self, ReleaseCommand.self, RetryCommand.self, RequeueCommand.self,
                DropCommand.self, WhyCommand.self,
            ], default: ListQueueCommand.self)
    }
}

struct ListQueueCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "list", "Những gì đang chờ, cần nhất và cũ nhất trước.", "What is waiting, oldest need first.",
            examples: ["kiosk queue", "kiosk queue --all --json"],
            more: Text(
                vi: "Các lệnh khác với hàng chờ: hold, release, retry, requeue, drop, why; xem “kiosk help queue”.",
                en: "Other commands for the queue: hold, release, retry, requeue, drop, why; see “kiosk help queue”."))
    }

    @Option(
        help: help(
            "Chỉ trạng thái này: waiting, blocked, sending, retrying, held, conflict, rejected, quarantined, delivered.",
            "Only this state: waiting, blocked, sending, retrying, held, conflict, rejected, quarantined, delivered.",
            value: "state"))
    var state: String?
    @Flag(help: help("Cả những gì cổng đã nhận.", "Delivered ones too."))
    var all = false
    @Option(help: help("Nhiều nhất bao nhiêu mục.", "At most this many.", value: "n"))
    var limit: Int?
    @OptionGroup var common: CommonOptions

    private static let states = [
        "waiting", "blocked", "sending", "retrying", "held", "conflict", "rejected", "quarantined", "delivered",
    ]

    func run(in session: Session) async throws -> ExitCode {
        if let limit, limit < 1 { throw KioskProblem(.invalidValue, field: "limit", ["example": "20"]) }
        if let state, !Self.states.contains(state) {
            throw KioskProblem(.wrongUsage, field: "state", ["detail": "--state " + Self.states.joined(separator: "|")])
        }
        var common: String?
        let shown = try await session.list(limit: limit) {
            ListQueue(state: state, all: all || state == "delivered", page: $0)
        } row: {
            common = common ?? OperationsView.commonReason($0)
            OperationsView.row($0, &$1)
        }
        if let common { session.console.message(Printable.clean(common)) }
        if shown == 0 {
            // Papers are no items of the queue, and the portal does not have it all while some are to go.
            let report = state == nil && !session.console.json ? try await session.ask(ShowStatus()) : nil
            let papers = report.map { $0.files.waiting + $0.files.sending } ?? 0
            if papers > 0 {
                let text = Text(
                    vi: "Không có mục nào đang chờ, còn {n} tệp phải gửi.[ {why}]",
                    en: "No item is waiting, and {n:1 file is|# files are} still to go.[ {why}]")
                session.console.message(
                    text.render(session.console.language, ["n": String(papers), "why": report?.gated?.text ?? ""]))
                return .done
            }
            session.console.message(
                state == nil
                    ? Text(vi: "Không có gì đang chờ: cổng đã nhận tất cả.", en: "Nothing is waiting: the portal has it all.")
                    : Text(vi: "Không có mục nào ở trạng thái này.", en: "There is nothing in this state."))
        }
        return .done
    }
}

struct WhyCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "why", "Vì sao một mục còn chờ, và làm gì để nó đi tiếp.", "Why an item waits, and what would free it.",
            examples: ["kiosk queue why 01934b5e-1c2d"])
    }

    @Argument(help: help("Mã mục trong hàng chờ, có thể viết tắt.", "The item's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let answer = try await session.ask(ExplainOperation(id: id))
        try session.show(answer) { Self.chain(answer, &$0) }
        return .done
    }

    static func chain(_ answer: ExplainOperation.Answer, _ screen: inout Screen) {
        for (depth, step) in answer.chain.enumerated() {
            let indent = min(depth, 8) * 2
            let type = step.type.map { Texts.operationType($0, in: screen.language) }
            let head = [step.id.shortID, type, Texts.state(step.state, in: screen.language)].compactMap { $0 }.joined(
                separator: "  ")
            screen.paragraph(head, indent: indent, first: depth > 0 ? String(repeating: " ", count: indent - 2) + "└ " : "")
            screen.paragraph(Printable.clean(step.text), indent: indent + 2)
            if let command = step.command { screen.paragraph("→ " + Printable.clean(command), indent: indent + 2) }
        }
    }
}
