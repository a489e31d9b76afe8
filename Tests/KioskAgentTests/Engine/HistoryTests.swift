import Outbox
import SyncProtocol
import Testing
import Transport

@testable import KioskAgent

/// Whole lives that a seed decides: recordings, edits, office work, faults and crashes; then the link heals.
@Suite("Histories of the engine") struct HistoryTests {
    @Test(.timeLimit(.minutes(2)), arguments: UInt64(1)...25)
    func `after healing everything is at the portal exactly once or before a person`(_ seed: UInt64) async throws {
        try await EngineBench.with { bench in
            var random = Seeded(seed)
            var accounts: [String] = []
            var papers: [String] = []
            let faults: [ModelPortal.SyncFault] = [
                .fails(.cut), .fails(.noLink(detail: "")), .answerLost, .cut(after: 0), .cut(after: 1), .cut(after: 2),
                .wrongDigest,
                .foreignOperation, .duplicated, .noVerdicts, .firstMissing, .fails(.batchTooLarge),
                .fails(.portalError(status: 500, retryAfter: nil)), .fails(.stalled),
            ]
            let fileFaults: [ModelPortal.FileFault] = [
                .answerLost, .cutInTheMiddle, .fails(.conflict), .fails(.gone), .fails(.locked(retryAfter: nil)),
                .fails(.portal(.cut)),
            ]
            for step in 0..<40 {
                switch Int.random(in: 0..<9, using: &random) {
                case 0: accounts.append(try await bench.account(String(62_090_000_000 + step), extra: ["phone": "0"]).subject)
                case 1:
                    guard let owner = accounts.randomElement(using: &random) else { break }
                    let paper = try await bench.paper(
                        Int.random(in: 100...60_000, using: &random), seed: seed &* 100 &+ UInt64(step))
                    papers.append(paper)
                    _ = try await bench.dossier(owner: owner, papers: [paper])
                case 2, 3:
                    guard let id = accounts.randomElement(using: &random) else { break }
                    try await bench.edit(id, ["phone": .string("m\(step)")])
                case 4:
                    let held = bench.portal.with { $0.subjects.filter { $0.value.kind == .account }.keys.sorted() }
                    guard let id = held.randomElement(using: &random) else { break }
                    bench.portal.office(id) { $0["email"] = .string("t\(step)") }
                case 5: bench.portal.next(faults[Int.random(in: 0..<faults.count, using: &random)])
                case 6: bench.portal.nextFile(fileFaults[Int.random(in: 0..<fileFaults.count, using: &random)])
                case 7: try await bench.crash()
                default: break
                }
                await bench.round()
                bench.clock.advance(.seconds(Int64.random(in: 0...400, using: &random)))
            }
            bench.portal.with { ($0.syncFaults, $0.fileFaults) = ([], []) }
            try await bench.settle(60)
            await bench.round(asked: true)
            bench.expectExactlyOnce()
            let counts = try await bench.outbox.read { try $0.counts() }
            let open: [OperationState] = [.waiting, .sending, .retrying, .blocked]
            // A batch of one that is always too large is a person's, and what stands behind it waits.
            let needPerson = counts[.quarantined, default: 0] + counts[.conflict, default: 0] + counts[.rejected, default: 0]
            if needPerson == 0 {
                #expect(open.allSatisfy { counts[$0, default: 0] == 0 })
                for paper in papers { #expect(try await bench.file(paper).state == .done) }
                for id in accounts {
                    #expect(try await bench.subject(id).state == bench.portal.with { $0.subjects[id]?.state })
                }
            } else {
                #expect([OperationState.waiting, .sending, .retrying].allSatisfy { counts[$0, default: 0] == 0 })
            }
        }
    }
}
