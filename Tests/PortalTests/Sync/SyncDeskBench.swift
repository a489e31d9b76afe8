import Dossiers
import Foundation
import GRDB
import SyncProtocol
import Synchronization

@testable import Portal

/// A portal's desk without HTTP, on a store of its own.
final class SyncDeskBench: Sendable {
    let store: PortalStore
    let desk: OperationDesk
    private let home: String
    /// 09:00 of a Tuesday in Việt Nam.
    static let now = Timestamp(milliseconds: 1_795_485_600_000)
    private let ids = Mutex(UUID7())

    /// - Parameter restoring: a portal whose store, as it is now, this one goes on from.
    init(calendar: WorkingCalendar = .weekendsOnly, restoring other: SyncDeskBench? = nil) throws {
        home = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID().uuidString)").path
        if let other { try FileManager.default.copyItem(atPath: other.home, toPath: home) }
        store = try PortalStore.open(home: home)
        let address = PublicAddress("http://portal.test")
        var procedure = Procedure(code: "1.001193", name: "Đăng ký khai sinh", field: "HT")
        procedure.time = ProcessingTime(amount: 1, unit: .workingDay)
        let rules = OperationRules(
            catalogue: Catalogue(version: "1", procedures: [procedure]), calendar: calendar, portal: "Cổng",
            agency: "000.00.00.H34",
            publicAddress: address)
        desk = OperationDesk(store: store, rules: rules, now: { Self.now })
    }

    deinit { try? FileManager.default.removeItem(atPath: home) }

    func id() -> String {
        var random = SystemRandomNumberGenerator()
        return ids.withLock { $0.next(now: Self.now, using: &random) }
    }

    /// A kiosk that has enrolled.
    func kiosk(_ name: String, unit: String) async throws -> Caller {
        try await store.write { database in
            try database.execute(
                sql: "INSERT INTO kiosks (id, unit, name, thumbprint, jwk, enrolled_at) VALUES (?, ?, ?, ?, '{}', 0)",
                arguments: [name, unit, name, name])
        }
        return Caller(kiosk: name, unit: unit)
    }

    func line(
        _ type: OperationType, _ subject: String, _ body: JSONObject, base: String? = nil, after: [String] = []
    ) -> [UInt8] {
        Operation(
            id: id(), type: type, subject: subject, base: base, after: after, madeAt: Self.now, body: body
        ).line
    }

    func send(
        _ type: OperationType, _ subject: String, _ body: JSONObject, base: String? = nil, as caller: Caller
    ) async throws -> Verdict.Outcome {
        try await desk.verdict(on: line(type, subject, body, base: base), from: caller).outcome
    }

    func changes(for caller: Caller, after cursor: String? = nil, limit: Int = 200) async throws -> ChangePage {
        try await store.read { try ChangeFeed.page(after: cursor, for: caller, limit: limit, $0) }
    }

    static func account(_ number: String, name: String = "Lê Thị Bình", more: JSONObject = [:]) -> JSONObject {
        [
            "kind": "citizen", "full_name": .string(name), "identity": ["kind": "cccd", "number": .string(number)],
            "birth": ["date": "1990-02-28"],
        ].merging(more) { _, new in new }
    }
}

extension Verdict.Outcome {
    var receipt: Receipt? { if case .applied(let receipt, _) = self { receipt } else { nil } }
    var missing: [String]? { if case .applied(_, let missing) = self { missing } else { nil } }
    var problem: ProblemName? {
        switch self {
        case .rejected(let problem), .later(let problem, _): problem.name
        case .applied, .conflict: nil
        }
    }
}
