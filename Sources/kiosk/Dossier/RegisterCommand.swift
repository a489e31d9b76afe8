import ArgumentParser
import Dossiers
import KioskAgent
import Paper
import Status
import SyncProtocol

struct RegisterCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "register", "In sổ theo dõi hồ sơ (khổ A4) của những hồ sơ cổng đã tiếp nhận.",
            "Prints the register (A4) of the dossiers that the portal has received.",
            examples: [
                "kiosk dossier register --output so-theo-doi.pdf",
                "kiosk dossier register --from 1/7/2026 --to 31/12/2026 --book 02 --output so-theo-doi.pdf",
            ],
            more: Text(
                vi:
                    "Mặc định từ đầu năm đến hôm nay, theo ngày tiếp nhận; số thứ tự chạy từ 1 đến hết năm. Mẫu: so-theo-doi.toml.",
                en:
                    "From the first of January to today unless said, by the day of receipt; numbers run on from 1 to the end of the year. The "
                    + "template is so-theo-doi.toml."))
    }

    @Option(help: help("Từ ngày.", "The first day.", value: "date"))
    var from: String?
    @Option(help: help("Đến hết ngày, cùng năm.", "The last day, of the same year.", value: "date"))
    var to: String?
    @Option(help: help("Quyển số.", "The volume.", value: "text"))
    var book: String = "01"
    @Option(
        help: help("Tệp PDF cần ghi; tệp cũ cùng tên được thay.", "The PDF to write; an older one is replaced.", value: "file"))
    var output: String
    @OptionGroup var common: CommonOptions

    /// What the command did.
    struct Written: Encodable {
        var output: String
        var entries: Int
        var pages: Int
    }

    func run(in session: Session) async throws -> ExitCode {
        let file = try SlipFile(output)
        let place = try session.options.formsPlace()
        let template = try FormTemplate.ofDesk(.register, in: place.folder)
        let today = CivilDay(inVietnamAtSecondsSince1970: session.now().milliseconds / 1000)
        let end = try day(to, "to") ?? today
        let start = try day(from, "from") ?? CivilDay(year: end.year, month: 1, day: 1) ?? end
        let answer = try await session.ask(ListRegister(from: start, to: end))
        let page = RegisterPage(answer, desk: place.desk, book: book, from: start, to: end, now: session.now())
        let pdf = try FormPDF.ofDesk(template, page.values, now: session.now())
        try file.write(pdf.bytes)
        let written = Written(output: output, entries: answer.entries.count, pages: pdf.pages)
        try session.show(written) { screen in
            screen.line(
                Text(
                    vi: "Đã ghi sổ theo dõi {count} hồ sơ vào {file} ({pages} trang).",
                    en: "Wrote the register of {count:1 dossier|# dossiers} to {file} ({pages:1 page|# pages})."),
                ["count": String(written.entries), "file": output, "pages": String(pdf.pages)])
        }
        return .done
    }

    private func day(_ text: String?, _ option: String) throws -> CivilDay? {
        guard let text else { return nil }
        guard let day = CivilDay(written: text) else { throw KioskProblem(.invalidDate, field: option) }
        return day
    }
}

/// The words of the register, which are Vietnamese whatever the desk's language (domain.md, 3).
struct RegisterPage {
    private typealias Field = Paper.FormField
    let values: FormValues

    init(_ answer: ListRegister.Answer, desk: String?, book: String, from: CivilDay, to: CivilDay, now: Timestamp) {
        var values = FormValues()
        let place = UnitWords(answer.unitName)
        values[.unitDesk] = place.desk(desk)
        values[.unitName] = place.name
        values[.unitPlace] = place.place
        values[.formDate] = CivilDay(inVietnamAtSecondsSince1970: now.milliseconds / 1000).inDocument
        values[.registerBook] = Printable.clean(book)
        values[.registerYear] = String(from.year)
        values[.registerFrom] = from.written
        values[.registerTo] = to.written
        values[.registerCount] = String(answer.entries.count)
        values.lists[.entries] = answer.entries.map(Self.row)
        self.values = values
    }

    private static func row(_ entry: ListRegister.Entry) -> [FormRowField: String] {
        var row: [FormRowField: String] = [.entryNumber: String(entry.number), .entrySets: "01"]
        row[.entryCode] = entry.code
        row[.entryProcedure] = entry.procedureName ?? entry.procedure
        row[.entryOwner] = entry.owner
        row[.entryContact] = [entry.address, entry.phone].compactMap { $0 }.joined(separator: "; ")
        row[.entryAgency] = entry.unitName
        row[.entryReceived] = Format.dateTime(entry.receivedAt)
        row[.entryDue] = entry.dueAt.map { Format.dateTime($0) }
        row[.entryReturned] = entry.returnedAt.map { Format.dateTime($0) }
        row[.entryDelivery] =
            switch entry.delivery {
            case "home": "Tại nhà"
            case "electronic": "Bản điện tử"
            default: "Tại quầy"
            }
        row[.entryNote] = entry.status.flatMap { Int(exactly: $0) }.flatMap(DossierStatus.init(rawValue:))?.nameInVietnamese
        return row
    }
}
