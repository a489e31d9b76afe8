import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct NoticeCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "notice", "Thông báo của cổng: yêu cầu bổ sung, từ chối, hẹn lại, kết quả.",
            "What the portal says: papers wanted, refusals, appointments, results.",
            examples: ["kiosk notice list --unread", "kiosk notice read 01934b5e-1c2d"],
            subcommands: [ListNoticesCommand.self, ShowNoticeCommand.self, ReadNoticesCommand.self])
    }
}

struct ListNoticesCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "list", "Các thông báo, mới nhất trước; dấu ● là chưa đọc.", "The notices, newest first; ● has not been read.",
            examples: ["kiosk notice list", "kiosk notice list --unread"])
    }

    @Flag(help: help("Chỉ những thông báo chưa đọc.", "Only those that nobody has read."))
    var unread = false
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let shown = try await session.list {
            ListNotices(unreadOnly: unread, page: $0)
        } row: {
            NoticeView.row($0, &$1)
        }
        if shown == 0 { session.console.message(Text(vi: "Không có thông báo nào.", en: "There are no notices.")) }
        return .done
    }
}

struct ShowNoticeCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about("show", "Một thông báo.", "One notice.", examples: ["kiosk notice show 01934b5e-1c2d"])
    }

    @Argument(help: help("Mã thông báo, có thể viết tắt.", "The notice's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let notice = try await session.ask(ShowNotice(id: id))
        try session.show(notice) { NoticeView.page(notice, &$0) }
        return .done
    }
}

struct ReadNoticesCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "read", "Đánh dấu đã đọc; cổng cũng được báo.", "Marks notices as read; the portal is told too.",
            examples: ["kiosk notice read 01934b5e-1c2d 01934b5e-1c2e"])
    }

    @Argument(help: help("Mã các thông báo, có thể viết tắt.", "The notices' ids; unique beginnings will do."))
    var ids: [String]
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        for recorded in try await session.ask(ReadNotices(ids: ids)).items {
            try session.show(recorded) { screen in
                let text =
                    recorded.operation == nil
                    ? Text(vi: "{id}  đã đọc từ trước", en: "{id}  was read before") : Text(vi: "{id}  đã đọc", en: "{id}  read")
                screen.line(text, ["id": recorded.id])
            }
        }
        return .done
    }
}

/// A notice as text.
enum NoticeView {
    static func row(_ notice: JSONValue, _ screen: inout Screen) {
        let at = notice["at"]?.stringValue.flatMap { Timestamp($0) }.map { screen.time($0) } ?? ""
        let isRead = notice["read"]?.boolValue == true
        let code = notice["dossier_code"]?.stringValue.map(Printable.clean)
        screen.row(
            [(isRead ? " " : "●", 1), (notice["id"]?.stringValue?.shortID ?? "", 18), (kind(notice, screen.language), 16)],
            last: [at, code].compactMap { $0 }.joined(separator: " · "))
        screen.paragraph(Printable.clean(notice["text"]?.stringValue ?? ""), indent: 5)
    }

    static func page(_ notice: JSONValue, _ screen: inout Screen) {
        let language = screen.language
        screen.line(screen.bold(Capital.first(kind(notice, language))))
        screen.paragraph(Printable.clean(notice["text"]?.stringValue ?? ""), indent: 2)
        if let at = notice["at"]?.stringValue.flatMap({ Timestamp($0) }) {
            screen.entry(Text(vi: "Lúc", en: "At"), Format.dateTime(at))
        }
        if let dossier = notice["dossier_code"]?.stringValue ?? notice["dossier"]?.stringValue {
            screen.entry(Text(vi: "Hồ sơ", en: "Dossier"), Printable.clean(dossier))
        }
        if let account = notice["account"]?.stringValue { screen.entry(Text(vi: "Tài khoản", en: "Account"), account.shortID) }
        RequestView.papers(notice, &screen)
        screen.entry(
            Text(vi: "Đã đọc", en: "Read"), (notice["read"]?.boolValue == true ? Labels.yes : Labels.no)[language])
        Age.line(notice["age_seconds"], &screen)
        if notice["open"]?.boolValue == true, let dossier = notice["dossier"]?.stringValue {
            screen.line(
                Text(
                    vi: "→ kiosk dossier supplement {id} TỆP --component MÃ",
                    en: "→ kiosk dossier supplement {id} FILE --component CODE"),
                ["id": dossier.shortID])
        }
    }

    private static func kind(_ notice: JSONValue, _ language: Language) -> String {
        Texts.noticeKind(notice["kind"]?.stringValue ?? "", in: language)
    }
}

/// What a request for supplements asks for.
enum RequestView {
    static func papers(_ request: JSONValue, _ screen: inout Screen) {
        for component in request["components"]?.arrayValue ?? [] {
            let parts = [component["code"], component["title"], component["note"]].compactMap {
                $0?.stringValue.map(Printable.clean)
            }
            screen.paragraph(parts.filter { !$0.isEmpty }.joined(separator: " — "), indent: 4, first: "  •")
        }
        if let until = request["until"]?.stringValue.flatMap({ Timestamp($0) }) {
            screen.entry(Text(vi: "Hạn bổ sung", en: "To be brought by"), Format.date(until))
        }
    }
}
