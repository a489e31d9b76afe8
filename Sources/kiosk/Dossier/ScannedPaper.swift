import Foundation
import KioskAgent
import Scans
import Status
import SyncProtocol

/// What becomes of a scan before it is taken in: a bitmap or a TIFF may be turned into a PDF of JPEG pages, when a person agrees or the
/// desk has agreed for good. Nothing else is ever turned, and nothing in silence.
struct ScannedPaper {
    let session: Session
    /// What the command was told; `nil` for what the settings say.
    let wish: KioskSettings.Scans?
    var lines: any LineSource = TerminalLines()

    init(_ session: Session, wish: KioskSettings.Scans?) {
        self.session = session
        self.wish = wish
    }

    /// The scan as a PDF; `nil` for a paper that stays as it is. Throws `KioskProblem`.
    func turned(_ path: String) async throws -> ScanConversion? {
        guard let kind = ScanConversion.kind(of: path) else { return nil }
        let wish = try self.wish ?? session.options.scans()
        let name = Printable.clean(PaperFile.name(of: path))
        guard wish != .keep else { return nil }
        guard wish == .pdf || session.isConversation else {
            session.console.message(
                Text(
                    vi: "Giữ nguyên bản quét {file}. “--scans pdf” đổi thành PDF nhẹ hơn, “--scans keep” giữ mà không nhắc.",
                    en:
                        "The scan {file} stays as it is. “--scans pdf” makes a smaller PDF of it, “--scans keep” keeps it silently."
                ), ["file": name])
            return nil
        }
        let scan: ScanConversion
        do {
            scan = try ScanConversion(path, folder: FileManager.default.temporaryDirectory.path)
        } catch {
            session.console.message(
                Text(
                    vi: "Giữ nguyên bản quét {file}: không đổi được thành PDF, vì {why}.",
                    en: "The scan {file} stays as it is: it cannot be turned into a PDF, since {why}."),
                ["file": name, "why": Self.why(error)[session.language]])
            return nil
        }
        let facts = [
            "file": name, "size": String(scan.originalSize), "new": String(scan.size),
            "pdf": Printable.clean(Self.name(of: path)), "n": String(scan.pages),
            "less": String(max(0, 100 - 100 * scan.size / max(1, scan.packedSize))),
        ]
        // Papers are packed for the line anyway: what counts is what that leaves. A scan that is taken in no other way is turned all the same.
        guard try scan.size < scan.packedSize || !session.options.takesIn(kind.rawValue) else {
            session.console.message(
                Text(
                    vi: "Giữ nguyên bản quét {file}: đổi thành PDF cũng không nhỏ hơn.",
                    en: "The scan {file} stays as it is: as a PDF it would be no smaller."), facts)
            return nil
        }
        if wish == .ask, try await !agrees(facts) { return nil }
        session.console.message(
            Text(
                vi: "Đã đổi bản quét {file} ({size:bytes}) thành {pdf} ({new:bytes}, {n} trang): gửi bớt {less}%.",
                en: "Turned the scan {file} ({size:bytes}) into {pdf} ({new:bytes}, {n:1 page|# pages}): {less}% less to send."
            ), facts)
        return scan
    }

    /// Asks without an answer of its own: Enter alone is none.
    private func agrees(_ facts: [String: String]) async throws -> Bool {
        let conversation = Conversation(console: session.console, lines: lines)
        let question = Text(
            vi: "Đổi bản quét {file} ({size:bytes}) thành PDF gồm {n} trang JPEG, còn {new:bytes}? (c: đổi, k: giữ nguyên)",
            en: "Turn the scan {file} ({size:bytes}) into a PDF of {n:1 page|# pages}, {new:bytes}? (y: turn it, n: keep it)")
        while true {
            guard case .text(let answer) = try await conversation.ask(question.render(session.language, facts)) else { continue }
            switch answer.lowercased() {
            case "c", "có", "co", "y", "yes": return true
            case "k", "không", "khong", "n", "no": return false
            default: continue
            }
        }
    }

    /// The name of the PDF: that of the scan with another ending.
    static func name(of path: String) -> String {
        let name = PaperFile.name(of: path)
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name + ".pdf" }
        return name[..<dot] + ".pdf"
    }

    private static func why(_ fault: ScanFault) -> Text {
        switch fault {
        case .notScan, .broken: Text(vi: "tệp bị hỏng", en: "the file is damaged")
        case .unsupported: Text(vi: "loại ảnh này phải giữ nguyên", en: "pictures of this kind are kept as they are")
        case .tooLarge: Text(vi: "quá nhiều trang hoặc trang quá lớn", en: "it has too many pages or too large ones")
        case .unreadable: Text(vi: "tệp không đọc được hoặc đang thay đổi", en: "the file cannot be read or is changing")
        case .unwritable: Text(vi: "không đủ chỗ trên đĩa", en: "there is no room on the disk")
        }
    }
}

extension ScanConversion {
    /// What the desk records of the scan.
    var told: AttachFile.Original {
        AttachFile.Original(sha256: originalDigest, size: originalSize, mediaType: originalKind.rawValue)
    }
}

/// A scan that was turned into a PDF, as the desk reads it.
actor TurnedScan: ByteSource {
    nonisolated let expectedSize: Int64?
    private let scan: ScanConversion
    private let name: String
    private let onProgress: @Sendable (Int64) -> Void
    private var done: Int64 = 0

    init(_ scan: ScanConversion, name: String, onProgress: @escaping @Sendable (Int64) -> Void) {
        self.scan = scan
        self.name = name
        expectedSize = scan.size
        self.onProgress = onProgress
    }

    func next() async throws -> [UInt8] {
        let part: [UInt8]
        do {
            part = try scan.read(at: done, atMost: 64 * 1024)
        } catch {
            throw KioskProblem(.fileUnreadable, field: "file", ["file": name])
        }
        done += Int64(part.count)
        onProgress(done)
        return part
    }
}
