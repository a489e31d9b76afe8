import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct SubmitCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "submit", "Nộp hồ sơ: đưa hồ sơ và giấy tờ vào hàng chờ gửi.",
            "Queues a dossier with its papers for the portal to receive.",
            examples: ["kiosk dossier submit 01934b60-22aa"],
            more: Text(
                vi: "Hồ sơ chờ trong máy là “ghi tại quầy”; thời hạn giải quyết tính từ khi cổng tiếp nhận.",
                en: "A dossier that waits here is “recorded at the desk”; the law's clock starts when the portal receives it."))
    }

    @Argument(help: help("Mã hồ sơ, có thể viết tắt.", "The dossier's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let recorded = try await session.ask(SubmitDossier(id: id))
        try session.showRecorded(recorded, Text(vi: "Đã ghi việc nộp hồ sơ", en: "Queued the submission of dossier"))
        return .done
    }
}

struct SupplementCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "supplement", "Bổ sung giấy tờ theo yêu cầu của cơ quan xử lý.", "Answers a request for more papers.",
            examples: [
                "kiosk dossier supplement 01934b60-22aa don-moi.pdf --component TP02",
                "kiosk dossier supplement 01934b60-22aa ban-quet.tif --component TP02 --scans pdf",
            ])
    }

    @Argument(help: help("Mã hồ sơ, có thể viết tắt.", "The dossier's id; a unique beginning will do."))
    var id: String
    @Argument(help: help("Các tệp bổ sung, nếu chưa đính kèm.", "The files, where they were not attached before."))
    var files: [String] = []
    @Option(help: help("Mã thành phần của các tệp này.", "The component of these files.", value: "code"))
    var component: String?
    @Option(
        help: help("Yêu cầu bổ sung; không cần nếu chỉ có một.", "The request; not needed when only one is open.", value: "id"))
    var request: String?
    @Option(help: help("Ghi chú gửi cơ quan xử lý.", "A note to the office.", value: "text"))
    var note: String?
    @OptionGroup var scans: ScanOptions
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let wish = try scans.wish()
        if !files.isEmpty {
            guard let component else { throw KioskProblem(.missingField, field: "component") }
            // Files for a request that is not there would be left in the dossier.
            let dossier = try await session.ask(ShowDossier(id: id))
            if dossier["local"]?["state"] == "draft" { throw KioskProblem(.notSubmitted, ["id": id]) }
            try await Attachment.takeIn(
                files, to: AttachFile(dossier: id, component: component, fileName: "", supplementRequest: request),
                session.quiet(session.console.json), scans: wish)
        }
        let recorded = try await session.ask(SupplementDossier(id: id, request: request, note: note))
        try session.showRecorded(recorded, Text(vi: "Đã ghi việc bổ sung hồ sơ", en: "Queued the supplement of dossier"))
        return .done
    }
}

struct WithdrawCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "withdraw", "Rút hồ sơ theo yêu cầu của công dân.", "Withdraws a dossier at the citizen's request.",
            examples: ["kiosk dossier withdraw 01934b60-22aa --reason \"Công dân xin rút\""])
    }

    @Argument(help: help("Mã hồ sơ, có thể viết tắt.", "The dossier's id; a unique beginning will do."))
    var id: String
    @Option(help: help("Lý do rút.", "The reason.", value: "text"))
    var reason: String
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let recorded = try await session.ask(WithdrawDossier(id: id, reason: reason))
        try session.showRecorded(recorded, Text(vi: "Đã ghi việc rút hồ sơ", en: "Queued the withdrawal of dossier"))
        return .done
    }
}
