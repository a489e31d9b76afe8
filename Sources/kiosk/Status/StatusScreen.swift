import Status
import SyncProtocol

/// One screen that a clerk understands.
enum StatusScreen {
    private static let width = 18

    static func draw(_ report: StatusReport, _ screen: inout Screen) {
        // What only a person can do stands where the eye falls first.
        attention(report, &screen)
        screen.line()
        link(report, &screen)
        screen.line()
        queue(report, &screen)
    }

    private static func link(_ report: StatusReport, _ screen: inout Screen) {
        if report.portal.name != nil || report.portal.url != nil {
            let names = [report.portal.name, report.portal.url].compactMap { $0.map(Printable.clean) }
            screen.entry(Text(vi: "Cổng", en: "Portal"), names.joined(separator: " — "), width: width)
        }
        let isOnline = report.link.state == "online"
        let dot = isOnline ? screen.green("●") : report.link.state == "unknown" ? "○" : screen.yellow("●")
        let since = report.link.since.map { since in
            " " + Text(vi: "(từ {at})", en: "(since {at})").render(screen.language, ["at": screen.time(since)])
        }
        screen.entry(
            Text(vi: "Kết nối", en: "Link"), "\(dot) \(Texts.link(report.link.state, in: screen.language))\(since ?? "")",
            width: width)
        let success = report.portal.lastSuccessAt.map { screen.timeAndAge($0) } ?? Labels.never[screen.language]
        screen.entry(Text(vi: "Lần gửi được", en: "Last success"), success, width: width)
        let agent =
            report.agent.running
            ? Text(vi: "đang chạy[ từ {since}], tự gửi", en: "running[ since {since}], sends by itself")
            : Text(vi: "không chạy; gửi bằng “kiosk sync”", en: "not running; send with “kiosk sync”")
        let started = report.agent.since.map { ["since": screen.time($0)] } ?? [:]
        screen.entry(Text(vi: "Dịch vụ", en: "Service"), agent.render(screen.language, started), width: width)
        if let skew = report.portal.clockSkewSeconds, skew.isFinite, skew.magnitude >= 120 {
            let text = Text(vi: "lệch {s:duration} so với cổng", en: "{s:duration} off the portal's")
            screen.entry(
                Text(vi: "Đồng hồ", en: "Clock"), screen.yellow(text.render(screen.language, ["s": String(skew.magnitude)])),
                width: width)
        }
    }

    private static func queue(_ report: StatusReport, _ screen: inout Screen) {
        let counts = report.counts
        if counts.open == 0 {
            screen.entry(
                Text(vi: "Chờ gửi", en: "Waiting"), Text(vi: "không có gì", en: "nothing")[screen.language], width: width)
        } else {
            let oldest = report.oldestWaitingAt.map { ["oldest": screen.timeAndAge($0)] } ?? [:]
            let text = Text(
                vi: "{n} mục[, cũ nhất ghi lúc {oldest}]", en: "{n:1 item|# items}[, the oldest from {oldest}]")
            screen.entry(
                Text(vi: "Chờ gửi", en: "Waiting"),
                text.render(screen.language, oldest.merging(["n": String(counts.open)]) { first, _ in first }), width: width)
            let states = [
                ("waiting", counts.waiting), ("sending", counts.sending), ("retrying", counts.retrying),
                ("blocked", counts.blocked),
            ]
            let parts = states.filter { $0.1 > 0 }.map { "\($0.1) \(Texts.state($0.0, in: screen.language))" }
            if parts.count > 1 { screen.entry(Text(vi: "", en: ""), parts.joined(separator: " · "), width: width) }
        }
        files(report, &screen)
        if counts.held > 0 {
            screen.entry(Text(vi: "Đang giữ lại", en: "Held"), items(counts.held, screen.language), width: width)
        }
        screen.entry(Text(vi: "Cổng đã nhận", en: "Delivered"), items(counts.delivered, screen.language), width: width)
        notices(report, &screen)
        if counts.open > 0 || report.files.waiting + report.files.sending > 0 { nextTry(report, &screen) }
    }

    /// What the portal asks for; nothing that this machine does by itself.
    private static func notices(_ report: StatusReport, _ screen: inout Screen) {
        guard let notices = report.notices else { return }
        if notices.requests > 0 {
            let text = Text(vi: "{n} hồ sơ (kiosk notice list)", en: "{n:1 dossier|# dossiers} (kiosk notice list)")
            screen.entry(
                Text(vi: "Cổng hỏi bổ sung", en: "Papers wanted"),
                screen.yellow(text.render(screen.language, ["n": String(notices.requests)])), width: width)
        }
        if notices.unread > 0 {
            let text = Text(vi: "{n} chưa đọc", en: "{n} unread")
            screen.entry(
                Text(vi: "Thông báo", en: "Notices"), text.render(screen.language, ["n": String(notices.unread)]), width: width)
        }
    }

    private static func items(_ count: Int, _ language: Language) -> String {
        Text(vi: "{n} mục", en: "{n:1 item|# items}").render(language, ["n": String(count)])
    }

    private static func files(_ report: StatusReport, _ screen: inout Screen) {
        let open = report.files.waiting + report.files.sending
        guard open > 0 else { return }
        var parts = [
            Text(vi: "{n} tệp, còn {b:bytes}", en: "{n:1 file|# files}, {b:bytes} to go")
                .render(screen.language, ["n": String(open), "b": String(report.bytes.waiting)])
        ]
        if let rate = report.bytes.rate, rate >= 1 { parts.append(Format.rate(rate, screen.language)) }
        if let eta = report.bytes.etaSeconds {
            parts.append(
                Text(vi: "còn khoảng {t:duration}", en: "about {t:duration} left").render(screen.language, ["t": String(eta)]))
        }
        screen.entry(Text(vi: "Giấy tờ", en: "Papers"), parts.joined(separator: " · "), width: width)
        if let gated = report.gated { screen.entry(Text(vi: "", en: ""), Printable.clean(gated.text), width: width) }
    }

    private static func nextTry(_ report: StatusReport, _ screen: inout Screen) {
        let label = Text(vi: "Lần thử tới", en: "Next try")
        // Nothing is scheduled while a person must act first; what to do stands below.
        guard let next = report.nextAttemptAt else { return }
        guard report.agent.running else {
            screen.entry(label, Text(vi: "khi chạy “kiosk sync”", en: "when “kiosk sync” is run")[screen.language], width: width)
            return
        }
        screen.entry(
            label, next <= screen.now ? Text(vi: "ngay bây giờ", en: "now")[screen.language] : screen.timeAndAge(next),
            width: width)
    }

    private static func attention(_ report: StatusReport, _ screen: inout Screen) {
        guard !report.attention.isEmpty else {
            // A request for papers stands below with its command; it would contradict “nothing”.
            guard (report.notices?.requests ?? 0) == 0 else {
                screen.line(
                    Text(
                        vi: "→ Cổng chờ giấy tờ bổ sung: kiosk notice list",
                        en: "→ The portal waits for papers: kiosk notice list"))
                return
            }
            screen.line(
                screen.green("✓") + " " + Text(vi: "Không có việc gì cần làm.", en: "There is nothing to do.")[screen.language])
            return
        }
        screen.line(screen.bold(Text(vi: "Việc cần làm", en: "To do")[screen.language]))
        let shown = report.attention.prefix(8)
        for item in shown {
            screen.paragraph(Printable.clean(item.text), indent: 2, first: screen.red("!") + " ")
            for command in item.command.split(separator: " && ") {
                screen.paragraph("→ " + Printable.clean(String(command)), indent: 4)
            }
        }
        if report.attention.count > shown.count {
            screen.line(
                Text(vi: "  và {n} việc nữa: kiosk queue", en: "  and {n} more: kiosk queue"),
                ["n": String(report.attention.count - shown.count)])
        }
    }
}
