import Foundation
import Glibc
import SyncProtocol
import SystemPackage
import Testing

extension Product.BadInput {
    /// A desk with a draft, never enrolled: papers are taken in without a portal, by the catalogue that the program brings.
    private func draft(_ stage: Stage, settings: String = "") async throws -> (desk: Desk, dossier: String) {
        let desk = try Desk(stage, settings: settings)
        let owner = try await desk.addCitizen(1)
        return (desk, try await desk.newDossier(owner: owner))
    }

    @Test(.timeLimit(.minutes(1)))
    func `files that are no papers are refused, and nothing is kept of them`() async throws {
        try await Stage.with { stage in
            let (desk, dossier) = try await draft(stage, settings: "[attachments]\nmax_bytes = \"64KiB\"")
            let folder = stage.folder + "/a folder.pdf"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            let loop = stage.folder + "/loop.pdf"
            try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: loop)
            let pipe = stage.folder + "/pipe.pdf"
            try #require(unsafe mkfifo(pipe, 0o600) == 0)
            let program = try stage.file(
                "program.pdf", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0] + [UInt8](repeating: 0, count: 500))
            let files: [(String, Int32, String, String)] = [
                ("a missing file", 66, "file-missing", stage.folder + "/none.pdf"),
                ("an empty file", 65, "file-empty", try stage.file("empty.pdf", "")),
                (
                    "a file that is too large", 65, "file-too-large",
                    try stage.file("large.pdf", Samples.paper(70_000, seed: 5))
                ),
                (
                    "large when inflated though it compresses well", 65, "file-too-large",
                    try stage.file("thin.pdf", Samples.thinPaper(70_000))
                ),
                ("a program by another name", 65, "file-type", program),
                (
                    "text by another name", 65, "file-type",
                    try stage.file("text.pdf", "Chỉ là chữ, không phải giấy tờ.\n")
                ),
                ("a directory", 65, "file-is-directory", folder),
                ("a loop of links", 66, "file-symlink-loop", loop),
                ("a pipe", 65, "file-not-regular", pipe),
                ("a device", 65, "file-not-regular", "/dev/zero"),
            ]
            let refusals = files.map { what, code, type, path in
                Refusal(what, code, type, ["dossier", "attach", dossier, path, "--component", "to-khai"])
            }
            try await Refusal.check(refusals, desk)
            #expect(try desk.spooled().isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a file that changes while it is read is refused`() async throws {
        try await Stage.with { stage in
            let (desk, dossier) = try await draft(stage)
            let path = try stage.file("growing.pdf", Samples.paper(8_000_000, seed: 6))
            let before = try await desk.contents()
            let writer = Task {
                let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
                try file.seekToEnd()
                while !Task.isCancelled {
                    try file.write(contentsOf: Data([0]))
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
            let outcome = try await desk.run("dossier", "attach", dossier, path, "--component", "to-khai")
            writer.cancel()
            _ = await writer.result
            #expect(outcome.code == 65 && outcome.error?["type"] == "file-changing", "\(outcome)")
            #expect(try await desk.contents() == before)
            #expect(try desk.spooled().isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a file that may not be read is refused`() async throws {
        try await Stage.with { stage in
            let (desk, dossier) = try await draft(stage)
            let path = try stage.file("closed.pdf", Samples.thinPaper(2_000))
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
            let before = try await desk.contents()
            // Root may read every file; without these two powers it is a person like any other.
            let powerless = geteuid() == 0 ? "setpriv --bounding-set=-dac_override,-dac_read_search" : ""
            let outcome = try await Shell.run(
                #"exec \#(powerless) "$1" dossier attach "$2" "$3" --component to-khai --home "$4" --json --lang en"#,
                [Program.kiosk.path.string, dossier, path, desk.home])
            #expect(outcome.code == 66 && outcome.error?["type"] == "file-unreadable", "\(outcome)")
            #expect(try await desk.contents() == before)
        }
    }
}
