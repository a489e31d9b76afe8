import ArgumentParser
import DurableFiles
import Foundation
import KioskAgent
import Status
import SyncProtocol

struct ResultCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "result", "Lấy tệp kết quả của một hồ sơ ra.", "Takes the file of a dossier's result out.",
            examples: [
                "kiosk dossier result 01934b60-22aa --output giay-phep.pdf",
                "kiosk dossier result 000.00.53.H48-220921-0099 \"Giấy phép xây dựng\" --output giay-phep.pdf",
                "kiosk dossier result 01934b60-22aa",
            ],
            more: Text(
                vi: "Tệp chưa có trên máy sẽ được tải khi có mạng, đứt thì tải tiếp; mã kết thúc khi đó là 2. Tệp chỉ được lấy ra khi đúng "
                    + "mã băm mà cổng đã báo.",
                en: "A file that is not here yet is fetched when there is a link, and goes on where it broke; the exit code is 2 then. A file "
                    + "is only given out when it has the digest that the portal told."))
    }

    @Argument(help: help("Mã hồ sơ do cổng cấp, hoặc mã trên máy này.", "The official code, or the id here."))
    var id: String
    @Argument(help: help("Kết quả nào: tên của nó, hoặc phần đầu mã băm của tệp.", "Which result: its title, or the beginning of its digest."))
    var result: String?
    @Option(help: help("Ghi tệp vào đây; tệp cũ cùng tên được thay.", "Where to write the file; an older one is replaced.", value: "file"))
    var output: String?
    @OptionGroup var common: CommonOptions

    /// What the command did.
    struct Taken: Encodable {
        var id: String
        var sha256: String
        var title: String
        var size: Int64
        var state: String
        var fetched: Int64
        var output: String?
    }

    func run(in session: Session) async throws -> ExitCode {
        let file = try output.map { try SlipFile($0) }
        let (answer, bytes) = try await session.desk.withDesk(reading: false) { desk in
            let first = try await desk.perform(ReadResult(dossier: id, result: result), context: session.context)
            guard first.state == "here", file != nil else { return (first, [UInt8]()) }
            return (first, try await whole(first, desk, session))
        }
        try file?.writeIfAny(bytes)
        let isWritten = file != nil && answer.state == "here"
        let taken = Taken(
            id: answer.id, sha256: answer.sha256, title: answer.title, size: answer.size, state: answer.state,
            fetched: answer.fetched, output: isWritten ? output : nil)
        try session.show(taken) { screen in
            let facts = [
                "title": Printable.clean(answer.title), "size": String(answer.size), "done": String(answer.fetched),
                "file": output ?? "", "id": answer.id.shortID,
            ]
            let text: Text =
                switch (answer.state, isWritten) {
                case ("here", true):
                    Text(vi: "Đã ghi “{title}” vào {file} ({size:bytes}).", en: "Wrote “{title}” to {file} ({size:bytes}).")
                case ("here", false):
                    Text(
                        vi: "“{title}” đã có trên máy ({size:bytes}). Lấy ra: kiosk dossier result {id} --output TỆP",
                        en: "“{title}” is here ({size:bytes}). Take it out: kiosk dossier result {id} --output FILE")
                default:
                    Text(
                        vi: "“{title}” chưa có trên máy ({done:bytes} / {size:bytes}); máy sẽ tải trước tiên khi có mạng.",
                        en: "“{title}” is not here yet ({done:bytes} / {size:bytes}); it is fetched first when there is a link.")
                }
            screen.paragraph(text.render(screen.language, facts))
            if let reason = answer.text, answer.state != "here" { screen.paragraph(reason, indent: 2) }
        }
        return answer.state == "here" ? .done : .notYet
    }

    /// All parts of the file, in memory: no larger than a portal's papers are.
    private func whole(_ first: ReadResult.Answer, _ desk: any Desk, _ session: Session) async throws -> [UInt8] {
        var bytes = Array(Data(base64Encoded: first.bytes) ?? Data())
        while Int64(bytes.count) < first.size {
            let part = try await desk.perform(
                ReadResult(dossier: first.id, result: first.sha256, offset: Int64(bytes.count)), context: session.context)
            guard let next = Data(base64Encoded: part.bytes), !next.isEmpty, part.sha256 == first.sha256 else {
                throw KioskProblem(.fileChanging, ["file": first.name ?? first.title])
            }
            bytes += next
        }
        return bytes
    }
}

extension SlipFile {
    fileprivate func writeIfAny(_ bytes: [UInt8]) throws {
        if !bytes.isEmpty { try write(bytes) }
    }
}
