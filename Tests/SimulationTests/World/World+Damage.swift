import Foundation
import SyncProtocol

@testable import Outbox

/// Bytes that go bad on the disk.
extension World {
    func damageFile(_ index: Int, _ pick: Int, _ how: Int) {
        let spool = kiosks[index].folder + "/spool"
        let manager = FileManager.default
        var papers: [String] = []
        for shard in (try? manager.contentsOfDirectory(atPath: spool)) ?? [] where shard.utf8.count == 2 {
            for name in (try? manager.contentsOfDirectory(atPath: spool + "/" + shard)) ?? [] {
                papers.append("\(spool)/\(shard)/\(name)")
            }
        }
        guard !papers.isEmpty else { return }
        let path = papers.sorted()[pick % papers.count]
        guard var bytes = manager.contents(atPath: path), !bytes.isEmpty else { return }
        switch how {
        case 0: bytes[bytes.count / 2] ^= 0x20
        case 1: bytes = bytes.prefix(bytes.count / 2)
        default:
            try? manager.removeItem(atPath: path)
            return
        }
        // Not in one step: the same file, as a medium that fails changes it.
        try? bytes.write(to: URL(filePath: path))
    }

    /// Makes one row unreadable: an open operation's, or an account's or dossier's.
    func damageRow(_ index: Int, _ pick: Int, isSubject: Bool) async throws {
        let outbox = kiosks[index].outbox
        let chosen = try await outbox.read { tx -> (subject: String, operation: String?)? in
            if isSubject {
                let ids = try tx.subjectIDs(prefix: "0", kinds: [.account, .dossier], limit: 100)
                return ids.isEmpty ? nil : (ids[pick % ids.count], nil)
            }
            let open = try tx.operations(states: nil, after: nil, limit: 100).items
            return open.isEmpty ? nil : (open[pick % open.count].subject, open[pick % open.count].id)
        }
        guard let chosen else { return }
        // Before it happens: a crash may come after the commit, and hide that there was one.
        ledger.damage(chosen.subject, chosen.operation, index)
        note { "\(kiosks[index].name) row of \(chosen.operation ?? chosen.subject) goes bad" }
        try await outbox.write { (tx) throws -> Void in
            if let operation = chosen.operation {
                try tx.execute("UPDATE operations SET needs = '[' WHERE id = ?", operation)
            } else {
                try tx.execute("UPDATE subjects SET state = '{' WHERE id = ?", chosen.subject)
            }
        }
    }

    /// Whether one of the subjects, or what hangs together with it, has a row that went bad at the kiosk.
    func isNearDamage(_ subjects: Set<String>, _ index: Int) async -> Bool {
        guard ledger.hasDamage(index) else { return false }
        let outbox = kiosks[index].outbox
        let adopted =
            (try? await outbox.read { tx in
                try tx.subjectIDs(prefix: "0", kinds: [.account], limit: 500).compactMap { id in
                    (try? tx.current(id)).map { (id, $0.id) }
                }
            }) ?? []
        for (id, current) in adopted where id != current { ledger.relate(id, current, index) }
        // Notices and payments are of a dossier.
        for id in subjects {
            if let dossier = portal.store.subjects[id]?.state["dossier"]?.stringValue { ledger.relate(id, dossier, index) }
        }
        // The portal says of a new account that it is the one whose row went bad.
        let identities =
            (try? await outbox.read { tx in
                subjects.compactMap { id in (try? tx.subject(id))?.state["identity"].map { (id, $0) } }
            }) ?? []
        for (id, identity) in identities {
            for (other, held) in portal.store.subjects where held.kind == "account" && held.state["identity"] == identity {
                ledger.relate(id, other, index)
            }
        }
        return ledger.group(subjects, index).contains { ledger.isDamaged($0, index) }
    }

    /// The state that the counts have a damaged operation in.
    func statesOfDamaged(_ index: Int) async throws -> [OperationState] {
        let damaged = ledger.damagedOperations(index)
        guard !damaged.isEmpty else { return [] }
        let outbox = kiosks[index].outbox
        return try await outbox.read { tx in
            try damaged.sorted().compactMap { id in
                try tx.first("SELECT state FROM operations WHERE id = ?", id) { try $0.word("state") }
            }
        }
    }
}
