import DurableFiles
import Foundation
import GRDB
import SyncProtocol
import Testing

@testable import Portal

@Suite struct ResultTests {
    private static let limits = FileLimits(maxFileBytes: 1 << 20, fileTypes: ["application/pdf"])

    private func add(
        _ bench: OfficeBench, _ title: String = "Giấy khai sinh", dossier: String = OfficeBench.code,
        handOut: AddResult.HandOut? = nil, file: ResultFile? = nil
    ) throws -> JSONObject {
        let add = AddResult(dossier: dossier, title: title, handOut: handOut, file: file, fileName: file.map { _ in "gks.pdf" })
        return try bench.write { try add.run(in: $0, $1) }
    }

    private func take(_ bytes: [UInt8], _ home: String, unit: String = "xa-1") throws -> ResultFile {
        let path = home + "/source.pdf"
        try Data(bytes).write(to: URL(filePath: path))
        return try ResultFile.take(path, home: home, unit: unit, limits: Self.limits)
    }

    @Test func `a file becomes a result that the dossier tells, and a notice`() throws {
        try withFolder { home in
            let bench = try OfficeBench()
            let bytes = paper(200_000)
            let file = try take(bytes, home)
            let told = try add(bench, file: file)
            #expect(
                told["results"]?.arrayValue == [
                    [
                        "title": "Giấy khai sinh", "hand_out": "electronic", "at": .string(OfficeBench.now.description),
                        "by": "Cổng thử", "sha256": .string(Digest.sha256(bytes)), "size": 200_000,
                        "media_type": "application/pdf", "name": "gks.pdf",
                    ]
                ])
            let notice = try #require(told["notices"]?.arrayValue?.last)
            #expect(notice["kind"] == "result" && notice["text"]?.stringValue?.contains("“Giấy khai sinh”") == true)
            let stored = ResultFolder.path(home: home, unit: "xa-1", sha256: file.sha256)
            #expect(FileManager.default.contents(atPath: stored).map { Array($0) } == bytes)
            #expect(try add(bench, file: file)["notice"] == nil, "added twice is added once")
            #expect(try bench.feed().count == 4)
        }
    }

    @Test(arguments: [("counter", "counter"), ("home", "home"), ("electronic", "counter"), (nil, "counter")])
    func `a paper is handed out as the dossier asked for`(wish: String?, way: String) throws {
        let bench = try OfficeBench()
        let id = "019aaaaa-0000-7000-8000-00000000000f"
        try bench.put(
            id, .dossier, ["status": 9, "delivery": wish.map { ["result": .string($0)] } ?? .null], code: "H34-261124-0002")
        let result = try add(bench, dossier: id)["results"]?.arrayValue?.first
        #expect(result?["hand_out"] == .string(way) && result?["sha256"] == nil)
    }

    @Test func `what cannot be a result is said`() throws {
        try withFolder { home in
            let bench = try OfficeBench()
            func exit(_ body: () throws -> some Any) -> Int32? { #expect(throws: PortalError.self) { _ = try body() }?.exitCode }
            #expect(exit { try add(bench, " ") } == 65)
            #expect(exit { try add(bench, handOut: .electronic) } == 65)
            #expect(exit { try add(bench, dossier: OfficeBench.draft) } == 65)
            #expect(exit { try add(bench, dossier: "H34-261124-9999") } == 66)
            #expect(exit { try take(Array("MZ\u{0}".utf8), home) } == 65)
            #expect(exit { try take([], home) } == 65)
            #expect(exit { try take(paper(2 << 20), home) } == 65)
            #expect(exit { try ResultFile.take(home + "/none", home: home, unit: "x", limits: Self.limits) } == 66)
            for number in 0..<50 { _ = try add(bench, "Giấy \(number)") }
            #expect(exit { try add(bench, "Giấy 50") } == 65)
            try bench.advance("7")
            #expect(exit { try add(bench, "Sau khi rút") } == 65)
        }
    }

    @Test func `a result is found by the units of its dossier alone, and by none once it is taken back or deleted`() throws {
        try withFolder { home in
            let bench = try OfficeBench()
            let (one, two) = (try take(paper(5000, seed: 1), home), try take(paper(5000, seed: 2), home))
            _ = try add(bench, "Một", file: one)
            _ = try add(bench, "Hai", file: two)
            func found(_ file: ResultFile, _ unit: String) throws -> Bool {
                try bench.read { try StoredResult.find(file.sha256, for: unit, $0) } != nil
            }
            #expect(try found(one, "xa-1") && found(one, "xa-2") && !found(one, "xa-9"))
            let back = TakeBackResult(dossier: OfficeBench.code, result: String(one.sha256.prefix(8)))
            let done = try bench.write { try back.run(in: $0, $1) }
            #expect(done.answer["results"]?.arrayValue?.map { $0["title"] } == ["Hai"])
            #expect(try !found(one, "xa-1") && found(two, "xa-1"))
            let file = try #require(done.file)
            try bench.read { try ResultFile.removeUnused(file.sha256, home: home, unit: file.unit, in: $0) }
            #expect(!FileManager.default.fileExists(atPath: ResultFolder.path(home: home, unit: "xa-1", sha256: one.sha256)))
            #expect(#expect(throws: PortalError.self) { try bench.write { try back.run(in: $0, $1) } }?.exitCode == 66)
            let delete = DeleteSubject(OfficeBench.code, kind: .dossier)
            #expect(try bench.write { try delete.run(in: $0, $1) }.files.count == 1)
            #expect(try !found(two, "xa-1"))
        }
    }
}
