import Foundation
import Outbox
import SyncProtocol
import Testing
import Transport

@testable import KioskAgent

/// Papers on their way (protocol.md, section 7).
@Suite("Files in the engine") struct FileTests {
    /// A dossier whose papers are announced; nothing of them has gone.
    private func announced(_ bench: EngineBench, _ papers: String...) async throws {
        let account = try await bench.account()
        _ = try await bench.dossier(owner: account.subject, papers: papers)
    }

    @Test func `a paper goes piece by piece, arrives whole and no byte goes twice`() async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(200_000)
            try await announced(bench, paper)
            try await bench.settle()
            #expect(try await bench.file(paper).state == .done)
            #expect(bench.portal.with { $0.files } == [paper])
            #expect(bench.portal.with { $0.bytesTaken } == 200_000)
        }
    }

    @Test func `a creation whose answer was lost is made again`() async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(50_000)
            try await announced(bench, paper)
            bench.portal.nextFile(.answerLost)
            await bench.round()
            #expect(try await bench.file(paper).state == .waiting)
            try await bench.settle()
            #expect(try await bench.file(paper).state == .done)
            #expect(bench.portal.with { $0.creations } == 2)
        }
    }

    /// 409 offset mismatch = fatal (opencloud PR 971): the portal's offset counts, before or behind ours.
    @Test(arguments: [ModelPortal.FileFault.cutInTheMiddle, .answerLost])
    func `a piece that was cut goes on from the portal's offset, wherever it is`(_ fault: ModelPortal.FileFault) async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(200_000)
            try await announced(bench, paper)
            try await bench.settleFirstPiece(then: fault)
            try await bench.settle()
            #expect(try await bench.file(paper).state == .done)
            #expect(bench.portal.with { $0.bytesTaken } == 200_000)
            #expect(bench.portal.with { $0.creations } == 1)
        }
    }

    @Test func `an offset of ours ahead of the portal's goes back to the portal's`() async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(100_000)
            try await announced(bench, paper)
            try await bench.settleFirstPiece(then: .fails(.portal(.cut)))
            try await bench.outbox.write { try $0.fileProgress(paper, offset: 90_000, uploadURL: "/files/1") }
            try await bench.settle()
            #expect(try await bench.file(paper).state == .done)
            #expect(bench.portal.with { $0.bytesTaken } == 100_000)
        }
    }

    /// 423/locked not retried (uppy PR 4512)
    @Test func `an upload that is locked for a minute is tried until it is free`() async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(40_000)
            try await announced(bench, paper)
            bench.portal.nextFile(
                .fails(.locked(retryAfter: .seconds(20))), .fails(.locked(retryAfter: nil)),
                .fails(.locked(retryAfter: .seconds(30))))
            await bench.round()
            #expect(try await bench.file(paper).nextAttemptAt == bench.clock.now() + .seconds(20))
            try await bench.settle()
            #expect(try await bench.file(paper).state == .done)
        }
    }

    @Test func `an upload that is gone is created anew`() async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(100_000)
            try await announced(bench, paper)
            try await bench.settleFirstPiece(then: .fails(.gone))
            try await bench.settle()
            #expect(try await bench.file(paper).state == .done)
            #expect(bench.portal.with { $0.creations } == 2)
        }
    }

    @Test(arguments: [
        (UploadFailure.tooLarge(nil), "file-too-large"), (.typeRefused(nil), "file-type"),
        (.refused(Problem(.notYours)), "not-yours"),
    ])
    func `a paper that is refused stands before a person`(_ failure: UploadFailure, _ reason: String) async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(1_000)
            let other = try await bench.paper(2_000, seed: 2)
            try await announced(bench, paper, other)
            bench.portal.with { $0.failsFile[paper] = failure }
            try await bench.settle()
            #expect(try await bench.file(paper).state == .quarantined)
            #expect(try await bench.file(paper).reason == reason)
            #expect(try await bench.file(other).state == .done)
        }
    }

    @Test func `a sound paper goes once more after a mismatch and then to a person`() async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(1_000)
            try await announced(bench, paper)
            bench.portal.nextFile(.fails(.digestMismatch(nil)))
            try await bench.settle()
            #expect(try await bench.file(paper).state == .done)
        }
        try await EngineBench.with { bench in
            let paper = try await bench.paper(1_000)
            try await announced(bench, paper)
            bench.portal.with { $0.failsFile[paper] = .digestMismatch(nil) }
            try await bench.settle()
            #expect(try await bench.file(paper).state == .quarantined)
            #expect(bench.portal.with { $0.fileCalls.count } == 2)
        }
    }

    @Test func `an upload that was gone before is no mismatch`() async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(1_000)
            try await announced(bench, paper)
            bench.portal.nextFile(.fails(.gone), .fails(.digestMismatch(nil)))
            try await bench.settle()
            #expect(try await bench.file(paper).state == .done)
        }
    }

    @Test(arguments: [true, false]) func `a paper that is damaged or gone here is quarantined at once`(_ isGone: Bool)
        async throws
    {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(1_000)
            try await announced(bench, paper)
            let path = bench.outbox.spool.path(of: paper, encoding: "identity")
            if isGone {
                try FileManager.default.removeItem(atPath: path)
            } else {
                try FileManager.default.removeItem(atPath: path)
                #expect(FileManager.default.createFile(atPath: path, contents: Data(repeating: 7, count: 1_000)))
            }
            try await bench.settle()
            #expect(try await bench.file(paper).state == .quarantined)
        }
    }

    /// identical attachments collide (central-backend#299, #330)
    @Test func `a paper that the unit has already is born complete and no byte goes`() async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(50_000)
            let account = try await bench.account()
            _ = try await bench.dossier(owner: account.subject, papers: [paper, paper])
            bench.portal.nextFile(.fails(.portal(.cut)))
            await bench.round()
            bench.portal.with { _ = $0.files.insert(paper) }
            try await bench.settle()
            #expect(try await bench.file(paper).state == .done)
            #expect(bench.portal.with { $0.bytesTaken } == 0)
        }
    }

    @Test func `a file on which the portal fails each time does not keep the others`() async throws {
        try await EngineBench.with { bench in
            let small = try await bench.paper(1_000)
            let large = try await bench.paper(2_000, seed: 2)
            try await announced(bench, small, large)
            bench.portal.with { $0.failsFile[small] = .portal(.portalError(status: 500, retryAfter: nil)) }
            for _ in 0..<20 {
                await bench.round()
                bench.clock.advance(.seconds(1))
            }
            #expect(try await bench.file(large).state == .done)
            #expect(try await bench.file(small).state == .waiting)
        }
    }

    /// A command of its own at each try, as from cron: what is known of the unlucky file must not end with the process.
    @Test func `a file that breaks the line each time does not keep the others although the program starts anew each time`()
        async throws
    {
        try await EngineBench.with { bench in
            let small = try await bench.paper(1_000)
            let large = try await bench.paper(2_000, seed: 2)
            try await announced(bench, small, large)
            bench.portal.with { $0.failsFile[small] = .portal(.cut) }
            for _ in 0..<8 {
                await bench.round(asked: true)
                try await bench.crash()
            }
            #expect(try await bench.file(large).state == .done)
            #expect(try await bench.file(small).failures > 4)
            bench.portal.with { $0.failsFile = [:] }
            try await bench.settle()
            #expect(try await bench.file(small).state == .done)
        }
    }

    /// state saved only at the end of the run (systemd#39166): kill at piece k, restart continues at k.
    @Test func `after a crash the upload goes on where the portal stands`() async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(200_000)
            try await announced(bench, paper)
            try await bench.settleFirstPiece(then: .answerLost)
            try await bench.crash()
            try await bench.settle()
            #expect(try await bench.file(paper).state == .done)
            #expect(bench.portal.with { $0.bytesTaken } == 200_000)
        }
    }
}

extension EngineBench {
    /// Operations and a paper's first piece go well; what follows meets `fault`.
    func settleFirstPiece(then fault: ModelPortal.FileFault) async throws {
        portal.with { $0.faultAfterCreation = fault }
        await round()
        clock.advance(.seconds(400))
    }
}
