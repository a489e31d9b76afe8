import Foundation
import SyncProtocol
import Testing

extension Product {
    @Suite struct Scanned {}
}

extension Product.Scanned {
    /// A bitmap of 600 by 400 pixels, 24 bits each.
    private static let bitmap: [UInt8] = {
        func long(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255), UInt8(value >> 16 & 255), 0] }
        let data: [UInt8] = (0..<600 * 400 * 3).map { index in
            // Like paper under a lamp: no two dots are quite alike.
            let mixed = UInt64(index) &* 0x9E37_79B9_7F4A_7C15
            return 215 + UInt8(((mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9) >> 59)
        }
        return Array("BM".utf8) + long(54 + data.count) + long(0) + long(54) + long(40) + long(600) + long(400) + [1, 0, 24, 0]
            + long(0) + long(data.count) + long(11_811) + long(11_811) + long(0) + long(0) + data
    }()

    @Test(.timeLimit(.minutes(2)))
    func `a scan is turned where the desk agreed, once for the same scan, and its own digest is kept`() async throws {
        try await Stage.with { stage in
            let desk = try Desk(stage, settings: "[attachments]\nscans = \"pdf\"")
            let dossier = try await desk.newDossier(owner: try await desk.addCitizen(1))
            let path = try stage.file("ban-quet.bmp", Self.bitmap)
            let first = try await desk.attach(dossier, path)
            #expect(first["name"] == "ban-quet.pdf" && first["media_type"] == "application/pdf")
            #expect(first["already_kept"] == false)
            #expect(try #require(first["size"]?.integerValue) < Int64(Self.bitmap.count / 2))
            #expect(first["original"]?["sha256"] == .string(Digest.sha256(Self.bitmap)))
            #expect(first["original"]?["size"] == .integer(Int64(Self.bitmap.count)))
            let second = try await desk.attach(dossier, path, component: "000.00.00.G15-KQ004946")
            #expect(second["sha256"] == first["sha256"] && second["already_kept"] == true)
            let shown = try await desk.done("dossier", "show", dossier)
            #expect(shown["local"]?["files"]?.arrayValue?.allSatisfy { $0["name"] == "ban-quet.pdf" } == true)
            let log = try await desk.lines("log", "--subject", dossier)
            let recorded = log.first { $0["event"] == "file-recorded" }
            #expect(recorded?["details"]?["original"]?["sha256"] == .string(Digest.sha256(Self.bitmap)))
            #expect(recorded?["details"]?["original"]?["media_type"] == "image/bmp")
            // The scan itself is still where it was.
            #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == Self.bitmap)
        }
    }

    @Test(.timeLimit(.minutes(2))) func `by itself no scan is turned, and an agreement that is none is no setting`() async throws
    {
        try await Stage.with { stage in
            let desk = try Desk(stage, settings: "[attachments]\ntypes = [\"image/bmp\"]")
            let dossier = try await desk.newDossier(owner: try await desk.addCitizen(1))
            let path = try stage.file("ban-quet.bmp", Self.bitmap)
            let outcome = try await desk.run(["dossier", "attach", dossier, path, "--component", "to-khai"], json: false)
            #expect(outcome.code == 0 && outcome.stderr.contains("--scans pdf"), "\(outcome)")
            #expect(try await desk.run("config", "check").code == 0)
            try desk.configure("[attachments]\nscans = \"always\"")
            #expect(try await desk.run("config", "check").code == 78)
        }
    }
}
