import Portal
import SyncProtocol

/// A command that lists all of a kind, an entry a line.
protocol ListCommand: OfficeCommand {
    static var page: Office.Page { get }
    /// An entry's words for people.
    static func row(_ entry: JSONObject) -> [String?]
}

extension ListCommand {
    func run(in desk: OfficeDesk) async throws {
        try await desk.office.list(Self.page) { try desk.output.entry($0, row: Self.row) }
    }
}

/// A command that shows one of a kind.
protocol ShowCommand: OfficeCommand {
    /// What the person called it by.
    var handle: String { get }
    static var show: Office.Show { get }
}

extension ShowCommand {
    func run(in desk: OfficeDesk) async throws {
        let (handle, show) = (handle, Self.show)
        try desk.output.show(try await desk.office.read { try show(handle, $0) })
    }
}
