import ArgumentParser
import Foundation
import KioskAgent
import Status
import SyncProtocol

/// What the verbs of the queue have in common.
struct QueueTargets: ParsableArguments {
    @Argument(help: help("Mã các mục trong hàng chờ, có thể viết tắt.", "The items' ids; unique beginnings will do."))
    var ids: [String]
    @Option(help: help("Lý do, ghi vào nhật ký.", "Why, for the journal.", value: "text"))
    var reason: String?
}

protocol QueueVerbCommand: KioskCommand {
    var targets: QueueTargets { get }
    static var verb: OperateQueue.Verb { get }
}

extension QueueVerbCommand {
    func run(in session: Session) async throws -> ExitCode { try await operate(session, confirmed: false) }

    /// A document for each operation, and a line for a person.
    func operate(_ session: Session, confirmed: Bool) async throws -> ExitCode {
        let answer = try await session.ask(
            OperateQueue(verb: Self.verb, ids: targets.ids, reason: targets.reason, confirmed: confirmed))
        for item in answer.items {
            try session.show(item) { screen in
                let state = Texts.state(item.state, in: screen.language)
                let text = item.replaces.map {
                    Text(vi: "{id}  {state}  (thay cho {old})", en: "{id}  {state}  (in place of {old})")
                        .render(screen.language, ["id": item.id, "state": state, "old": $0.shortID])
                }
                screen.line(text ?? "\(item.id)  \(state)")
            }
        }
        return .done
    }
}

struct HoldCommand: QueueVerbCommand {
    static var verb: OperateQueue.Verb { .hold }
    static var configuration: CommandConfiguration {
        about(
            "hold", "Giữ lại, chưa gửi.", "Holds items back.",
            examples: ["kiosk queue hold 01934b5e-1c2d --reason \"Chờ công dân xác nhận\""])
    }
    @OptionGroup var targets: QueueTargets
    @OptionGroup var common: CommonOptions
}

struct ReleaseCommand: QueueVerbCommand {
    static var verb: OperateQueue.Verb { .release }
    static var configuration: CommandConfiguration {
        about("release", "Thôi giữ, cho gửi tiếp.", "Lets held items go.", examples: ["kiosk queue release 01934b5e-1c2d"])
    }
    @OptionGroup var targets: QueueTargets
    @OptionGroup var common: CommonOptions
}

struct RetryCommand: QueueVerbCommand {
    static var verb: OperateQueue.Verb { .retry }
    static var configuration: CommandConfiguration {
        about(
            "retry", "Gửi lại ngay, đúng nội dung cũ.", "Sends the same bytes again, at once.",
            examples: ["kiosk queue retry 01934b5e-1c2d"])
    }
    @OptionGroup var targets: QueueTargets
    @OptionGroup var common: CommonOptions
}

struct RequeueCommand: QueueVerbCommand {
    static var verb: OperateQueue.Verb { .requeue }
    static var configuration: CommandConfiguration {
        about(
            "requeue", "Đưa mục bị từ chối vào hàng chờ bằng mục mới; cho mục để riêng gửi tiếp.",
            "Queues a refused item anew; lets an item that was set aside go on.", examples: ["kiosk queue requeue 01934b5e-1c2d"])
    }
    @OptionGroup var targets: QueueTargets
    @OptionGroup var common: CommonOptions
}

struct DropCommand: QueueVerbCommand {
    static var verb: OperateQueue.Verb { .drop }
    static var configuration: CommandConfiguration {
        about(
            "drop", "Bỏ hẳn mục mà cổng chưa từng nhận.", "Throws away what the portal never had.",
            examples: ["kiosk queue drop 01934b5e-1c2d --yes --reason \"Nhập nhầm\""])
    }
    @OptionGroup var targets: QueueTargets
    @Flag(help: help("Đồng ý bỏ, không hỏi lại.", "Agrees, without a question."))
    var yes = false
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        guard yes || asked(session) else { throw KioskProblem(.confirmationNeeded, field: "yes") }
        return try await operate(session, confirmed: true)
    }

    /// Asks a person who sits there; nobody else.
    private func asked(_ session: Session) -> Bool {
        guard session.console.isTerminal.input, session.console.isTerminal.messages, !session.console.json else { return false }
        let question = Text(
            vi: "Bỏ hẳn {n} mục đã ghi? Gõ “c” để đồng ý: ",
            en: "Throw away {n:1 recorded item|# recorded items}? Type “y” to agree: ")
        session.console.sink.message(session.console.plain(question.render(session.language, ["n": String(targets.ids.count)])))
        let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
        return ["c", "có", "co", "y", "yes"].contains(answer)
    }
}
