import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct ConflictCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "conflict", "Những mục được sửa khác nhau ở máy này và ở cổng.",
            "What was changed differently here and at the portal.",
            examples: ["kiosk conflict list", "kiosk conflict resolve 01934b70-0001 --keep mine"],
            subcommands: [
                ListConflictsCommand.self, ShowConflictCommand.self, ResolveConflictCommand.self, UndoConflictCommand.self,
            ])
    }
}

struct ListConflictsCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "list", "Những khác biệt chờ quyết định.", "Conflicts that wait for a decision.",
            examples: ["kiosk conflict list", "kiosk conflict list --all"])
    }

    @Flag(help: help("Cả những khác biệt đã giải quyết.", "Settled ones too."))
    var all = false
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let shown = try await session.list {
            ListConflicts(all: all, page: $0)
        } row: {
            ConflictPage.row($0, &$1)
        }
        if shown == 0 { session.console.message(Text(vi: "Không có khác biệt nào.", en: "There are no conflicts.")) }
        return .done
    }
}

struct ShowConflictCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "show", "Hai giá trị của từng mục: ai, ở đâu, lúc nào.", "Both values of each field: who, where and when.",
            examples: ["kiosk conflict show 01934b70-0001"])
    }

    @Argument(help: help("Mã khác biệt, có thể viết tắt.", "The conflict's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let conflict = try await session.ask(ShowConflict(id: id))
        try session.show(conflict) { ConflictPage.page(conflict, &$0) }
        return .done
    }
}

struct ResolveConflictCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "resolve", "Quyết định giữ giá trị nào.", "Decides which values stay.",
            examples: [
                "kiosk conflict resolve 01934b70-0001 --keep mine",
                "kiosk conflict resolve 01934b70-0001 --field phone=theirs",
            ],
            more: Text(
                vi: "mine là giá trị ở máy này, theirs là giá trị ở cổng; NAME= (để trống) là xóa giá trị.",
                en: "“mine” is this machine's value, “theirs” the portal's; NAME= with nothing takes the value away."))
    }

    @Argument(help: help("Mã khác biệt, có thể viết tắt.", "The conflict's id; a unique beginning will do."))
    var id: String
    @Option(
        help: help(
            "Giữ một bên cho mọi mục: mine (máy này) hoặc theirs (cổng).", "One side for all fields: mine or theirs.",
            value: "mine|theirs"))
    var keep: KeepName?
    @Option(
        help: help(
            "Quyết định cho một mục. Dùng được nhiều lần.", "The decision for one field. May be repeated.",
            value: "name=mine|theirs|value"))
    var field: [Assignment] = []
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        guard keep != nil || !field.isEmpty else {
            throw KioskProblem(.wrongUsage, field: "keep", ["detail": "--keep mine|theirs, --field NAME=mine|theirs|VALUE"])
        }
        let fields = [String: ResolveConflict.Choice](
            field.map { ($0.name, Self.choice($0.value)) }, uniquingKeysWith: { _, last in last })
        let answer = try await session.ask(
            ResolveConflict(id: id, keep: keep.map { $0 == .mine ? .mine : .theirs }, fields: fields))
        try ConflictPage.showDecision(answer, session)
        return .done
    }

    /// `mine`, `theirs`, a JSON object, array or quoted text, nothing for no value, else the text itself.
    static func choice(_ text: String) -> ResolveConflict.Choice {
        switch text {
        case "mine": return .mine
        case "theirs": return .theirs
        case "": return .value(.null)
        default:
            guard let first = text.first, "{[\"".contains(first), let value = try? JSONParser.parse(Array(text.utf8)) else {
                return .value(.string(text))
            }
            return .value(value)
        }
    }
}

enum KeepName: String, ExpressibleByArgument, CaseIterable { case mine, theirs }

struct UndoConflictCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "undo", "Lấy lại một quyết định, trong 30 ngày.", "Takes a decision back, within 30 days.",
            examples: ["kiosk conflict undo 01934b70-0001"])
    }

    @Argument(help: help("Mã khác biệt, có thể viết tắt.", "The conflict's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let answer = try await session.ask(UndoConflict(id: id))
        try ConflictPage.showDecision(answer, session)
        return .done
    }
}
