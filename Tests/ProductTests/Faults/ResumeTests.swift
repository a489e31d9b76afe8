import SyncProtocol
import Testing

extension Product {
    @Suite struct Resume {
        @Test(.timeLimit(.minutes(2)))
        func `an upload cut half-way goes on where it was`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, line) = try await Desk.enrolled(stage, portal)
                let scan = Samples.paper(3_000_000, seed: 4)
                let owner = try await desk.addCitizen(1)
                let dossier = try await desk.newDossier(owner: owner)
                let answer = try await desk.attach(dossier, try stage.file("scan.pdf", scan))
                let stored = try #require(answer["stored_size"]?.integerValue)
                try await desk.done("dossier", "submit", dossier)

                let start = line.upstream
                line.cut(afterUpstream: scan.count / 2)
                let cut = try await desk.run("sync")
                #expect(cut.code == 2, "\(cut)")
                #expect(try await desk.status()["files"]?["done"] == 0)
                #expect(try await portal.dossiers().first?["code"]?.stringValue == nil)

                line.mend()
                try await desk.done("sync", "--until-empty", "--timeout", "60")
                let sent = line.upstream - start
                #expect(Double(sent) < 1.3 * Double(stored), "\(sent) bytes for a file of \(stored)")
                #expect(sent >= stored)
                #expect(try await portal.file(Samples.digest(scan)) == scan)
                #expect(try await portal.dossiers().first?["code"]?.stringValue != nil)
            }
        }
    }
}
