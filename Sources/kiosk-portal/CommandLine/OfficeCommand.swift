import ArgumentParser
import Foundation
import GRDB
import Portal
import SyncProtocol

/// A command of the office: works on the store in this process, beside `serve` or without it.
protocol OfficeCommand: AsyncParsableCommand {
    var common: CommonOptions { get }
    /// Throws `PortalError`, or `ValidationError` for wrong usage.
    func run(in desk: OfficeDesk) async throws
}

extension OfficeCommand {
    /// Only reached when somebody runs the command without the program around it.
    mutating func run() async throws { throw CleanExit.helpRequest(self) }
}

/// What a command of the office works with.
struct OfficeDesk: Sendable {
    let output: Output
    let home: String
    /// The settings of this portal; read when a command needs them.
    let settings: @Sendable () throws -> PortalSettings
    let now: @Sendable () -> Timestamp

    /// The store, made when it lacks.
    func makeStore() throws -> PortalStore { try PortalStore.open(home: home) }

    /// The store; one that nobody made yet is empty, and asking about it makes none.
    private func store() throws -> PortalStore {
        guard FileManager.default.fileExists(atPath: home + "/portal.sqlite") else {
            return try PortalStore.open(home: NSTemporaryDirectory(), database: ":memory:")
        }
        return try makeStore()
    }

    func read<T: Sendable>(_ work: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await store().read(work)
    }

    func write<T: Sendable>(_ work: @escaping @Sendable (Database, OfficeContext) throws -> T) async throws -> T {
        let context = OfficeContext(rules: try settings().office, now: now) { now in
            var ids = UUID7()
            var random = SystemRandomNumberGenerator()
            return ids.next(now: now, using: &random)
        }
        return try await store().write { try work($0, context) }
    }

    /// Prints a list page by page, so that its length costs no memory.
    func list(
        _ page: @escaping @Sendable (_ after: String, _ limit: Int, Database) throws -> [JSONObject],
        row: (JSONObject) -> [String?]
    ) async throws {
        let store = try store()
        var after = ""
        while true {
            let start = after
            let entries = try await store.read { try page(start, 500, $0) }
            for entry in entries { try output.entry(entry, row: row) }
            guard let last = entries.last?["id"]?.stringValue, last > start else { return }
            after = last
        }
    }
}
