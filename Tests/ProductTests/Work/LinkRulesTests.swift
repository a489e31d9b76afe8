import Foundation
import Subprocess
import SyncProtocol
import Testing

extension Product {
    @Suite struct LinkRules {
        /// An hour that begins two hours from now, by the clock of Việt Nam.
        private func later() -> String {
            let minute = Int(Date().timeIntervalSince1970) / 60 + 7 * 60
            func time(_ hours: Int) -> String {
                let ofDay = (minute + hours * 60) % 1440
                return String(format: "%02d:%02d", ofDay / 60, ofDay % 60)
            }
            return time(2) + "-" + time(3)
        }

        @Test(.timeLimit(.minutes(2)))
        func `outside the hours a big file waits and says for when, while a small one and operations go`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let hours = later()
                let (desk, _) = try await Desk.enrolled(
                    stage, portal, settings: "[link]\nbig_files = [\"\(hours)\"]\nbig_file_bytes = \"200KiB\"")
                let dossier = try await desk.newDossier(owner: desk.addCitizen(1))
                let papers = [Samples.paper(300_000, seed: 1), Samples.paper(20_000, seed: 2)]
                for (index, paper) in papers.enumerated() {
                    try await desk.attach(dossier, try stage.file("giấy \(index).pdf", paper))
                }
                try await desk.done("dossier", "submit", dossier)
                for arguments in [["sync"], ["sync", "--until-empty"]] {
                    let sync = try await desk.run(arguments)
                    #expect(sync.code == 2, "\(sync)")
                    let last = try #require(sync.lines.last)
                    let outcome = last["outcome"] ?? last
                    #expect(outcome["reason"] == "window-closed", "\(last)")
                }
                try await expectWaiting(desk, dossier, papers.map(Samples.digest), opening: String(hours.prefix(5)))

                // Nothing of it is kept: without the hours it goes.
                try desk.configure("[sync]\nretry_base = \"50ms\"")
                let sync = try await desk.run("sync", "--until-empty")
                #expect(sync.code == 0, "\(sync)")
                #expect(try await desk.status()["files"]?["done"] == 2)
            }
        }

        private func expectWaiting(_ desk: Desk, _ dossier: String, _ papers: [String], opening: String) async throws {
            let status = try await desk.status()
            #expect(status["counts"]?["delivered"] == status["counts"]?["accepted"])
            #expect(status["files"] == ["waiting": 1, "sending": 0, "done": 1, "quarantined": 0])
            let gated = try #require(status["files_gated"])
            #expect(gated["files"] == 1 && gated["reason"] == "window-closed")
            #expect(status["next_attempt_at"] == gated["until"])

            let lines = try await desk.lines("queue", "--all")
            let submit = try #require(lines.first { $0["type"] == "dossier.submit" })
            #expect(submit["reason"] == "window-closed" && submit["next_attempt_at"] == gated["until"])
            for id in [submit["id"]?.stringValue ?? "", papers[0]] {
                let why = try await desk.done("queue", "why", id)
                let step = try #require(why["chain"]?.arrayValue?.last)
                #expect(step["reason"] == "window-closed" && step["id"]?.stringValue == papers[0])
                let text = try #require(step["text"]?.stringValue)
                #expect(text.contains("waits for ") && text.contains("\(opening), 300 kB"), "\(text)")
            }
            let shown = try await desk.done("dossier", "show", dossier)
            let files = try #require(shown["local"]?["files"]?.arrayValue)
            let big = try #require(files.first { $0["sha256"]?.stringValue == papers[0] })
            #expect(big["state"] == "waiting" && big["reason"] == "window-closed" && big["bytes_done"] == 0)
            #expect(files.first { $0["sha256"]?.stringValue == papers[1] }?["state"] == "done")
        }
    }
}
