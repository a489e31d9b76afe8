import ArgumentParser
import Dossiers
import KioskAgent
import Paper
import Status
import SyncProtocol

struct PrintCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "print", "In một mẫu giấy chính thức của hồ sơ ra tệp PDF, theo những gì cổng đã trả lời.",
            "Writes one of a dossier's official forms as a PDF, from what the portal said.",
            examples: [
                "kiosk dossier print 01934b60-22aa --form receipt --output mau-01.pdf",
                "kiosk dossier print 01934b60-22aa --form apology --was 27/11/2026 --output mau-04.pdf",
            ],
            more: Text(
                vi:
                    "Mẫu lấy trong thư mục của khóa desk.forms. Hồ sơ cổng chưa tiếp nhận thì in phiếu tạm: “kiosk dossier slip”.",
                en:
                    "The templates are in the folder of desk.forms. While the portal has not received it, print “kiosk dossier slip”."
            ))
    }

    /// The forms of a dossier.
    enum Form: String, CaseIterable, ExpressibleByArgument {
        case receipt, supplement, refusal, apology

        var kind: FormKind {
            switch self {
            case .receipt: .receipt
            case .supplement: .supplement
            case .refusal: .refusal
            case .apology: .apology
            }
        }
    }

    /// What the command did.
    struct Written: Encodable {
        var id: String
        var form: String
        var output: String
        var pages: Int
    }

    @Argument(help: help("Mã hồ sơ, có thể viết tắt.", "The dossier's id; a unique beginning will do."))
    var id: String
    @Option(
        help: help(
            "Mẫu: receipt (Mẫu 01), supplement (02), refusal (03), apology (04).",
            "The form: receipt (Mẫu 01), supplement (02), refusal (03), apology (04)."))
    var form: Form
    @Option(
        help: help(
            "Tệp PDF cần ghi; tệp cũ cùng tên được thay.", "The PDF to write; an older file of that name is replaced.",
            value: "file"))
    var output: String
    @Option(
        help: help(
            "Ngày hẹn cũ trên giấy của người dân, cho phiếu xin lỗi; không cần nếu cổng đã báo.",
            "The former appointment on the citizen's paper, for an apology; not needed where the portal told it.", value: "date"))
    var was: String?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let file = try SlipFile(output)
        let former = try was.map { text in
            guard let day = CivilDay(written: text) else { throw KioskProblem(.invalidDate, field: "was") }
            return day
        }
        let place = try session.options.formsPlace()
        let template = try FormTemplate.ofDesk(form.kind, in: place.folder)
        let facts = try await FormFacts.ask(id, session)
        let values = try FormPage(facts, desk: place.desk, now: session.now()).values(for: form.kind, former: former)
        let pdf = try FormPDF.ofDesk(template, values, now: session.now())
        try file.write(pdf.bytes)
        try session.show(Written(id: facts.slip.id, form: form.rawValue, output: output, pages: pdf.pages)) { screen in
            screen.line(
                Text(vi: "Đã ghi mẫu giấy vào {file} ({pages} trang).", en: "Wrote the form to {file} ({pages:1 page|# pages})."),
                ["file": output, "pages": String(pdf.pages)])
        }
        return .done
    }
}
