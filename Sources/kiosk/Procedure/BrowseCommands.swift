import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

// Unit, then field, then procedure, as the portals' own pages lead.

struct ListUnitsCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "units", "Các đơn vị tiếp nhận, kèm số thủ tục.", "The units, with how many procedures each receives.",
            examples: ["kiosk procedure units", "kiosk procedure units --all"])
    }

    @Flag(help: help("Cả đơn vị không còn hoạt động.", "Those that are no longer there, too."))
    var all = false
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        try Browse.show(try await session.ask(ListUnits(all: all)).items, session) { unit, screen in
            let ended =
                unit["valid"]?.boolValue == false
                ? Text(vi: " (không còn hoạt động)", en: " (no longer there)")[screen.language] : ""
            screen.row(
                [(unit["code"]?.stringValue ?? "", 10), (Browse.level(unit, screen.language), 8), (Browse.count(unit), 5)],
                last: Printable.clean(unit["name"]?.stringValue ?? "") + ended)
        }
        return .done
    }
}

struct ListFieldsCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "fields", "Các lĩnh vực, kèm số thủ tục đang áp dụng.", "The fields of work, with how many procedures are in force.",
            examples: ["kiosk procedure fields", "kiosk procedure fields --unit 23527"])
    }

    @Option(
        help: help(
            "Chỉ lĩnh vực có thủ tục tiếp nhận tại đơn vị này.", "Only fields with procedures that this unit receives.",
            value: "code"))
    var unit: String?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        try Browse.show(try await session.ask(ListFields(unit: unit)).items, session) { field, screen in
            screen.row(
                [(field["code"]?.stringValue ?? "", 14), (Browse.count(field), 5)],
                last: Printable.clean(field["name"]?.stringValue ?? ""))
        }
        return .done
    }
}

struct ListProceduresCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "list", "Các thủ tục theo lĩnh vực.", "The procedures, by field.",
            examples: ["kiosk procedure list --field G15-TP07", "kiosk procedure list --unit 23527 --field G15-TP03"])
    }

    @Option(help: help("Chỉ thủ tục của đơn vị này.", "Only procedures of this unit.", value: "code"))
    var unit: String?
    @Option(help: help("Chỉ thủ tục của lĩnh vực này.", "Only procedures of this field.", value: "code"))
    var field: String?
    @Flag(help: help("Cả thủ tục chưa hoặc không còn áp dụng.", "Those not in force, too."))
    var all = false
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let shown = try await session.list {
            ListProcedures(unit: unit, field: field, all: all, page: $0)
        } row: { procedure, screen in
            let ended =
                procedure["valid"]?.boolValue == false ? Text(vi: " (không áp dụng)", en: " (not in force)")[screen.language] : ""
            screen.row(
                [
                    (procedure["code"]?.stringValue ?? "", 16),
                    (procedure["field_name"]?.stringValue.map(Printable.clean) ?? "", 16),
                ],
                last: Printable.clean(procedure["name"]?.stringValue ?? "") + ended)
        }
        if shown == 0 { session.console.message(Text(vi: "Không có thủ tục nào.", en: "There are no procedures.")) }
        return .done
    }
}

/// What the lists of the catalogue have in common.
enum Browse {
    /// A document each with `--json`, else a row each.
    static func show(_ items: [JSONValue], _ session: Session, row: (JSONValue, inout Screen) -> Void) throws {
        if session.console.json {
            for item in items { try session.console.document(item) }
            return
        }
        var screen = Screen(console: session.console, now: session.now())
        for item in items { row(item, &screen) }
        try session.console.facts(screen.lines)
        if items.isEmpty { session.console.message(Text(vi: "Danh mục không có mục nào.", en: "The catalogue has none.")) }
    }

    static func count(_ item: JSONValue) -> String { String(item["procedures"]?.integerValue ?? 0) }

    static func level(_ unit: JSONValue, _ language: Language) -> String {
        let words: [String: Text] = [
            "province": Text(vi: "tỉnh", en: "province"), "district": Text(vi: "huyện", en: "district"),
            "commune": Text(vi: "xã", en: "commune"),
        ]
        return words[unit["level"]?.stringValue ?? ""]?[language] ?? ""
    }
}
