import KioskAgent
import Status
import SyncProtocol

/// Tells what happens during a sync: a bar on a terminal, a line for each event elsewhere.
actor SyncFollower {
    private let console: Console
    private let line: ProgressLine
    private let now: @Sendable () -> Timestamp
    private var meter = ProgressMeter(total: 0)
    private var name = ""
    private var lastDrawn: Timestamp?
    /// Bytes of each file that the portal has, and of all of it.
    private var files: [String: (done: Int64, total: Int64)] = [:]
    private var announced: Int64 = 0

    init(console: Console, now: @escaping @Sendable () -> Timestamp) {
        self.console = console
        self.now = now
        line = ProgressLine(console: console)
    }

    func take(_ event: SyncEvent) {
        switch event {
        case .started(_, _, let bytes): announced = bytes
        case .file(let sha256, let name, let done, let total):
            // What the portal had of the file before is no progress of this sync, but part of its size all the same.
            let isNew = files[sha256] == nil
            files[sha256] = (done, total)
            self.name = name
            draw(always: isNew)
            if line.isDrawn || !isNew { return }
        case .fileDone(let sha256, _):
            if let file = files[sha256] { files[sha256] = (file.total, file.total) }
            draw(always: true)
        default: break
        }
        tell(event)
    }

    /// Takes the bar off the screen.
    func finish() { line.clear() }

    private func draw(always: Bool) {
        guard line.isDrawn else { return }
        let known = files.values.reduce(into: (done: Int64(0), total: Int64(0))) { $0 = ($0.done + $1.done, $0.total + $1.total) }
        meter.total = max(known.total, announced)
        let moment = now()
        meter.step(done: known.done, at: moment)
        if !always, let lastDrawn, (moment - lastDrawn).wholeMilliseconds < 100 { return }
        lastDrawn = moment
        line.draw(meter, name: name)
    }

    private func tell(_ event: SyncEvent) {
        guard let text = SyncEventText.line(event, console.language, now: now()) else { return }
        line.clear()
        console.message(text)
        if !files.isEmpty { draw(always: true) }
    }
}

/// One line for each event of a sync.
enum SyncEventText {
    /// `nil` for what the outcome says anyway.
    static func line(_ event: SyncEvent, _ language: Language, now: Timestamp) -> String? {
        switch event {
        case .started(let operations, let files, let bytes):
            guard operations > 0 || files > 0 else { return nil }
            return Text(
                vi: "Bắt đầu gửi: {n} mục, {f} tệp ({b:bytes}).",
                en: "Sending {n:1 item|# items} and {f:1 file|# files} ({b:bytes})."
            )
            .render(language, ["n": String(operations), "f": String(files), "b": String(bytes)])
        case .exchanged(let delivered, let open, let changes):
            return Text(
                vi: "Trao đổi với cổng: đã nhận {d} mục, còn {o} mục, {c} thay đổi từ cổng.",
                en: "Exchange: {d:1 item|# items} delivered, {o} left, {c:1 change|# changes} from the portal."
            )
            .render(language, ["d": String(delivered), "o": String(open), "c": String(changes)])
        case .verdict(let operation, let state, let reason):
            return Text(vi: "{id}: {state:state}. {reason:reason}", en: "{id}: {state:state}. {reason:reason}")
                .render(language, ["id": operation.shortID, "state": state, "reason": reason])
        case .file(_, let name, let done, let total):
            return Text(vi: "Gửi tệp {name}: {done:bytes} / {total:bytes}", en: "Sending {name}: {done:bytes} / {total:bytes}")
                .render(language, ["name": name, "done": String(done), "total": String(total)])
        case .fileDone(_, let name):
            return Text(vi: "Cổng đã nhận đủ tệp {name}.", en: "The portal has all of {name}.").render(language, ["name": name])
        case .interrupted(_, let text, let next):
            let when = next.map { ["at": Format.shortTime($0, now: now)] } ?? [:]
            return Text(vi: "Gián đoạn: {text}[ Thử lại lúc {at}.]", en: "Interrupted: {text}[ Next try at {at}.]")
                .render(language, when.merging(["text": text]) { first, _ in first })
        case .finished: return nil
        }
    }
}
