import ArgumentParser
import KioskAgent
import Scans
import Status
import SyncProtocol
import Synchronization

struct AttachCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "attach", "Nhận tệp giấy tờ vào hồ sơ: kiểm tra, nén, cất an toàn trên đĩa rồi mới báo xong.",
            "Takes files into a dossier: checked, compressed, safely on disk before it answers.",
            examples: [
                "kiosk dossier attach 01934b60-22aa to-khai.pdf cccd.jpg --component to-khai",
                "kiosk dossier attach 01934b60-22aa trang-1.jpg trang-2.jpg --component to-khai --join",
                "kiosk dossier attach 01934b60-22aa ban-quet.tif --component to-khai --scans pdf",
                "kiosk dossier attach 01934b60-22aa giay-chung-sinh.pdf --component giay-chung-sinh --originals 0 --copies 2",
            ],
            more: Text(
                vi:
                    "Số bản chính, bản sao người dân đưa được in trên phiếu và Mẫu 01; không ghi thì theo số mà thủ tục quy định.",
                en:
                    "How many originals and copies the desk was given is printed on the slip and Mẫu 01; as prescribed unless said."
            ))
    }

    @Argument(help: help("Mã hồ sơ, có thể viết tắt.", "The dossier's id; a unique beginning will do."))
    var id: String
    @Argument(help: help("Các tệp cần đính kèm.", "The files to attach."))
    var files: [String]
    @Option(help: help("Mã thành phần hồ sơ.", "The component's code.", value: "code"))
    var component: String
    @Option(help: help("Yêu cầu bổ sung mà tệp này trả lời.", "The request for more papers that this answers.", value: "id"))
    var request: String?
    @Flag(
        help: help(
            "Ghép các ảnh JPEG thành một tệp PDF theo thứ tự, giữ nguyên từng ảnh (không nén lại).",
            "Joins the JPEG photographs into one PDF, in their order, each as it is (not compressed again)."))
    var join = false
    @Option(help: help("Số bản chính đã nhận, 0 đến 999.", "How many originals were given, 0 to 999.", value: "n"))
    var originals: Int64?
    @Option(help: help("Số bản sao đã nhận, 0 đến 999.", "How many copies were given, 0 to 999.", value: "n"))
    var copies: Int64?
    @OptionGroup var scans: ScanOptions
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let wish = try scans.wish()
        let place = AttachFile(
            dossier: id, component: component, fileName: "", supplementRequest: request, originals: originals, copies: copies)
        for case (let name, let count?) in [("originals", originals), ("copies", copies)] where !(0...999).contains(count) {
            throw KioskProblem(.invalidValue, field: name, ["known": "0–999"])
        }
        if join {
            try await Attachment.joinAndTakeIn(files, to: place, session)
        } else {
            try await Attachment.takeIn(files, to: place, session, scans: wish)
        }
        return .done
    }
}

/// Takes files in one after the other, with a bar on a terminal.
enum Attachment {
    /// - Parameters:
    ///   - place: where the papers belong, without the name of one.
    ///   - scans: what a person wants of bitmaps and TIFFs; `nil` for what the settings say.
    static func takeIn(
        _ files: [String], to place: AttachFile, _ session: Session, scans: KioskSettings.Scans? = nil
    ) async throws {
        // All are looked at before the first is taken in: a mistyped name should not leave half of them behind.
        for path in files { _ = try PaperFile(path) { _ in } }
        // Nobody else waits for the store while a person thinks.
        var papers: [(path: String, scan: ScanConversion?)] = []
        for path in files { papers.append((path, try await ScannedPaper(session, wish: scans).turned(path))) }
        let turned = papers
        try await session.desk.withDesk(reading: false) { desk in
            for (path, scan) in turned {
                let answer = try await takeIn(path, scan, to: place, desk, session)
                try show(answer, session)
            }
        }
    }

    /// Joins photographed pages into one PDF, named after the component, and takes that in.
    static func joinAndTakeIn(_ files: [String], to place: AttachFile, _ session: Session) async throws {
        let name = place.component + ".pdf"
        let drawing = Drawing(name: name, session)
        let pages = try JoinedPages(files, title: place.component) { drawing.draw($0) }
        drawing.total(pages.expectedSize ?? 0)
        defer { drawing.clear() }
        let answer = try await session.desk.withDesk(reading: false) { desk in
            try await desk.attach(place.naming(name), content: pages, context: session.context)
        }
        drawing.clear()
        session.console.message(
            Text(vi: "Đã ghép {count} trang thành {file}.", en: "Joined {count} pages into {file}."),
            ["count": String(pages.pages), "file": Printable.clean(name)])
        try show(answer, session)
    }

    private static func takeIn(
        _ path: String, _ scan: ScanConversion?, to place: AttachFile, _ desk: any Desk, _ session: Session
    ) async throws -> AttachFile.Answer {
        let name = scan == nil ? PaperFile.name(of: path) : ScannedPaper.name(of: path)
        let drawing = Drawing(name: name, session)
        let file: any ByteSource =
            if let scan { TurnedScan(scan, name: name) { drawing.draw($0) } } else { try PaperFile(path) { drawing.draw($0) } }
        drawing.total(file.expectedSize ?? 0)
        defer { drawing.clear() }
        var paper = place.naming(name)
        paper.original = scan?.told
        do {
            return try await desk.attach(paper, content: file, context: session.context)
        } catch let problem as KioskProblem where problem.parameters["file"] == nil {
            var problem = problem
            problem.parameters["file"] = name
            throw problem
        }
    }

    /// The bar of one paper, drawn at most ten times a second.
    private final class Drawing: Sendable {
        private let name: String
        private let line: ProgressLine
        private let now: @Sendable () -> Timestamp
        private let meter = Mutex((meter: ProgressMeter(total: 0), drawn: Timestamp(milliseconds: 0)))

        init(name: String, _ session: Session) {
            self.name = name
            line = ProgressLine(console: session.console)
            now = session.now
        }

        func total(_ bytes: Int64) { meter.withLock { $0.meter.total = bytes } }

        func draw(_ done: Int64) {
            guard line.isDrawn else { return }
            let now = now()
            let drawing: ProgressMeter? = meter.withLock { state in
                state.meter.step(done: done, at: now)
                guard (now - state.drawn).wholeMilliseconds >= 100 else { return nil }
                state.drawn = now
                return state.meter
            }
            if let drawing { line.draw(drawing, name: name) }
        }

        func clear() { line.clear() }
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

extension AttachFile {
    /// The same for the file of that name.
    fileprivate func naming(_ name: String) -> AttachFile {
        var file = self
        file.fileName = name
        return file
    }
}
