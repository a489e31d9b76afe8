import ArgumentParser
import Portal
import SyncProtocol

struct ResultCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "result", "Trả kết quả của một hồ sơ: một tệp, hoặc giấy trao tại quầy.",
            "Adds a dossier's result: a file, or a paper that is handed out.",
            examples: [
                "kiosk-portal dossier result 000.00.00.H34-261124-0001 --title \"Giấy khai sinh (bản điện tử)\" --file gks.pdf",
                "kiosk-portal dossier result 000.00.00.H34-261124-0001 --title \"Giấy khai sinh (bản chính)\" --hand-out counter",
                "kiosk-portal dossier result 000.00.00.H34-261124-0001 --take-back 9f86d081",
            ])
    }

    @Argument(help: help("Mã hồ sơ hoặc mã nội bộ.", "The dossier's code or id."))
    var dossier: String
    @Option(parsing: .unconditional, help: help("Tên của kết quả.", "What the result is called.", value: "text"))
    var title: String?
    @Option(parsing: .unconditional, help: help("Tệp kết quả.", "The result's file.", value: "file"))
    var file: String?
    @Option(
        help: help(
            "Trao thế nào: electronic, counter hoặc home.", "How it is handed out: electronic, counter or home.", value: "way"))
    var handOut: String?
    @Option(
        help: help(
            "Thu hồi một kết quả, theo mã tệp hoặc tên.", "Takes a result back, by its digest or title.", value: "sha256|title"))
    var takeBack: String?
    @OptionGroup var handler: HandlerOptions
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws {
        if let takeBack {
            guard title == nil, file == nil, handOut == nil else { throw ValidationError("--take-back stands alone") }
            let home = desk.office.home
            let action = TakeBackResult(dossier: dossier, result: takeBack)
            let done = try await desk.office.write { try action.run(in: $0, $1.acting(as: handler.by)) }
            if let file = done.file {
                try await desk.office.read { try ResultFile.removeUnused(file.sha256, home: home, unit: file.unit, in: $0) }
            }
            return try desk.output.show(done.answer)
        }
        guard let title else { throw ValidationError("Missing expected argument '--title <text>'") }
        let way = try handOut.map { word in
            guard let way = AddResult.HandOut(rawValue: word) else {
                throw PortalError(
                    .invalidValue, field: "hand-out", vi: "phải là electronic, counter hoặc home",
                    en: "must be electronic, counter or home")
            }
            return way
        }
        var add = AddResult(dossier: dossier, title: title, handOut: way)
        if let file {
            let handle = dossier
            let unit = try await desk.office.read { try AddResult.unit(of: handle, in: $0) }
            add.file = try ResultFile.take(
                file, home: desk.office.home, unit: unit, limits: FileLimits(desk.settings.limits))
            add.fileName = file.split(separator: "/").last.map(String.init)
        }
        let action = add
        try desk.output.show(try await desk.office.write { try action.run(in: $0, $1.acting(as: handler.by)) })
    }
}

struct AppointmentCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "appointment", "Hẹn lại ngày trả kết quả và báo cho người dân.", "Moves a dossier's appointment and tells people.",
            examples: [
                "kiosk-portal dossier appointment 000.00.00.H34-261124-0001 --due 2027-01-15T10:00:00Z --note \"Chờ xác minh\""
            ])
    }

    @Argument(help: help("Mã hồ sơ hoặc mã nội bộ.", "The dossier's code or id."))
    var dossier: String
    @Option(help: help("Thời điểm hẹn mới (RFC 3339).", "The new time (RFC 3339).", value: "time"))
    var due: String
    @Option(parsing: .unconditional, help: help("Lý do, lời xin lỗi.", "Why, and an apology.", value: "text"))
    var note: String?
    @OptionGroup var handler: HandlerOptions
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws {
        guard let time = Timestamp(due) else {
            throw PortalError(.invalidValue, field: "due", vi: "thời điểm không đúng RFC 3339", en: "not an RFC 3339 time")
        }
        let move = MoveAppointment(dossier: dossier, due: time, note: note)
        try desk.output.show(try await desk.office.write { try move.run(in: $0, $1.acting(as: handler.by)) })
    }
}

struct DeleteDossierCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "delete", "Xóa một hồ sơ khỏi cổng và báo cho các kiosk.", "Deletes a dossier from the portal and tells the kiosks.",
            examples: ["kiosk-portal dossier delete 000.00.00.H34-261124-0001 --yes"])
    }

    @Argument(help: help("Mã hồ sơ hoặc mã nội bộ.", "The dossier's code or id."))
    var dossier: String
    @Flag(help: help("Đồng ý xóa, không lấy lại được.", "Yes, delete it for good."))
    var yes = false
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws { try await desk.delete(dossier, kind: .dossier, yes: yes) }
}

extension OfficeDesk {
    /// Deletes a subject and shows that it is gone.
    func delete(_ handle: String, kind: SubjectKind, yes: Bool) async throws {
        guard yes else {
            throw PortalError(.wrongUsage, field: "yes", vi: "việc xóa cần --yes", en: "deleting wants --yes")
        }
        let home = office.home
        let action = DeleteSubject(handle, kind: kind)
        let done = try await office.write { try action.run(in: $0, $1) }
        let files = done.files
        try await office.read { db in
            for file in files { try ResultFile.removeUnused(file.sha256, home: home, unit: file.unit, in: db) }
        }
        try output.show(done.answer)
    }
}
