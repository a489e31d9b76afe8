import Dossiers
import DurableFiles
import Foundation
import GRDB
import SyncProtocol
import Synchronization

@testable import Portal

/// A folder of its own for one test.
func withFolder<T>(_ body: (String) throws -> T) throws -> T {
    let path = NSTemporaryDirectory() + "portal-\(UUID().uuidString)"
    _ = try DurableFolder.create(path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let path = NSTemporaryDirectory() + "portal-\(UUID().uuidString)"
    _ = try DurableFolder.create(path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}

/// A portal's store in memory with an account and a dossier of two units, and an office whose clock stands still.
struct OfficeBench {
    static let account = "019aaaaa-0000-7000-8000-000000000001"
    static let dossier = "019aaaaa-0000-7000-8000-000000000002"
    static let draft = "019aaaab-0000-7000-8000-000000000003"
    static let code = "H34-261124-0001"
    static let now = Timestamp(seconds: 1_795_000_000)
    static let digest = String(repeating: "ab", count: 32)

    let store: PortalStore
    let context: OfficeContext

    init(rules: OfficeRules = OfficeRules(name: "Cổng thử"), procedure: Procedure? = nil) throws {
        store = try PortalStore.open(home: NSTemporaryDirectory(), database: ":memory:")
        let counter = Counter()
        context = OfficeContext(
            rules: rules, now: { Self.now }, newID: { _ in counter.next() },
            procedure: { $0 == procedure?.code ? procedure : nil })
        try put(
            Self.account, .account,
            [
                "kind": "citizen", "full_name": "Y Blar", "identity": ["kind": "cccd", "number": "062190000123"],
                "confirmation": "none", "later": 1,
            ],
            identity: "cccd:062190000123")
        let files: JSONValue = [
            ["sha256": .string(Self.digest), "size": 9, "media_type": "application/pdf", "name": "a.pdf"],
            ["sha256": .string(String(repeating: "0", count: 64)), "size": 3, "media_type": "application/pdf", "name": "b.pdf"],
        ]
        try put(
            Self.dossier, .dossier,
            [
                "procedure": "1.001193", "owner": .string(Self.account), "submitter": .string(Self.account), "status": 2,
                "code": .string(Self.code), "received_at": "2026-11-24T01:00:00Z",
                "components": [["code": "KQ1", "title": "Giấy chứng sinh", "files": files]],
            ], code: Self.code)
        try put(Self.draft, .dossier, ["procedure": "1.001193", "owner": .string(Self.account), "components": []])
        try store.writeNow { db in
            for unit in ["xa-1", "xa-9"] {
                let digest = unit == "xa-1" ? Self.digest : String(repeating: "0", count: 64)
                try db.execute(sql: "INSERT INTO files VALUES (?, ?, 9, 'application/pdf', 1)", arguments: [unit, digest])
            }
        }
    }

    /// Ids in the order of their making.
    private final class Counter: Sendable {
        private let count = Mutex(0)
        func next() -> String {
            count.withLock {
                $0 += 1
                return "019bbbbb-0000-7000-8000-0000000000" + ($0 < 10 ? "0" : "") + "\($0)"
            }
        }
    }

    /// A subject whose parties are two units.
    func put(_ id: String, _ kind: SubjectKind, _ state: JSONObject, code: String? = nil, identity: String? = nil) throws {
        try store.writeNow { db in
            try db.execute(
                sql: """
                    INSERT INTO subjects (id, kind, state, revision, unit, code, received, identity_key, created_at, updated_at)
                    VALUES (?, ?, ?, 1, 'xa-1', ?, ?, ?, 1, 1)
                    """, arguments: [id, kind.rawValue, JSONValue.object(state).text, code, code == nil ? 0 : 1, identity])
            for unit in ["xa-1", "xa-2"] {
                try db.execute(sql: "INSERT INTO subject_units VALUES (?, ?)", arguments: [id, unit])
            }
        }
    }

    func write<T>(_ work: (Database, OfficeContext) throws -> T) throws -> T { try store.writeNow { try work($0, context) } }
    func read<T>(_ work: (Database) throws -> T) throws -> T { try store.readNow(work) }

    @discardableResult func advance(
        _ status: String, dossier: String = code, note: String? = nil, request: [String] = [], until: Timestamp? = nil
    ) throws -> JSONObject {
        let advance = AdvanceDossier(dossier: dossier, status: status, note: note, request: request, until: until)
        return try write { try advance.run(in: $0, $1) }
    }

    @discardableResult func edit(_ settings: String...) throws -> JSONObject {
        let edit = EditAccount(account: Self.account, settings: settings)
        return try write { try edit.run(in: $0, $1) }
    }

    func charge(_ items: String...) throws -> JSONObject {
        let charge = ChargeFee(dossier: Self.code, items: items)
        return try write { try charge.run(in: $0, $1) }
    }

    @discardableResult func decide(_ payment: JSONObject, _ outcome: DecidePayment.Outcome) throws -> JSONObject {
        let decide = DecidePayment(payment: payment["id"]?.stringValue ?? "", outcome: outcome)
        return try write { try decide.run(in: $0, $1) }
    }

    func show(_ dossier: String = code) throws -> JSONObject { try read { try DossierView.show(dossier, in: $0) } }

    /// The feed as `unit kind subject`, of rows that any kiosk is told.
    func feed() throws -> [String] {
        try read {
            try String.fetchAll(
                $0, sql: "SELECT unit || ' ' || kind || ' ' || subject FROM changes WHERE origin IS NULL ORDER BY number")
        }
    }
}
