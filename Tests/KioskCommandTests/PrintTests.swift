import Foundation
import KioskAgent
import Paper
import Status
import SyncProtocol
import Testing

@testable import kiosk

@Suite(.timeLimit(.minutes(1))) struct PrintTests {
    private static let poppler: Comment = "pdftotext is not installed (Debian: apt-get install poppler-utils)"
    private static let id = "01a20b57-e1fe-706d-aa8f-b311a1495221"
    private static let forms = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../kiosk-config/forms")
        .standardized.path

    /// The desk's answers for a dossier at `status` with `notices`.
    private static func desk(
        _ status: Int64?, _ members: JSONObject = [:], due: Timestamp? = Run.now + .seconds(3 * 86_400),
        accounts: [JSONValue]? = nil
    ) throws -> FakeDesk {
        let isReceived = status.map { $0 != 1 && $0 != 3 } ?? false
        let slip = DossierSlip.Answer(
            id: id, state: isReceived ? "received" : "waiting", status: status, unit: "23527", unitName: "Xã Thử",
            code: isReceived ? "000.00.53.H48-261124-0007" : nil, owner: "Y Thử Đặng Ước", submitter: "A Nộp",
            isOwnSubmitter: false,
            authority: "authorised", procedure: "1.001193", procedureName: "Đăng ký khai sinh",
            papers: [
                DossierSlip.Paper(code: "TP01", title: "Tờ khai", originals: 1, copies: 2, files: ["tờ khai.pdf"]),
                DossierSlip.Paper(code: "TP09", title: "Giấy không nộp", originals: 1, copies: 0),
            ],
            recordedAt: Run.now + .seconds(-3600), receivedAt: isReceived ? Run.now : nil, dueAt: isReceived ? due : nil)
        let dossier: JSONObject = ["id": .string(id), "owner": "01a2owner", "notices": []]
        return FakeDesk([
            "dossier-slip": [.answer(try JSONValue(encoding: slip))],
            "dossier-show": [.answer(.object(dossier.merging(members) { _, new in new }))],
            "account-show":
                (accounts ?? [["full_name": "Y Thử Đặng Ước", "phone": "0385000123", "address": ["text": "Thôn Kà Bầy"]]])
                .map(FakeDesk.Reply.answer),
            "procedure-show": [.answer(["name": "Đăng ký khai sinh", "time": ["amount": 3, "unit": "working_day"]])],
        ])
    }

    /// Prints with the settings of a folder of its own; the folder of forms is the delivered one unless said otherwise.
    private func print(
        _ form: String, _ desk: FakeDesk, forms: String = forms, _ more: [String] = []
    ) async throws -> (run: Run, words: String?) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "print-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = folder.appending(path: "kiosk.toml")
        try Data("[desk]\nname = \"Quầy thử\"\nforms = \"\(forms)\"\n".utf8).write(to: settings)
        let file = folder.appending(path: "mẫu.pdf")
        let run = await Run(
            [
                "dossier", "print", "01a2", "--form", form, "--output", file.path, "--json", "--config", settings.path, "--home",
                folder.path,
            ] + more,
            desk: desk)
        guard FileManager.default.fileExists(atPath: file.path) else { return (run, nil) }
        return (run, try await Poppler.words(of: Array(Data(contentsOf: file))))
    }

    @Test(.enabled(if: Poppler.isInstalled, poppler)) func `a receipt says what the portal said`() async throws {
        let (run, words) = try await print("receipt", Self.desk(2))
        #expect(run.code == 0 && run.json?["form"] == "receipt" && run.json?["id"] == .string(Self.id), "\(run.messages)")
        for text in [
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "000.00.53.H48-261124-0007", "Y Thử Đặng Ước", "A Nộp", "Thôn Kà Bầy",
            "Tờ khai",
            "3 ngày làm việc", "09 giờ 30 phút, ngày 24 tháng 11 năm 2026", "09 giờ 30 phút, ngày 27 tháng 11 năm 2026",
            "Quầy thử xã Thử",
        ] { #expect(words?.contains(text) == true, "\(text)") }
        #expect(words?.contains("Giấy không nộp") == false)
    }

    @Test(.enabled(if: Poppler.isInstalled, poppler)) func `a request, a refusal and an apology have the portal's reasons`()
        async throws
    {
        let request: JSONObject = [
            "notices": [
                [
                    "kind": "supplement", "at": "2026-11-24T02:00:00Z", "text": "Cần thêm giấy",
                    "components": [["code": "TP02", "title": "Giấy chứng sinh", "note": "không đọc được"]],
                ]
            ]
        ]
        let (_, supplement) = try await print("supplement", Self.desk(5, request))
        #expect(supplement?.contains("Giấy chứng sinh") == true && supplement?.contains("không đọc được") == true)
        let refused: JSONObject = ["steps": [["status": 1], ["status": 3, "note": "Không thuộc thẩm quyền"]]]
        let (_, refusal) = try await print("refusal", Self.desk(3, refused))
        #expect(refusal?.contains("Không thuộc thẩm quyền") == true)
        let (_, apology) = try await print("apology", Self.desk(4), ["--was", "25/11/2026"])
        #expect(apology?.contains("ngày 25 tháng 11 năm 2026") == true && apology?.contains("ngày 27 tháng 11 năm 2026") == true)
    }

    @Test(arguments: [
        ("receipt", Int64?.none, [String](), "dossier-not-received"), ("receipt", 3, [], "dossier-not-received"),
        ("apology", 1, ["--was", "25/11/2026"], "dossier-not-received"), ("supplement", 4, [], "nothing-asked"),
        ("refusal", 4, [], "not-refused"),
        ("apology", 4, [], "former-due-unknown"), ("apology", 4, ["--was", "27/11/2026"], "not-postponed"),
        ("apology", 4, ["--was", "31/02/2026"], "invalid-date"),
    ]) func `what the portal has not said is not printed`(form: String, status: Int64?, more: [String], type: String) async throws
    {
        let (run, words) = try await print(form, Self.desk(status), more)
        #expect(run.code == 65 && run.error?["type"] == .string(type) && words == nil, "\(run.messages)")
    }

    @Test(.enabled(if: Poppler.isInstalled, poppler)) func `an apology takes the former appointment from what the portal told`()
        async throws
    {
        let moved: JSONObject = [
            "notices": [
                [
                    "kind": "appointment", "at": "2026-11-24T02:00:00Z", "text": "Hẹn lại", "due_at": "2026-11-27T02:30:00Z",
                    "was_due_at": "2026-11-25T02:30:00Z",
                ]
            ]
        ]
        let (run, words) = try await print("apology", Self.desk(4, moved))
        #expect(run.code == 0 && words?.contains("ngày 25 tháng 11 năm 2026") == true, "\(run.messages)")
    }

    @Test(.enabled(if: Poppler.isInstalled, poppler)) func `whom to ask is the officer who filed it, else dots to be filled in`()
        async throws
    {
        let asked: JSONObject = ["notices": [["kind": "supplement", "at": "2026-11-24T02:00:00Z", "text": "Cần thêm giấy"]]]
        let (_, unknown) = try await print("supplement", Self.desk(5, asked))
        #expect(unknown?.contains("liên hệ với ……, số điện thoại …… để") == true, "\(unknown ?? "")")
        let filed = asked.merging(["submitter": "01a2officer"]) { own, _ in own }
        let officer: JSONValue = ["kind": "officer", "full_name": "Nguyễn Thị Đào", "phone": "0961234567"]
        let citizen: JSONValue = ["kind": "citizen", "full_name": "Y Thử"]
        let desk = try Self.desk(5, filed, accounts: [citizen, officer])
        let (_, known) = try await print("supplement", desk)
        #expect(known?.contains("liên hệ với Nguyễn Thị Đào, số điện thoại 0961234567") == true, "\(known ?? "")")
        let (_, stranger) = try await print("supplement", try Self.desk(5, filed, accounts: [citizen, citizen]))
        #expect(stranger?.contains("liên hệ với ……") == true)
    }

    @Test(arguments: [
        ("Xã Sa Thầy, quầy 1", "Quầy 1"), ("Quầy 1 – xã Sa Thầy", "Quầy 1"), ("Quầy 1", "Quầy 1"),
        ("xã Sa Thầy", "Bộ phận Một cửa"),
    ])
    func `a desk that names its unit does not have it twice`(desk: String, shown: String) {
        #expect(UnitWords("Xã Sa Thầy").desk(desk) == shown)
        #expect(UnitWords(nil).desk(desk) == desk)
    }

    @Test func `a receipt without its appointment is not printed`() async throws {
        let (run, words) = try await print("receipt", Self.desk(2, due: nil))
        #expect(run.code == 65 && run.error?["type"] == "form-value-missing" && words == nil)
    }

    @Test(arguments: [
        ("title = \"{{dosier.code}}\"", "dossier.code"), ("titel = \"x\"", "title"), ("", "title"),
    ]) func `a template that is wrong is told with its mistake`(text: String, said: String) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "forms-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(text.utf8).write(to: folder.appending(path: FormKind.receipt.fileName))
        let desk = FakeDesk()
        let (run, words) = try await print("receipt", desk, forms: folder.path)
        #expect(run.code == 78 && run.error?["type"] == "form-invalid" && words == nil && desk.requests.isEmpty)
        #expect(run.error?["text"]?.stringValue?.contains(said) == true, "\(run.messages)")
    }

    @Test func `a folder without the template is told`() async throws {
        let (run, _) = try await print("receipt", FakeDesk(), forms: "/nonexistent")
        #expect(run.code == 78 && run.error?["type"] == "form-invalid")
    }
}
