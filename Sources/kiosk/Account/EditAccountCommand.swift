import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct EditAccountCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "edit", "Sửa một tài khoản.", "Changes an account.",
            examples: ["kiosk account edit 01934b5e-1c2d --phone 0987654321", "kiosk account edit 01934b5e-1c2d --clear email"])
    }

    @Argument(help: help("Mã tài khoản, có thể viết tắt.", "The account's id; a unique beginning will do."))
    var id: String
    @OptionGroup var account: AccountOptions
    @Option(
        help: help(
            "Xóa một mục, ví dụ email. Dùng được nhiều lần.", "Takes a member away, such as email. May be repeated.",
            value: "name"))
    var clear: [String] = []
    @Option(
        help: help(
            "Tệp JSON có các mục cần sửa; - là stdin.", "A JSON file with the members to change; - for standard input.",
            value: "file"))
    var from: String?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        var changes = try from.map { try InputDocument.read($0) } ?? [:]
        changes.merge(account.fields(now: session.now())) { _, given in given }
        for name in clear { changes[MemberName.read(name)] = .null }
        guard !changes.isEmpty else {
            throw KioskProblem(
                .wrongUsage,
                [
                    "detail": Text(vi: "chưa nói cần sửa gì", en: "nothing to change was given")[session.language]
                ])
        }
        let recorded = try await session.desk.withDesk(reading: false) { desk in
            var changes = changes
            // A commune code alone belongs to the address that is there.
            if account.communeCode != nil, account.address == nil {
                let present = try await desk.perform(ShowAccount(id: id), context: session.context)
                changes.keep("address", of: present)
            }
            return try await desk.perform(EditAccount(id: id, changes: changes), context: session.context)
        }
        try session.showRecorded(recorded, Text(vi: "Đã sửa tài khoản", en: "Changed the account"))
        return .done
    }
}

/// Names of members as people type them.
enum MemberName {
    /// `full-name` is `full_name`.
    static func read(_ name: String) -> String { String(name.map { $0 == "-" ? "_" : $0 }) }
}

extension JSONObject {
    /// Fills the member `name`, an object, with what it does not name from the present state.
    mutating func keep(_ name: String, of present: JSONValue) {
        guard let old = present[name]?.objectValue, let new = self[name]?.objectValue else { return }
        self[name] = .object(old.merging(new) { _, given in given })
    }
}
