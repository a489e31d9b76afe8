import Foundation
import SyncProtocol
import Testing

extension Product {
    /// What came of a dossier, fetched over a line that breaks.
    @Suite struct Results {
        private struct Scene {
            let portal: PortalProcess
            let desk: Desk
            let line: Forwarder
            let dossier: String
            let code: String
        }

        private func with(_ body: (Stage, Scene) async throws -> Void) async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, line) = try await Desk.enrolled(stage, portal)
                let owner = try await desk.addCitizen(1)
                let dossier = try await desk.newDossier(owner: owner)
                try await desk.attach(dossier, try stage.file("scan.pdf", Samples.paper(20_000, seed: 1)))
                try await desk.done("dossier", "submit", dossier)
                try await desk.done("sync", "--until-empty", "--timeout", "30")
                let code = try #require(try await desk.done("dossier", "show", dossier)["code"]?.stringValue)
                try await body(stage, Scene(portal: portal, desk: desk, line: line, dossier: dossier, code: code))
            }
        }

        private func add(_ file: [UInt8], title: String, _ stage: Stage, _ scene: Scene) async throws {
            let path = try stage.file("ket-qua.pdf", file)
            let outcome = try await scene.portal.run("dossier", "result", scene.code, "--title", title, "--file", path)
            try #require(outcome.code == 0, "\(outcome)")
            try await scene.desk.done("sync")
        }

        private func local(_ scene: Scene) async throws -> JSONValue {
            let shown = try await scene.desk.done("dossier", "show", scene.dossier)
            return try #require(shown["results"]?.arrayValue?.first?["local"], "\(shown)")
        }

        @Test(.timeLimit(.minutes(2)))
        func `a small result comes by itself, is there offline, and is taken out byte by byte`() async throws {
            try await with { stage, scene in
                let file = Samples.paper(300_000, seed: 5)
                try await add(file, title: "Trích lục khai sinh", stage, scene)
                #expect(try await local(scene)["state"] == "here")
                scene.line.set(.cut)
                let output = stage.folder + "/out.pdf"
                let taken = try await scene.desk.done("dossier", "result", scene.code, "--output", output)
                #expect(taken["output"]?.stringValue == output && taken["size"] == .integer(Int64(file.count)))
                #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: output))) == file)
                let missing = try await scene.desk.run("dossier", "result", scene.code, "Giấy khác", "--output", output)
                #expect(missing.code == 66 && missing.error?["type"] == "no-result-file", "\(missing)")
            }
        }

        @Test(.timeLimit(.minutes(2)))
        func `a large result is fetched when a person asks, and goes on where the line broke`() async throws {
            try await with { stage, scene in
                let file = Samples.paper(4_000_000, seed: 6)
                try await add(file, title: "Bản vẽ", stage, scene)
                #expect(try await local(scene)["state"] == "waiting")
                let asked = try await scene.desk.run("dossier", "result", scene.dossier, "--output", stage.folder + "/out.pdf")
                #expect(asked.code == 2 && asked.json?["state"] == "waiting", "\(asked)")

                let start = scene.line.downstream
                scene.line.cut(afterDownstream: file.count / 2)
                // What was recorded here is all delivered, whatever is still to come.
                #expect(try await scene.desk.run("sync").code == 0)
                let half = try #require(try await local(scene)["bytes_done"]?.integerValue)
                #expect(half > 0 && half < file.count)
                scene.line.mend()
                try await scene.desk.done("sync")
                #expect(try await local(scene)["state"] == "here")
                #expect(Double(scene.line.downstream - start) < 1.1 * Double(file.count))
                try await scene.desk.done("dossier", "result", scene.dossier, "--output", stage.folder + "/out.pdf")
                #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: stage.folder + "/out.pdf"))) == file)
            }
        }

        @Test(.timeLimit(.minutes(2)))
        func `a result with another digest than the portal told is never given out, and a person is told`() async throws {
            try await with { stage, scene in
                let file = Samples.paper(100_000, seed: 7)
                scene.line.set(.cut)
                let path = try stage.file("ket-qua.pdf", file)
                let added = try await scene.portal.run("dossier", "result", scene.code, "--title", "Trích lục", "--file", path)
                try #require(added.code == 0, "\(added)")
                let digest = Samples.digest(file)
                let stored = try #require(
                    try FileManager.default.subpathsOfDirectory(atPath: scene.portal.home).first { $0.hasSuffix("/" + digest) })
                let place = URL(fileURLWithPath: scene.portal.home + "/" + stored)
                try Data(file.reversed()).write(to: place)
                scene.line.set(.open)
                try await scene.desk.done("sync")
                let wrong = try await local(scene)
                #expect(wrong["state"] == "quarantined" && wrong["reason"] == "file-digest-mismatch", "\(wrong)")
                let told = try await scene.desk.run("status").json?["attention"]?.arrayValue ?? []
                #expect(told.contains { $0["id"]?.stringValue == digest })
                let output = stage.folder + "/out.pdf"
                #expect(!FileManager.default.fileExists(atPath: output))

                try Data(file).write(to: place)
                #expect(try await scene.desk.run("dossier", "result", scene.code, "--output", output).code == 2)
                #expect(!FileManager.default.fileExists(atPath: output))
                try await scene.desk.done("sync")
                try await scene.desk.done("dossier", "result", scene.code, "--output", output)
                #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: output))) == file)
            }
        }
    }
}
