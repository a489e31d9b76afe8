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

    private static func desk(_ facts: DossierSlip.Answer, _ more: JSONObject = [:]) throws -> FakeDesk {
        let dossier: JSONObject = ["id": .string(id), "notices": [], "payments": []]
        return FakeDesk([
            "dossier-slip": [.answer(try JSONValue(encoding: facts))],
            "dossier-show": [.answer(.object(dossier.merging(more) { _, new in new }))],
            "procedure-show": [.answer(["name": "Đăng ký khai sinh"])],
        ])
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
    func `a dossier that waits has no code, and its slip says what it is, in Vietnamese at any desk`(language: Language) async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "slip.pdf")
            let expected: JSONObject = ["local": ["expected": ["amount": 14_000, "fees": []]]]
            let run = await Run(
                ["--lang", language.rawValue, "dossier", "slip", "01a2", "--output", file.path],
                desk: try Self.desk(Self.facts(), expected))
            #expect(run.code == 0 && run.facts.contains("a1495221"), "\(run.messages)")
            let words = try await Poppler.words(of: Array(Data(contentsOf: file)))
            for text in [
                "Phiếu ghi nhận tạm – chưa phải Giấy tiếp nhận hồ sơ", "PHIẾU GHI NHẬN TẠM", "a1495221", "Y Thử Đặng Ước",
                "A Nộp – theo ủy quyền", "1.001193 – Đăng ký khai sinh", "XÃ THỬ", "Tờ khai", "tờ khai.pdf", "thêm.pdf",
                "08 giờ 30 phút, ngày 24 tháng 11 năm 2026", "chỉ cổng mới cấp mã", "không hẹn ngày trả", "14.000 đ",
            ] { #expect(words.contains(text), "\(text)") }
            #expect(!words.contains("H48"))
        }
    }

    @Test(.enabled(if: Poppler.isInstalled, poppler), .timeLimit(.minutes(1)))
    func `a dossier that the portal received still has no official paper in its slip`() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "slip.pdf")
            let desk = try Self.desk(Self.facts(state: "received", isReceived: true, status: 2))
            #expect(await Run(["dossier", "slip", "01a2", "--output", file.path], desk: desk).code == 0)
            let words = try await Poppler.words(of: Array(Data(contentsOf: file)))
            #expect(words.contains("chưa phải Giấy tiếp nhận hồ sơ") && words.contains("Mẫu 01"))
            #expect(!words.contains("000.00.53.H48-261124-0007"))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `an administrator's own template is used, and a mistake in it is told`() async throws {
        try await withFolder { folder in
            try Data("title = \"{{dossier.code}}\"".utf8).write(to: folder.appending(path: FormKind.provisional.fileName))
            let settings = folder.appending(path: "kiosk.toml")
            try Data("[desk]\nforms = \"\(folder.path)\"\n".utf8).write(to: settings)
            let run = await Run(
                ["dossier", "slip", "01a2", "--output", folder.path + "/slip.pdf", "--config", settings.path, "--json"],
                desk: try Self.desk(Self.facts()))
            #expect(run.code == 78 && run.error?["type"] == "form-invalid", "\(run.messages)")
        }
    }

    @Test(arguments: [
        ("draft", Int64?.none, "bản nháp"), ("withdrawn", nil, "đã được rút"), ("rejected", nil, "chờ cán bộ"),
        ("held", nil, "chờ cán bộ"),
        ("delivered", nil, "chờ cổng tiếp nhận"), ("waiting", nil, "khi có mạng"), ("received", 3, "không tiếp nhận"),
    ])
    func `what happens next fits where the dossier stands`(state: String, status: Int64?, said: String) {
        #expect(ProvisionalWords(Self.facts(state: state, status: status)).next.contains(said))
    }
}
