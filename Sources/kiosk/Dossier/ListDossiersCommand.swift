import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct ListDossiersCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "list", "Danh sách hồ sơ trên máy này, mới nhất trước; lọc không cần dấu.",
            "The dossiers on this machine, newest first; words filter without regard to diacritics.",
            examples: ["kiosk dossier list", "kiosk dossier list khai sinh"])
    }

    @Argument(help: help("Chữ cần tìm.", "Words to look for."))
    var words: [String] = []
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let words = words.isEmpty ? nil : words.joined(separator: " ")
        let shown = try await session.list {
            ListDossiers(words: words, page: $0)
        } row: {
            DossierView.row($0, &$1)
        }
        if shown == 0 { session.console.message(Text(vi: "Không có hồ sơ nào.", en: "There are no dossiers.")) }
        return .done
    }
}

struct ShowDossierCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "show", "Một hồ sơ: giấy tờ, chỗ trong hàng chờ, và việc xử lý ở cổng.",
            "One dossier: its papers, its place in the queue, and its way at the portal.",
            examples: ["kiosk dossier show 01934b60-22aa"])
    }

    @Argument(help: help("Mã hồ sơ, có thể viết tắt.", "The dossier's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let dossier = try await session.ask(ShowDossier(id: id))
        try session.show(dossier) { DossierView.page(dossier, &$0) }
        return .done
    }
}
