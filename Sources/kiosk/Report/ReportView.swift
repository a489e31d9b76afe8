import Dossiers
import KioskAgent
import Status
import SyncProtocol

/// A report as a table.
enum ReportView {
    /// The columns before the name: label, width, figure.
    static let columns: [(label: Text, width: Int, figure: @Sendable (Report.Figures) -> Int)] = [
        (Text(vi: "Ghi", en: "All"), 4, { $0.recorded }), (Text(vi: "Nộp", en: "Sent"), 4, { $0.submitted }),
        (Text(vi: "Nhận", en: "Rec."), 4, { $0.received }), (Text(vi: "Đúng", en: "Timely"), 6, { $0.onTime }),
        (Text(vi: "Trễ", en: "Late"), 4, { $0.late }), (Text(vi: "Từ chối", en: "Refused"), 7, { $0.refused }),
        (Text(vi: "Bổ sung", en: "Suppl."), 7, { $0.supplemented }), (Text(vi: "Chờ", en: "Wait"), 4, { $0.waiting }),
    ]

    static func page(_ report: Report, _ screen: inout Screen) {
        let language = screen.language
        let title = Text(vi: "Hồ sơ ghi tại quầy từ {from} đến {to}", en: "Dossiers recorded from {from} to {to}")
        screen.line(screen.bold(title.render(language, ["from": report.from.written, "to": report.to.written])))
        screen.line()
        total(report, &screen)
        for by in Report.By.allCases {
            let groups = report.groups.filter { $0.by == by }
            guard !groups.isEmpty else { continue }
            screen.line()
            screen.row(columns.map { (right($0.label[language], $0.width), $0.width) }, last: heading(by)[language])
            for group in groups {
                screen.row(
                    columns.map { (right(String($0.figure(group.figures)), $0.width), $0.width) },
                    last: Printable.clean(name(group, language)))
            }
        }
    }

    private static func total(_ report: Report, _ screen: inout Screen) {
        for (label, value) in figures(report, now: screen.now, screen.language) {
            screen.entry(Text(vi: label, en: label), value, width: 28)
        }
    }

    /// The total, line by line, in the words of the language.
    static func figures(_ report: Report, now: Timestamp, _ language: Language) -> [(label: String, value: String)] {
        let sum = report.total
        var lines: [(label: String, value: String)] = []
        func line(_ label: Text, _ count: Int, _ share: Double?) {
            let value = [String(count), share.map { "(\(percent($0, language)))" }].compactMap { $0 }.joined(separator: " ")
            lines.append((label[language], value))
        }
        line(Text(vi: "Đã ghi", en: "Recorded"), sum.recorded, nil)
        if sum.drafts > 0 { line(Text(vi: "  còn là bản nháp", en: "  still drafts"), sum.drafts, nil) }
        line(Text(vi: "Nộp trực tuyến", en: "Handed in online"), sum.submitted, sum.shareOnline)
        line(Text(vi: "Cổng đã tiếp nhận", en: "Received by the portal"), sum.received, nil)
        line(Text(vi: "Đúng hạn", en: "On time"), sum.onTime, sum.shareOnTime)
        line(Text(vi: "Trễ hạn", en: "Late"), sum.late, sum.shareLate)
        line(Text(vi: "Bị từ chối", en: "Refused"), sum.refused, sum.shareRefused)
        line(Text(vi: "Phải bổ sung", en: "Supplemented"), sum.supplemented, sum.shareSupplemented)
        if sum.withdrawn > 0 { line(Text(vi: "Công dân rút", en: "Withdrawn"), sum.withdrawn, nil) }
        line(Text(vi: "Đang chờ đến cổng", en: "On the way to the portal"), sum.waiting, nil)
        if let oldest = sum.oldestWaitingAt {
            lines.append(
                (
                    Text(vi: "  cũ nhất", en: "  the oldest")[language],
                    "\(Format.dateTime(oldest)) (\(Format.relative(oldest, now: now, language)))"
                ))
        }
        let median = sum.medianSecondsToPortal.map { Format.duration(seconds: Double($0), language) } ?? Labels.unknown[language]
        lines.append((Text(vi: "Từ quầy đến cổng (trung vị)", en: "Desk to portal (median)")[language], median))
        let papers = Text(vi: "{n} tệp, {b:bytes}", en: "{n:1 file|# files}, {b:bytes}")
        lines.append(
            (
                Text(vi: "Giấy tờ", en: "Papers")[language],
                papers.render(language, ["n": String(sum.files), "b": String(sum.bytes)])
            ))
        return lines
    }

    /// `85,5 %` or `85.5%`
    static func percent(_ share: Double, _ language: Language) -> String {
        let tenths = Int((share * 1000).rounded())
        let fraction = tenths % 10 == 0 ? "" : (language == .vi ? "," : ".") + String(tenths % 10)
        return "\(tenths / 10)\(fraction)%"
    }

    static func heading(_ by: Report.By) -> Text {
        switch by {
        case .procedure: Text(vi: "Thủ tục", en: "Procedure")
        case .field: Text(vi: "Lĩnh vực", en: "Field")
        case .officer: Text(vi: "Cán bộ", en: "Officer")
        case .week: Text(vi: "Tuần từ", en: "Week from")
        }
    }

    static func name(_ group: Report.Group, _ language: Language) -> String {
        switch group.by {
        case .week: FieldValue.day(group.key)
        case .officer: group.name ?? (group.key.isEmpty ? Text(vi: "(không ghi)", en: "(not said)")[language] : group.key.shortID)
        case .procedure: [group.key, group.name].compactMap { $0 }.joined(separator: " ")
        case .field: group.name ?? (group.key.isEmpty ? Text(vi: "(không rõ)", en: "(unknown)")[language] : group.key)
        }
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - TextWidth.count(text))) + text
    }
}

/// A report for a spreadsheet: RFC 4180 lines, names in English as in JSON, the total first.
enum ReportCSV {
    static func lines(_ report: Report) -> [String] {
        let head = [
            "by", "key", "name", "recorded", "drafts", "submitted", "received", "waiting", "refused", "withdrawn", "supplemented",
            "finished",
            "on_time", "late", "files", "bytes", "median_seconds_to_portal", "oldest_waiting_at", "share_online", "share_on_time",
            "share_late",
            "share_refused", "share_supplemented",
        ]
        let total = row("total", "", nil, report.total)
        return ([head, total] + report.groups.map { row($0.by.rawValue, $0.key, $0.name, $0.figures) }).map {
            $0.map(cell).joined(separator: ",")
        }
    }

    private static func row(_ by: String, _ key: String, _ name: String?, _ figures: Report.Figures) -> [String] {
        let counts = [
            figures.recorded, figures.drafts, figures.submitted, figures.received, figures.waiting, figures.refused,
            figures.withdrawn,
            figures.supplemented, figures.finished, figures.onTime, figures.late, figures.files,
        ].map { String($0) }
        return [by, key, name ?? ""] + counts + [
            String(figures.bytes), figures.medianSecondsToPortal.map { String($0) } ?? "",
            figures.oldestWaitingAt?.description ?? "",
        ]
            + [figures.shareOnline, figures.shareOnTime, figures.shareLate, figures.shareRefused, figures.shareSupplemented].map {
                $0.map { String($0) } ?? ""
            }
    }

    /// Quoted where it must be. A text that a spreadsheet would take for a formula is led by an apostrophe.
    static func cell(_ text: String) -> String {
        var text = Printable.clean(text)
        if let first = text.first, "=+-@".contains(first) { text = "'" + text }
        guard text.contains(where: { "\",\n\r".contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
