import ArgumentParser
import Portal
import SyncProtocol

struct DossierCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "dossier", "Hồ sơ ở cổng.", "The portal's dossiers.", examples: ["kiosk-portal dossier list --json"],
            subcommands: [
                ListDossiersCommand.self, ShowDossierCommand.self, AdvanceCommand.self, FeeCommand.self,
                ResultCommand.self, AppointmentCommand.self, DeleteDossierCommand.self,
            ])
    }
}

struct ListDossiersCommand: ListCommand {
    static var configuration: CommandConfiguration {
        about("list", "Danh sách hồ sơ.", "All dossiers.", examples: ["kiosk-portal dossier list --json"])
    }

    @OptionGroup var common: CommonOptions

    static var page: Office.Page { DossierView.lines }

    static func row(_ entry: JSONObject) -> [String?] {
        let files = entry["files"]?.arrayValue ?? []
        let complete = files.count { $0["complete"] == true }
        return [
            entry.word("id"), entry.word("code"), entry.word("status"), entry.word("procedure"), "\(complete)/\(files.count)",
        ]
    }
}

struct ShowDossierCommand: ShowCommand {
    static var configuration: CommandConfiguration {
        about("show", "Một hồ sơ.", "One dossier.", examples: ["kiosk-portal dossier show 000.00.00.H34-261124-0001"])
    }

    @Argument(help: help("Mã hồ sơ hoặc mã nội bộ.", "The dossier's code or id."))
    var dossier: String
    @OptionGroup var common: CommonOptions

    var handle: String { dossier }
    static var show: Office.Show { DossierView.show }
}

struct AdvanceCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "advance", "Chuyển hồ sơ sang một trạng thái (1–10) và báo cho người dân.",
            "Moves a dossier to a status (1–10) and tells people.",
            examples: [
                "kiosk-portal dossier advance 000.00.00.H34-261124-0001 --to 4 --by \"Phòng Kinh tế, A Blar\"",
                "kiosk-portal dossier advance 000.00.00.H34-261124-0001 --to 5 --request KQ004389 --note \"Bản chụp mờ\"",
            ])
    }

    @Argument(help: help("Mã hồ sơ hoặc mã nội bộ.", "The dossier's code or id."))
    var dossier: String
    @Option(parsing: .unconditional, help: help("Trạng thái, từ 1 đến 10.", "The status, 1 to 10.", value: "status"))
    var to: String
    @Option(parsing: .unconditional, help: help("Lời nhắn cho người dân.", "What to say to people.", value: "text"))
    var note: String?
    @Option(
        help: help(
            "Mã giấy tờ cần bổ sung, cách nhau bằng dấu phẩy.", "Codes of the papers asked for, with commas between.",
            value: "code,code"))
    var request: [String] = []
    @Option(help: help("Hạn bổ sung (RFC 3339).", "By when they must be there (RFC 3339).", value: "time"))
    var until: String?
    @OptionGroup var handler: HandlerOptions
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws {
        let end = try until.map { text in
            guard let time = Timestamp(text) else {
                throw PortalError(.invalidValue, field: "until", vi: "thời điểm không đúng RFC 3339", en: "not an RFC 3339 time")
            }
            return time
        }
        let codes = request.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        let advance = AdvanceDossier(dossier: dossier, status: to, note: note, request: codes, until: end)
        try desk.output.show(try await desk.office.write { try advance.run(in: $0, $1.acting(as: handler.by)) })
    }
}

struct FeeCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "fee", "Yêu cầu nộp phí, lệ phí của một hồ sơ.", "Asks for the fees of a dossier.",
            examples: ["kiosk-portal dossier fee 000.00.00.H34-261124-0001 --item LP01=8000"])
    }

    @Argument(help: help("Mã hồ sơ hoặc mã nội bộ.", "The dossier's code or id."))
    var dossier: String
    @Option(
        name: .customLong("item"),
        help: help(
            "Khoản thu, số tiền tính bằng đồng. Dùng được nhiều lần.", "An item, its amount in đồng. May be repeated.",
            value: "code=amount"))
    var items: [String]
    @Option(parsing: .unconditional, help: help("Lời nhắn cho người dân.", "What to say to people.", value: "text"))
    var note: String?
    @OptionGroup var handler: HandlerOptions
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws {
        let charge = ChargeFee(dossier: dossier, items: items, note: note)
        try desk.output.show(try await desk.office.write { try charge.run(in: $0, $1.acting(as: handler.by)) })
    }
}
