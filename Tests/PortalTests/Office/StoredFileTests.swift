import Foundation
import SyncProtocol
import Testing

@testable import Portal

@Suite struct StoredFileTests {
    private static let bytes = Array("một tệp".utf8)

    /// A portal's folder with one whole file, and a place for the copy.
    private func withFile(_ body: (_ home: String, _ place: StoredFileCopy.Place, _ output: String) throws -> Void) throws {
        try withFolder { home in
            let digest = Digest.sha256(Self.bytes)
            let path = FileFolders.path(home: home, unit: "xa-1", sha256: digest)
            try FileManager.default.createDirectory(
                atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try Data(Self.bytes).write(to: URL(filePath: path))
            try body(home, StoredFileCopy.Place(unit: "xa-1", digest: digest), home + "/copy.pdf")
        }
    }

    @Test func `a file comes out byte for byte, and again over itself`() throws {
        try withFile { home, place, output in
            for _ in 0..<2 {
                let told = try StoredFileCopy(digest: place.digest, output: output, force: false).run(home: home, place)
                #expect(told["sha256"] == .string(place.digest) && told["size"] == .integer(Int64(Self.bytes.count)))
                #expect(try Array(Data(contentsOf: URL(filePath: output))) == Self.bytes)
            }
        }
    }

    @Test func `another file is not replaced unless that is wanted, an empty one is`() throws {
        try withFile { home, place, output in
            try Data("khác".utf8).write(to: URL(filePath: output))
            let copy = StoredFileCopy(digest: place.digest, output: output, force: false)
            #expect(#expect(throws: PortalError.self) { try copy.run(home: home, place) }?.exitCode == 65)
            #expect(try Data(contentsOf: URL(filePath: output)) == Data("khác".utf8))
            _ = try StoredFileCopy(digest: place.digest, output: output, force: true).run(home: home, place)
            try Data().write(to: URL(filePath: output))
            _ = try copy.run(home: home, place)
            #expect(try Array(Data(contentsOf: URL(filePath: output))) == Self.bytes)
        }
    }

    @Test func `a damaged file is not handed out`() throws {
        try withFile { home, place, output in
            try Data("hỏng".utf8).write(to: URL(filePath: FileFolders.path(home: home, unit: "xa-1", sha256: place.digest)))
            let error = #expect(throws: PortalError.self) {
                try StoredFileCopy(digest: place.digest, output: output, force: false).run(home: home, place)
            }
            #expect(error?.type == "file-damaged" && !FileManager.default.fileExists(atPath: output))
        }
    }

    @Test func `a place that cannot be written is 73`() throws {
        try withFile { home, place, _ in
            let copy = StoredFileCopy(digest: place.digest, output: home + "/none/copy", force: false)
            #expect(#expect(throws: PortalError.self) { try copy.run(home: home, place) }?.exitCode == 73)
        }
    }

    @Test(arguments: [(OfficeBench.digest, true), ("ABAB", true), ("ff", false), ("", false)])
    func `a digest may be shortened`(digest: String, isFound: Bool) throws {
        let bench = try OfficeBench()
        let copy = StoredFileCopy(digest: digest, output: "-", force: false)
        if isFound {
            #expect(try bench.read { try copy.find(in: $0) } == StoredFileCopy.Place(unit: "xa-1", digest: OfficeBench.digest))
        } else {
            #expect(#expect(throws: PortalError.self) { try bench.read { try copy.find(in: $0) } }?.exitCode == 66)
        }
    }
}
