import ArgumentParser
import KioskAgent
import Status
import SyncProtocol
import Synchronization

struct AttachCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "attach", "Nhận tệp giấy tờ vào hồ sơ: kiểm tra, nén, cất an toàn trên đĩa rồi mới báo xong.",
            "Takes files into a dossier: checked, compressed, safely on disk before it answers.",
            examples: ["kiosk dossier attach 01934b60-22aa to-khai.pdf cccd.jpg --component to-khai"])
    }

    @Argument(help: help("Mã hồ sơ, có thể viết tắt.", "The dossier's id; a unique beginning will do."))
    var id: String
    @Argument(help: help("Các tệp cần đính kèm.", "The files to attach."))
    var files: [String]
    @Option(help: help("Mã thành phần hồ sơ.", "The component's code.", value: "code"))
    var component: String
    @Option(help: help("Yêu cầu bổ sung mà tệp này trả lời.", "The request for more papers that this answers.", value: "id"))
    var request: String?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        try await Attachment.takeIn(files, dossier: id, component: component, request: request, session)
        return .done
    }
}

/// Takes files in one after the other, with a bar on a terminal.
enum Attachment {
    static func takeIn(_ files: [String], dossier: String, component: String, request: String?, _ session: Session) async throws {
        // All are looked at before the first is taken in: a mistyped name should not leave half of them behind.
        for path in files { _ = try PaperFile(path) { _ in } }
        try await session.desk.withDesk(reading: false) { desk in
            for path in files {
                let answer = try await takeIn(path, dossier: dossier, component: component, request: request, desk, session)
                try show(answer, session)
            }
        }
    }

    private static func takeIn(
        _ path: String, dossier: String, component: String, request: String?, _ desk: any Desk, _ session: Session
    ) async throws -> AttachFile.Answer {
        let name = PaperFile.name(of: path)
        let line = ProgressLine(console: session.console)
        let meter = Mutex((meter: ProgressMeter(total: 0), drawn: Timestamp(milliseconds: 0)))
        let total = Mutex<Int64>(0)
        let file = try PaperFile(path) { done in
            guard line.isDrawn else { return }
            let now = session.now()
            let drawing: ProgressMeter? = meter.withLock { state in
                state.meter.total = total.withLock { $0 }
                state.meter.step(done: done, at: now)
                guard (now - state.drawn).wholeMilliseconds >= 100 else { return nil }
                state.drawn = now
                return state.meter
            }
            if let drawing { line.draw(drawing, name: name) }
        }
        total.withLock { $0 = file.expectedSize ?? 0 }
        defer { line.clear() }
        do {
            return try await desk.attach(
                AttachFile(dossier: dossier, component: component, fileName: name, supplementRequest: request), content: file,
                context: session.context)
        } catch let problem as KioskProblem where problem.parameters["file"] == nil {
            var problem = problem
            problem.parameters["file"] = name
            throw problem
        }
    }

    private static func show(_ answer: AttachFile.Answer, _ session: Session) throws {
        try session.show(answer) { screen in
            let facts = [
                "file": answer.name, "size": String(answer.size), "stored": String(answer.storedSize),
                "digest": String(answer.sha256.prefix(12)),
            ]
            let text =
                answer.storedSize < answer.size
                ? Text(
                    vi: "Đã nhận {file}: {size:bytes}, nén còn {stored:bytes} (sha256 {digest}…)",
                    en: "Took in {file}: {size:bytes}, {stored:bytes} compressed (sha256 {digest}…)")
                : Text(
                    vi: "Đã nhận {file}: {size:bytes} (sha256 {digest}…)", en: "Took in {file}: {size:bytes} (sha256 {digest}…)")
            screen.line(text, facts)
            if answer.alreadyKept {
                screen.line(
                    Text(
                        vi: "  Giấy tờ này đã có sẵn trên máy; chỉ cất và gửi một lần.",
                        en: "  This paper was here already; it is kept and sent once."))
            }
        }
        for warning in answer.warnings { session.console.warning(warning) }
    }
}
