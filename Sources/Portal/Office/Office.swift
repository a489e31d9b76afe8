import Dossiers
import DurableFiles
import Foundation
package import GRDB
package import SyncProtocol

/// The office: does its commands on the store, in a process of its own, beside `serve` or without it.
package struct Office: Sendable {
    /// A page of a list: at most `limit` entries behind the id `after`, in the order of their ids.
    package typealias Page = @Sendable (_ after: String, _ limit: Int, Database) throws -> [JSONObject]
    /// One of a kind, by its id or the beginning of it. Throws `PortalError` when there is none.
    package typealias Show = @Sendable (_ handle: String, Database) throws -> JSONObject

    package let home: String
    private let context: OfficeContext

    package init(home: String, settings: PortalSettings, now: @escaping @Sendable () -> Timestamp) {
        self.home = home
        context = OfficeContext(
            rules: settings.office, now: now,
            newID: { now in
                var ids = UUID7()
                var random = SystemRandomNumberGenerator()
                return ids.next(now: now, using: &random)
            },
            procedure: { code in
                // Titles are a help: without a catalogue codes stand in their place.
                let catalogue = try? CatalogueFile.find(setting: settings.catalogue, home: home).catalogue
                return catalogue?.procedure(code, on: CivilDay(inVietnamAtSecondsSince1970: now().milliseconds / 1000))
            })
    }

    /// The store; one that nobody made yet is empty, and asking about it makes none.
    private func store(making: Bool = false) throws -> PortalStore {
        let path = try StorePlace.find(home)
        guard making || FileManager.default.fileExists(atPath: path) else {
            return try PortalStore.open(home: NSTemporaryDirectory(), database: StorePlace.memory)
        }
        return try PortalStore.open(home: home, database: path)
    }

    /// Reads one state of the store. Throws `PortalError`.
    package func read<T: Sendable>(_ work: @escaping @Sendable (Database) throws -> T) async throws -> T {
        do { return try await store().read(work) } catch { throw Self.told(error) }
    }

    /// Writes all of it or nothing. Throws `PortalError`.
    /// - Parameter making: whether the store is made when it lacks.
    package func write<T: Sendable>(
        making: Bool = false, _ work: @escaping @Sendable (Database, OfficeContext) throws -> T
    ) async throws -> T {
        do { return try await store(making: making).write { try work($0, context) } } catch { throw Self.told(error) }
    }

    /// Walks a list page by page, so that its length costs no memory.
    package func list(
        _ page: @escaping Page, _ body: (JSONObject) throws -> Void
    ) async throws {
        let store: PortalStore
        do { store = try self.store() } catch { throw Self.told(error) }
        var after = ""
        while true {
            let start = after
            let entries: [JSONObject]
            do { entries = try await store.read { try page(start, 500, $0) } } catch { throw Self.told(error) }
            for entry in entries { try body(entry) }
            guard let last = entries.last?["id"]?.stringValue, last > start else { return }
            after = last
        }
    }

    /// What the store threw, as a command tells it.
    private static func told(_ error: any Error) -> any Error {
        switch error {
        case is PortalError, is CancellationError: error
        case let problem as Problem where problem.name == .invalidBody:
            PortalError(
                .invalidValue, vi: "nội dung quá lớn, kiosk sẽ không nhận được", en: "this would be more than kiosks can be told")
        case is DatabaseError, is UnreadableColumn, is JSONError, is DurableFileError: PortalStore.unavailable(error)
        default: error
        }
    }
}
