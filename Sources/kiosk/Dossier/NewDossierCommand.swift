import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct NewDossierCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "new", "Lập hồ sơ nháp; in ra mã hồ sơ.", "Makes a draft; prints its id.",
            examples: [
                "kiosk dossier new --procedure 1.001193 --owner 01934b5e-1c2d --set ho_ten_con='A Thu'",
                "kiosk dossier new --procedure 1.001193 --owner 01934b5e-1c2d --result electronic",
                "kiosk dossier new --from dossier.json", "kiosk dossier new",
            ],
            more: Text(
                vi: "Không có tùy chọn nào, trên màn hình dòng lệnh: hỏi từng bước, quay lại được, bản nháp được giữ ở mỗi bước.",
                en: "Without options on a terminal it asks step by step, back and forth, and keeps the draft at each step."))
    }

    @OptionGroup var dossier: DossierOptions
    @Option(
        help: help(
            "Tệp JSON có nội dung hồ sơ; - là stdin. Tùy chọn khác được ưu tiên.",
            "A JSON file with the dossier; - for standard input. Other options win.", value: "file"))
    var from: String?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let base = try from.map { try InputDocument.read($0) } ?? [:]
        let fields = DossierChange.merge(dossier.fields(), over: base)
        if fields.isEmpty, from == nil, session.isConversation {
            var guided = GuidedDossier(session: session, lines: TerminalLines())
            return try await guided.run()
        }
        if fields["procedure"] == nil { throw KioskProblem(.missingField, field: "procedure") }
        if fields["owner"] == nil { throw KioskProblem(.missingField, field: "owner") }
        let recorded = try await DossierChange.namingOptions { try await session.ask(NewDossier(fields: fields)) }
        try session.show(recorded) { screen in
            screen.line(Text(vi: "Đã lập hồ sơ nháp {id}", en: "Made the draft {id}"), ["id": recorded.id])
            let short = recorded.id.shortID
            screen.line(
                Text(
                    vi: "  Đính kèm giấy tờ: kiosk dossier attach {id} TỆP --component MÃ",
                    en: "  Attach papers: kiosk dossier attach {id} FILE --component CODE"),
                ["id": short])
            screen.line(Text(vi: "  Nộp: kiosk dossier submit {id}", en: "  Submit: kiosk dossier submit {id}"), ["id": short])
        }
        for warning in recorded.warnings { session.console.warning(warning) }
        return .done
    }
}

struct EditDossierCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "edit", "Sửa hồ sơ mà cổng chưa tiếp nhận.", "Changes a dossier that the portal has not received.",
            examples: [
                "kiosk dossier edit 01934b60-22aa --set ho_ten_con=\"A Thu\"", "kiosk dossier edit 01934b60-22aa --unset ghi_chu",
            ])
    }

    @Argument(help: help("Mã hồ sơ, có thể viết tắt.", "The dossier's id; a unique beginning will do."))
    var id: String
    @OptionGroup var dossier: DossierOptions
    @Option(
        help: help(
            "Bỏ một mục của biểu mẫu. Dùng được nhiều lần.", "Takes a field of the form away. May be repeated.", value: "name"))
    var unset: [String] = []
    @Option(
        help: help(
            "Tệp JSON có các mục cần sửa; - là stdin.", "A JSON file with the members to change; - for standard input.",
            value: "file"))
    var from: String?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let base = try from.map { try InputDocument.read($0) } ?? [:]
        var given = dossier.fields()
        if !unset.isEmpty {
            var form = given["form"]?.objectValue ?? [:]
            for name in unset { form[name] = .null }
            given["form"] = .object(form)
        }
        let changes = DossierChange.merge(given, over: base)
        guard !changes.isEmpty else {
            throw KioskProblem(
                .wrongUsage, ["detail": Text(vi: "chưa nói cần sửa gì", en: "nothing to change was given")[session.language]])
        }
        let recorded = try await DossierChange.namingOptions {
            try await session.desk.withDesk(reading: false) { desk in
                var changes = changes
                if changes["delivery"]?.objectValue != nil {
                    changes.keep("delivery", of: try await desk.perform(ShowDossier(id: id), context: session.context))
                }
                return try await desk.perform(EditDossier(id: id, changes: changes), context: session.context)
            }
        }
        try session.showRecorded(recorded, Text(vi: "Đã sửa hồ sơ", en: "Changed the dossier"))
        return .done
    }
}

/// What the options say of a dossier, put over what a file says.
enum DossierChange {
    /// Form and delivery are merged name by name; other members are replaced.
    static func merge(_ given: JSONObject, over base: JSONObject) -> JSONObject {
        base.merging(given) { old, new in
            guard let old = old.objectValue, let new = new.objectValue else { return new }
            return .object(old.merging(new) { _, last in last })
        }
    }

    /// In these commands an unknown account or procedure was given in an option: bad data, not a missing object.
    static func namingOptions<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let problem as KioskProblem where problem.kind == .unknownAccount {
            throw problem.about("owner")
        } catch let problem as KioskProblem where problem.kind == .unknownProcedure {
            throw problem.about("procedure")
        }
    }
}
