import Foundation
import KioskAgent
import Paper
import Status
import SyncProtocol
import Testing

@testable import kiosk

struct SlipTests {
    private static let poppler: Comment = "pdftotext is not installed (Debian: apt-get install poppler-utils)"
    private static let id = "01a20b57-e1fe-706d-aa8f-b311a1495221"

    private static func facts(state: String = "waiting", isReceived: Bool = false, status: Int64? = nil) -> DossierSlip.Answer {
        DossierSlip.Answer(
            id: id, state: state, status: status, unit: "23527", unitName: "Xã Thử",
            code: isReceived ? "000.00.53.H48-261124-0007" : nil, owner: "Y Thử Đặng Ước", submitter: "A Nộp",
            isOwnSubmitter: false,
            authority: "authorised", procedure: "1.001193", procedureName: "Đăng ký khai sinh",
            papers: [
                DossierSlip.Paper(
                    code: "TP01", title: "Tờ khai", originals: 1, copies: 2, files: ["tờ khai.pdf"], supplements: ["thêm.pdf"])
            ],
            recordedAt: Run.now + .seconds(-3600), receivedAt: isReceived ? Run.now : nil,
            dueAt: isReceived ? Run.now + .seconds(86_400) : nil)
    }

    private static func desk(_ facts: DossierSlip.Answer) throws -> FakeDesk {
        FakeDesk(["dossier-slip": [.answer(try JSONValue(encoding: facts))]])
    }

    /// Runs `body` with a folder of its own.
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "slip-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    @Test func `a slip is written whole over an older one, and told as JSON`() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "phiếu.pdf")
            try Data("old".utf8).write(to: file)
            let desk = try Self.desk(Self.facts())
            let run = await Run(["dossier", "slip", "01a2", "--output", file.path, "--json"], desk: desk)
            #expect(run.code == 0 && run.messages.isEmpty)
            #expect(run.json == ["id": .string(Self.id), "output": .string(file.path), "pages": 1])
            #expect(desk.requests.first?.body == ["id": "01a2"])
            #expect(try Data(contentsOf: file).starts(with: Data("%PDF-".utf8)))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["phiếu.pdf"])
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func `what cannot be written is said before the desk is asked, and nothing is touched`() async throws {
        try await withFolder { folder in
            let target = folder.appending(path: "inner")
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            let link = folder.appending(path: "link.pdf")
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
            let long = folder.appending(path: String(repeating: "x", count: 300)).path
            for path in [target.path, target.path + "/", link.path, "/dev/null", "", ".", long] {
                let desk = FakeDesk()
                let run = await Run(["dossier", "slip", "01a2", "--output", path, "--json"], desk: desk)
                #expect(run.code == 65 && run.error?["type"] == "output-unusable" && run.error?["field"] == "output", "\(path)")
                #expect(desk.requests.isEmpty && run.facts.isEmpty)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["inner", "link.pdf"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: target.path).isEmpty)
        }
    }

    @Test func `a folder that is not there is 66, as is an unknown dossier`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "none/slip.pdf").path
            let run = await Run(["dossier", "slip", "01a2", "--output", path, "--json"], desk: try Self.desk(Self.facts()))
            #expect(run.code == 66 && run.error?["type"] == "output-missing")
            let file = folder.appending(path: "slip.pdf").path
            let unknown = FakeDesk(["dossier-slip": [.problem(KioskProblem(.unknownDossier))]])
            #expect(await Run(["dossier", "slip", "01a2", "--output", file], desk: unknown).code == 66)
            #expect(!FileManager.default.fileExists(atPath: file))
        }
        #expect(await Run(["dossier", "slip", "01a2"]).code == 64)
    }

    @Test(.enabled(if: FileManager.default.isWritableFile(atPath: "/dev/full"), "there is no /dev/full here"))
    func `a device that is full is no place for a slip`() async throws {
        let run = await Run(["dossier", "slip", "01a2", "--output", "/dev/full", "--json"])
        #expect(run.code == 65)
    }

    @Test(.enabled(if: Poppler.isInstalled, poppler), .timeLimit(.minutes(1)), arguments: Language.allCases)
    func `a dossier that waits has no code, and its slip says what it is`(language: Language) async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "slip.pdf")
            let run = await Run(
                ["--lang", language.rawValue, "dossier", "slip", "01a2", "--output", file.path], desk: try Self.desk(Self.facts())
            )
            #expect(run.code == 0 && run.facts.contains("a1495221"))
            let words = try await Poppler.words(of: Array(Data(contentsOf: file)))
            for text in [
                "Phiếu ghi nhận tạm – chưa phải Giấy tiếp nhận hồ sơ", "a1495221", "Y Thử Đặng Ước", "A Nộp",
                "1.001193 – Đăng ký khai sinh",
                "Xã Thử (23527)", "Tờ khai (TP01)", "tờ khai.pdf", "thêm.pdf", "24/11/2026 08:30 (UTC+7)",
            ] { #expect(words.contains(text), "\(text)") }
            let own =
                language == .vi
                ? [
                    "PHIẾU GHI NHẬN TẠM", "Ghi tại quầy 24/11/2026 08:30", "Cổng tiếp nhận chưa", "chỉ cổng mới cấp mã",
                    "không hẹn ngày trả",
                ]
                : [
                    "PROVISIONAL SLIP", "Recorded at the desk 24/11/2026 08:30", "Received by the portal not yet",
                    "makes no appointment",
                ]
            for text in own { #expect(words.contains(text), "\(text)") }
            #expect(!words.contains("H48"))
        }
    }

    @Test(.enabled(if: Poppler.isInstalled, poppler), .timeLimit(.minutes(1)))
    func `a dossier that the portal received shows its code and times, and still is no official paper`() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "slip.pdf")
            let desk = try Self.desk(Self.facts(state: "received", isReceived: true, status: 2))
            _ = await Run(["dossier", "slip", "01a2", "--output", file.path], desk: desk)
            let words = try await Poppler.words(of: Array(Data(contentsOf: file)))
            for text in [
                "000.00.53.H48-261124-0007", "Ghi tại quầy 24/11/2026 08:30 (UTC+7)", "Cổng tiếp nhận 24/11/2026 09:30 (UTC+7)",
                "Cổng hẹn trả 25/11/2026 09:30 (UTC+7)", "Được tiếp nhận", "chưa phải Giấy tiếp nhận hồ sơ",
                "Giấy tiếp nhận hồ sơ và hẹn trả kết quả chính thức do cổng cấp",
            ] { #expect(words.contains(text), "\(text)") }
        }
    }

    @Test(arguments: [
        ("draft", Int64?.none, "bản nháp"), ("withdrawn", nil, "đã được rút"), ("rejected", nil, "chờ cán bộ"),
        ("held", nil, "chờ cán bộ"),
        ("delivered", nil, "chờ cổng tiếp nhận"), ("waiting", nil, "khi có mạng"), ("received", 3, "không tiếp nhận"),
    ])
    func `what happens next fits where the dossier stands`(state: String, status: Int64?, said: String) {
        let content = SlipPage(Self.facts(state: state, status: status), .vi, now: Run.now).content
        #expect(content.next.first?.contains(said) == true, "\(content.next)")
    }
}
