import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct CopyDossierCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "copy", "Lập hồ sơ nháp mới theo một hồ sơ cũ, không kèm giấy tờ; in ra mã hồ sơ.",
            "Makes a new draft from an earlier dossier, without its papers; prints its id.",
            examples: [
                "kiosk dossier copy 01934b60-22aa", "kiosk dossier copy 01934b60-22aa --owner 01934b5e-1c2d --set so_ban_sao=3",
            ])
    }

    @Argument(help: help("Hồ sơ cũ: mã trên máy này hoặc mã do cổng cấp.", "The earlier dossier's id or official code."))
    var id: String
    @OptionGroup var dossier: DossierOptions
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let changes = dossier.fields()
        let recorded = try await session.ask(CopyDossier(id: id, changes: changes))
        try session.show(recorded) { screen in
            screen.line(Text(vi: "Đã lập hồ sơ nháp {id}", en: "Made the draft {id}"), ["id": recorded.id])
            screen.line(
                Text(
                    vi: "  Đính kèm giấy tờ: kiosk dossier attach {id} TỆP --component MÃ",
                    en: "  Attach papers: kiosk dossier attach {id} FILE --component CODE"),
                ["id": recorded.id.shortID])
        }
        for warning in recorded.warnings { session.console.warning(warning) }
        return .done
    }
}

struct DeleteDraftCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "delete", "Xóa một hồ sơ nháp chưa nộp.", "Deletes a draft that was never submitted.",
            examples: ["kiosk dossier delete 01934b60-22aa --yes"],
            more: Text(
                vi: "Hồ sơ đã nộp thì không xóa được; nếu công dân xin rút, dùng “kiosk dossier withdraw”.",
                en: "What was submitted cannot be deleted; “kiosk dossier withdraw” takes it back."))
    }

    @Argument(help: help("Mã hồ sơ nháp, có thể viết tắt.", "The draft's id; a unique beginning will do."))
    var id: String
    @Flag(help: help("Đồng ý xóa, không hỏi lại.", "Agrees, without a question."))
    var yes = false
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        guard yes else { throw KioskProblem(.confirmationNeeded, field: "yes") }
        let recorded = try await session.ask(DeleteDraft(id: id, confirmed: true))
        try session.show(recorded) {
            $0.line(Text(vi: "Đã xóa hồ sơ nháp {id}", en: "Deleted the draft {id}"), ["id": recorded.id])
        }
        return .done
    }
}
