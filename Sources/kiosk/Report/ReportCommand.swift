import ArgumentParser
import Dossiers
import KioskAgent
import Paper
import Status
import SyncProtocol

struct ReportCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "report", "Báo cáo cho lãnh đạo: hồ sơ theo thủ tục, lĩnh vực, cán bộ, tuần.",
            "For the head of the unit: dossiers by procedure, field, officer and week.",
            examples: [
                "kiosk report --from 2026-11-01 --to 2026-11-30", "kiosk report --from 1/11/2026 --to 30/11/2026 --format csv",
                "kiosk report --from 1/11/2026 --to 30/11/2026 --format pdf --output bao-cao.pdf",
            ],
            more: Text(
                vi:
                    "Tính theo ngày ghi tại quầy, giờ Việt Nam; mặc định từ đầu tháng đến hôm nay. Nộp trực tuyến = đã nộp / đã ghi; đúng hạn "
                    + "và trễ tính trên hồ sơ có ngày hẹn đã xong hoặc đã quá hẹn; từ chối và bổ sung tính trên hồ sơ đã nộp.",
                en:
                    "By the day recorded at the desk, in Việt Nam's time; from the first of the month to today unless said. Online is handed in "
                    + "of recorded; on time and late are of those with an appointment that are finished or overdue; refused and supplemented "
                    + "are of those handed in."))
    }

    @Option(help: help("Từ ngày.", "The first day.", value: "date"))
    var from: String?
    @Option(help: help("Đến hết ngày.", "The last day.", value: "date"))
    var to: String?
    @Option(help: help("Dạng in: table (bảng), csv, json, pdf (cần --output).", "How to print it; pdf wants --output.", value: "table|csv|json|pdf"))
    var format: ReportFormat = .table
    @Option(help: help("Tệp PDF cần ghi.", "The PDF to write.", value: "file"))
    var output: String?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        guard (format == .pdf) == (output != nil) else {
            throw KioskProblem(.wrongUsage, ["detail": "--format pdf --output FILE"])
        }
        let file = try output.map { try SlipFile($0) }
        let today = CivilDay(inVietnamAtSecondsSince1970: session.now().milliseconds / 1000)
        let first = CivilDay(year: today.year, month: today.month, day: 1) ?? today
        let end = try day(to, "to") ?? today
        let start = try day(from, "from") ?? min(first, end)
        let report = try await session.ask(MakeReport(from: start, to: end))
        if let file {
            try write(report, to: file, session)
        } else if session.console.json || format == .json {
            try session.console.document(report)
        } else if format == .csv {
            try session.console.facts(ReportCSV.lines(report))
        } else {
            var screen = Screen(console: session.console, now: session.now())
            ReportView.page(report, &screen)
            try session.console.facts(screen.lines)
        }
        return .done
    }

    /// What the command did.
    struct Written: Encodable {
        var output: String
        var pages: Int
    }

    private func write(_ report: Report, to file: SlipFile, _ session: Session) throws {
        let pdf: ReportPDF
        do throws(PaperError) {
            let desk = try? session.options.formsPlace().desk
            pdf = try ReportPDF(ReportSheet.content(report, desk: desk, now: session.now(), session.language))
        } catch {
            throw KioskProblem(paper: error)
        }
        try file.write(pdf.bytes)
        let written = Written(output: output ?? "", pages: pdf.pages)
        try session.show(written) { screen in
            screen.line(
                Text(vi: "Đã ghi báo cáo vào {file} ({pages} trang).", en: "Wrote the report to {file} ({pages:1 page|# pages})."),
                ["file": written.output, "pages": String(written.pages)])
        }
    }

    private func day(_ text: String?, _ option: String) throws -> CivilDay? {
        guard let text else { return nil }
        guard let day = CivilDay(written: text) else { throw KioskProblem(.invalidDate, field: option) }
        return day
    }
}

enum ReportFormat: String, ExpressibleByArgument, CaseIterable { case table, csv, json, pdf }
