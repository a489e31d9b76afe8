import KioskAgent
import Status
import SyncProtocol

/// Makes a dossier step by step, one screen each, back and forth. The draft is in the store as soon as procedure and owner are
/// known, and each answer after that goes into it at once: whoever stops loses nothing.
struct GuidedDossier: Sendable {
    let session: Session
    let talk: Conversation
    /// The draft's id; empty until it is recorded.
    var id = ""
    var procedure = ""
    var owner = ""

    init(session: Session, lines: any LineSource) {
        self.session = session
        talk = Conversation(console: session.console, lines: lines)
    }

    enum Step: Int, CaseIterable { case procedure, owner, submitter, form, papers, delivery, review }
    enum Move { case next, back }

    /// Goes through the steps until the dossier is submitted, left as a draft, or the person stops.
    mutating func run() async throws -> ExitCode {
        talk.say(
            Text(
                vi: "Lập hồ sơ từng bước. Enter: giữ hoặc bỏ qua · <: quay lại · Ctrl-D: dừng, bản nháp được giữ.",
                en: "A dossier step by step. Enter: keep or skip · <: back · Ctrl-D: stop, the draft is kept."))
        var step = Step.procedure
        var isBack = false
        do {
            while true {
                let move = try await take(step, isBack: isBack)
                isBack = move == .back
                guard let next = Step(rawValue: step.rawValue + (isBack ? -1 : 1)) else {
                    if isBack { continue }
                    return .done
                }
                step = next
            }
        } catch is Conversation.Stopped {
            return try stopped()
        }
    }

    private mutating func take(_ step: Step, isBack: Bool) async throws -> Move {
        let titles: [Text] = [
            Text(vi: "Thủ tục", en: "Procedure"), Text(vi: "Người có hồ sơ", en: "Owner"), Text(vi: "Người nộp", en: "Submitter"),
            Text(vi: "Biểu mẫu", en: "Form"), Text(vi: "Thành phần hồ sơ", en: "Papers"),
            Text(vi: "Cách nộp và nhận kết quả", en: "Delivery"),
            Text(vi: "Xem lại", en: "Review"),
        ]
        talk.heading(step.rawValue + 1, of: titles.count, titles[step.rawValue])
        switch step {
        case .procedure: return try await chooseProcedure()
        case .owner: return try await chooseOwner()
        case .submitter: return try await chooseSubmitter()
        case .form: return try await fillForm(fromEnd: isBack)
        case .papers: return try await takePapers(fromEnd: isBack)
        case .delivery: return try await chooseDelivery()
        case .review: return try await review()
        }
    }

    /// The person stopped: what is kept, and how to go on.
    private func stopped() throws -> ExitCode {
        guard !id.isEmpty else { throw CancellationError() }
        try session.console.facts([id])
        talk.say(
            Text(
                vi: "Bản nháp được giữ. Làm tiếp: kiosk dossier edit, attach, submit {id}",
                en: "The draft is kept. Go on with kiosk dossier edit, attach, submit {id}"),
            ["id": id.shortID])
        return .done
    }

    /// The draft as it stands in the store.
    func draft() async throws -> JSONValue { try await session.ask(ShowDossier(id: id)) }

    /// Puts changes into the draft; false when they cannot be, which was told.
    func change(_ changes: JSONObject) async throws -> Bool {
        do {
            let recorded = try await session.ask(EditDossier(id: id, changes: changes))
            for warning in recorded.warnings { session.console.warning(warning) }
            return true
        } catch let problem as KioskProblem {
            try talk.tell(problem)
            return false
        }
    }
}
