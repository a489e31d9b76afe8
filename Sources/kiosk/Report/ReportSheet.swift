import Dossiers
import KioskAgent
import Paper
import Status
import SyncProtocol

/// The same figures as the table's, for a page that the head of the unit reads.
enum ReportSheet {
    static func content(_ report: Report, desk: String?, now: Timestamp, _ language: Language) -> ReportContent {
        func say(_ vi: String, _ en: String, _ parameters: [String: String] = [:]) -> String {
            Text(vi: vi, en: en).render(language, parameters)
        }
        let weeks = report.groups.filter { $0.by == .week }
        return ReportContent(
            language: language.rawValue, title: say("BÁO CÁO TÌNH HÌNH NỘP HỒ SƠ TRỰC TUYẾN", "REPORT ON DOSSIERS FILED ONLINE"),
            subtitle: [
                desk,
                say("từ {from} đến {to}", "{from} to {to}", ["from": report.from.written, "to": report.to.written]),
            ].compactMap { $0 }.joined(separator: ", "),
            figures: ReportView.figures(report, now: now, language).map { ReportContent.Figure($0.label, $0.value) },
            chart: ReportContent.Chart(
                title: say("Hồ sơ ghi tại quầy, theo tuần", "Dossiers recorded at the desk, by week"),
                names: [
                    say("cổng đã tiếp nhận", "received by the portal"), say("đã nộp, chưa tiếp nhận", "handed in, not received"),
                    say("chưa nộp (nháp)", "not handed in (drafts)"),
                ],
                bars: weeks.map { week in
                    let figures = week.figures
                    return ReportContent.Chart.Bar(
                        ReportView.name(week, language),
                        parts: [figures.received, max(0, figures.submitted - figures.received), figures.drafts])
                }),
            tables: Report.By.allCases.map { by in
                ReportContent.Table(
                    heading: ReportView.heading(by)[language], columns: ReportView.columns.map { $0.label[language] },
                    rows: report.groups.filter { $0.by == by }.map { group in
                        (
                            name: Printable.clean(ReportView.name(group, language)),
                            figures: ReportView.columns.map { String($0.figure(group.figures)) }
                        )
                    })
            },
            foot: say("Số liệu của máy tại quầy, lập lúc {at}", "Figures of the desk's machine, made {at}", ["at": Format.dateTime(report.madeAt)]),
            madeAt: Timestamp(seconds: report.madeAt.milliseconds / 1000).description)
    }
}
