import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct ProcedureCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "procedure", "Danh mục thủ tục, tra cứu được khi mất mạng.", "The catalogue of procedures, also offline.",
            examples: ["kiosk procedure search giay phep xay dung", "kiosk procedure show 1.001193"],
            subcommands: [
                SearchProceduresCommand.self, ShowProcedureCommand.self, UpdateProceduresCommand.self, ListUnitsCommand.self,
                ListFieldsCommand.self, ListProceduresCommand.self,
            ])
    }
}

struct SearchProceduresCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "search", "Tìm thủ tục theo chữ, không cần dấu.", "Finds procedures by words, without regard to diacritics.",
            examples: ["kiosk procedure search \"giay phep xay dung\"", "kiosk procedure search khai sinh --limit 5"])
    }

    @Argument(help: help("Chữ cần tìm.", "Words to look for."))
    var words: [String] = []
    @Option(help: help("Chỉ thủ tục của đơn vị này.", "Only procedures of this unit.", value: "code"))
    var unit: String?
    @Option(help: help("Chỉ thủ tục của lĩnh vực này.", "Only procedures of this field.", value: "code"))
    var field: String?
    @Option(help: help("Nhiều nhất bao nhiêu kết quả.", "At most this many.", value: "n"))
    var limit = 20
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        guard (1...1000).contains(limit) else { throw KioskProblem(.invalidValue, field: "limit", ["known": "1–1000"]) }
        let found = try await session.ask(
            SearchProcedures(words: words.joined(separator: " "), unit: unit, field: field, limit: limit))
        if session.console.json {
            for procedure in found.items { try session.console.document(procedure) }
        } else {
            var screen = Screen(console: session.console, now: session.now())
            for procedure in found.items {
                screen.row(
                    [(procedure["code"]?.stringValue ?? "", 16)], last: Printable.clean(procedure["name"]?.stringValue ?? ""))
            }
            try session.console.facts(screen.lines)
            if found.items.isEmpty {
                session.console.message(
                    Text(
                        vi: "Không tìm thấy thủ tục nào. Thử ít chữ hơn.", en: "No procedure was found. Try fewer words."))
            }
        }
        return .done
    }
}

struct ShowProcedureCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "show", "Một thủ tục: thời hạn, phí, thành phần hồ sơ, biểu mẫu.", "One procedure: time, fees, components, form.",
            examples: ["kiosk procedure show 1.001193"])
    }

    @Argument(help: help("Mã thủ tục.", "The procedure's code."))
    var code: String
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        do {
            let procedure = try await session.ask(ShowProcedure(code: code))
            try session.show(procedure) { ProcedureView.page(procedure, &$0) }
            return .done
        } catch var problem as KioskProblem where problem.kind == .unknownProcedure {
            problem.field = "code"
            throw problem
        }
    }
}

struct UpdateProceduresCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "update", "Lấy danh mục thủ tục mới từ cổng, nếu có.", "Fetches the portal's catalogue if it changed.",
            examples: ["kiosk procedure update"])
    }

    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let answer = try await session.ask(UpdateProcedures())
        try session.show(answer) { screen in
            let text =
                answer.changed
                ? Text(
                    vi: "Danh mục mới, bản {version}: {count} thủ tục.",
                    en: "A new catalogue, version {version}: {count} procedures.")
                : Text(
                    vi: "Danh mục đã là bản mới nhất ({version}, {count} thủ tục).",
                    en: "The catalogue is up to date ({version}, {count} procedures).")
            screen.line(text, ["version": answer.version, "count": String(answer.procedures)])
            if !answer.leftOut.isEmpty {
                screen.line(
                    Text(
                        vi: "Bỏ qua {count} dòng sai của danh mục; phần còn lại vẫn dùng được. Hãy báo văn phòng:",
                        en: "{count:One wrong row was|# wrong rows were} left out; the rest works. Please tell the office:"),
                    ["count": String(answer.leftOut.count)])
                for row in answer.leftOut.prefix(20) { screen.paragraph(Printable.clean(row), indent: 2) }
            }
        }
        return .done
    }
}
