import Dossiers
import SyncProtocol
import Testing

@testable import Portal

@Suite struct AdvanceTests {
    @Test func `a step is written, named, and told`() throws {
        let bench = try OfficeBench()
        let told = try bench.advance("4", note: "  Đã chuyển  phòng chuyên môn ")
        #expect(told["status"] == 4 && told["revision"]?.stringValue?.hasPrefix("r2.") == true)
        let step = try #require(told["steps"]?.arrayValue?.last)
        #expect(step["status"] == 4 && step["name"] == "Đang xử lý" && step["by"] == "Cổng thử")
        #expect(step["at"] == .string(OfficeBench.now.description) && step["note"] == "Đã chuyển phòng chuyên môn")
        let notice = try #require(told["notice"]?.stringValue)
        #expect(
            try bench.feed() == [
                "xa-1 dossier \(OfficeBench.dossier)", "xa-2 dossier \(OfficeBench.dossier)", "xa-1 notice \(notice)",
                "xa-2 notice \(notice)",
            ])
    }

    @Test func `a step names who handles it, where the office says so`() throws {
        let bench = try OfficeBench()
        let advance = AdvanceDossier(dossier: OfficeBench.code, status: "4")
        let told = try bench.write { try advance.run(in: $0, $1.acting(as: "  Phòng Kinh tế,  A Blar ")) }
        #expect(told["steps"]?.arrayValue?.last?["by"] == "Phòng Kinh tế, A Blar")
        #expect(try bench.context.acting(as: nil).rules.name == bench.context.rules.name)
        let error = #expect(throws: PortalError.self) { try bench.context.acting(as: String(repeating: "x", count: 300)) }
        #expect(error?.exitCode == 65 && error?.field == "by")
    }

    @Test(arguments: [
        (3, "refusal"), (4, "info"), (5, "supplement"), (6, "info"), (7, "info"), (8, "info"), (9, "result"), (10, "result"),
    ])
    func `each status has its kind of notice`(status: Int, kind: String) throws {
        let bench = try OfficeBench()
        let notices = try bench.advance("\(status)")["notices"]?.arrayValue
        #expect(notices?.count == 1 && notices?[0]["kind"] == .string(kind))
        #expect(notices?[0]["dossier"] == .string(OfficeBench.dossier) && notices?[0]["read"] == false)
        #expect(notices?[0]["text"]?.stringValue?.contains(OfficeBench.code) == true)
    }

    @Test func `a request for papers names them, with the titles of the dossier, and a day`() throws {
        let bench = try OfficeBench()
        let until = Timestamp(seconds: 1_796_000_000)
        let notice = try #require(
            try bench.advance("5", note: "Bản chụp mờ", request: ["KQ1", "KQ9"], until: until)["notices"]?.arrayValue?[0])
        #expect(
            notice["components"] == [
                ["code": "KQ1", "title": "Giấy chứng sinh", "note": "Bản chụp mờ"],
                ["code": "KQ9", "title": "KQ9", "note": "Bản chụp mờ"],
            ])
        #expect(notice["until"] == .string(until.description))
    }

    @Test func `a paper is found without the agency in front of its code, where only one ends so`() throws {
        var procedure = Procedure(code: "1.001193", name: "Đăng ký khai sinh", field: "G15-TP07")
        procedure.components = [
            ProcedureComponent(code: "000.00.00.G15-KQ004389", title: "Giấy chứng sinh"),
            ProcedureComponent(code: "000.00.00.G15-KQ7", title: "Một"),
            ProcedureComponent(code: "000.00.00.G01-KQ7", title: "Hai"),
        ]
        let notice = try #require(
            try OfficeBench(procedure: procedure).advance("5", request: ["KQ004389", "KQ7"])["notices"]?.arrayValue?[0])
        #expect(notice["components"]?.arrayValue?.map { $0["code"] } == ["000.00.00.G15-KQ004389", "KQ7"])
        #expect(notice["components"]?.arrayValue?.map { $0["title"] } == ["Giấy chứng sinh", "KQ7"])
    }

    @Test func `papers and fees that the dossier does not name have the catalogue's titles`() throws {
        var procedure = Procedure(code: "1.001193", name: "Đăng ký khai sinh", field: "G15-TP07")
        procedure.components = [ProcedureComponent(code: "KQ9", title: "Văn bản ủy quyền")]
        procedure.fees = [Fee(code: "LP01", title: "Lệ phí", amount: 8000, per: .case)]
        let bench = try OfficeBench(procedure: procedure)
        let notice = try bench.advance("5", request: ["KQ9"])["notices"]?.arrayValue?[0]
        #expect(notice?["components"]?.arrayValue?.map { $0["title"] } == ["Văn bản ủy quyền"])
        #expect(try bench.charge("LP01=8000", "X=1")["items"]?.arrayValue?.map { $0["title"] } == ["Lệ phí", "X"])
    }

    @Test func `a request for papers has a day of its own where none is given`() throws {
        let bench = try OfficeBench(rules: OfficeRules(name: "x", supplementTerm: .seconds(86_400)))
        let notice = try bench.advance("5")["notices"]?.arrayValue?[0]
        #expect(notice?["until"] == .string((OfficeBench.now + .seconds(86_400)).description))
    }

    @Test(arguments: ["0", "11", "-1", "4.0", "", "abc", "99999999999999999999", "１"])
    func `an impossible number is 65 and changes nothing`(status: String) throws {
        let bench = try OfficeBench()
        let error = #expect(throws: PortalError.self) { try bench.advance(status) }
        #expect(error?.exitCode == 65 && error?.type == "invalid-status" && error?.field == "to")
        #expect(try bench.feed().isEmpty)
    }

    @Test(arguments: [3, 7, 8, 10])
    func `nothing comes behind the end`(end: Int) throws {
        let bench = try OfficeBench()
        try bench.advance("\(end)")
        for next in 1...10 {
            let error = #expect(throws: PortalError.self) { try bench.advance("\(next)") }
            #expect(error?.exitCode == 65 && error?.type == "impossible-step", "\(end) to \(next)")
        }
        #expect(try bench.show()["status"] == .integer(Int64(end)))
    }

    @Test func `the same status once more is 65, unless there is something to tell`() throws {
        let bench = try OfficeBench()
        let error = #expect(throws: PortalError.self) { try bench.advance("2") }
        #expect(error?.exitCode == 65 && error?.type == "impossible-step" && error?.field == "to")
        #expect(try bench.feed().isEmpty)
        #expect(try bench.advance("2", note: "Chuyển bộ phận khác")["steps"]?.arrayValue?.count == 1)
        try bench.advance("5", request: ["KQ1"])
        #expect(throws: PortalError.self) { try bench.advance("5") }
        #expect(try bench.advance("5", request: ["KQ9"])["notices"]?.arrayValue?.count == 3)
    }

    @Test func `where the portal came by itself the office may say so, and nothing is added`() throws {
        let bench = try OfficeBench()
        let payment = try bench.charge("LP01=8000")
        #expect(try bench.advance("6")["notice"] == nil)
        try bench.decide(payment, .settle)
        let feed = try bench.feed().count
        #expect(try bench.show()["status"] == 4)
        #expect(try bench.advance("4")["notice"] == nil && bench.feed().count == feed)
    }

    @Test func `an appointment that moves tells the former day and the new one`() throws {
        let bench = try OfficeBench()
        let due = OfficeBench.now + .seconds(5 * 86_400)
        func move(_ due: Timestamp, _ dossier: String = OfficeBench.code) throws -> JSONObject {
            let move = MoveAppointment(dossier: dossier, due: due, note: "Xin lỗi ông/bà.")
            return try bench.write { try move.run(in: $0, $1) }
        }
        #expect(try move(due)["due_at"] == .string(due.description))
        let later = due + .seconds(86_400)
        let told = try move(later)
        let notice = try #require(told["notices"]?.arrayValue?.last)
        #expect(notice["kind"] == "appointment" && notice["was_due_at"] == .string(due.description))
        #expect(notice["due_at"] == .string(later.description))
        #expect(told["steps"]?.arrayValue?.last?["note"]?.stringValue?.hasSuffix("Xin lỗi ông/bà.") == true)
        #expect(try move(later)["notice"] == nil, "said twice is said once")
        #expect(#expect(throws: PortalError.self) { try move(OfficeBench.now) }?.exitCode == 65)
        #expect(#expect(throws: PortalError.self) { try move(later, OfficeBench.draft) }?.type == "not-received")
        try bench.advance("10")
        #expect(#expect(throws: PortalError.self) { try move(later + .seconds(1)) }?.type == "impossible-step")
    }

    @Test(arguments: DossierStatus.allCases)
    func `no dossier becomes new again`(present: DossierStatus) { #expect(!DossierSteps.allows(.registered, after: present)) }

    @Test func `papers are asked for with status 5 alone`() throws {
        let bench = try OfficeBench()
        let error = #expect(throws: PortalError.self) { try bench.advance("4", request: ["KQ1"]) }
        #expect(error?.exitCode == 65 && error?.field == "request")
    }

    @Test func `a dossier that was not received can only be refused`() throws {
        let bench = try OfficeBench()
        #expect(#expect(throws: PortalError.self) { try bench.advance("4", dossier: OfficeBench.draft) }?.type == "not-received")
        #expect(try bench.advance("3", dossier: OfficeBench.draft, note: "Thiếu tờ khai")["status"] == 3)
    }

    @Test func `the list tells of each file whether the portal has it from the same unit`() throws {
        let bench = try OfficeBench()
        let lines = try bench.read { try DossierView.lines(after: "", limit: 10, in: $0) }
        #expect(lines.map { $0["id"] } == [.string(OfficeBench.dossier), .string(OfficeBench.draft)])
        #expect(lines[0]["code"] == .string(OfficeBench.code) && lines[0]["status"] == 2 && lines[1]["code"] == .null)
        #expect(lines[0]["received_at"] == "2026-11-24T01:00:00Z" && lines[0]["procedure"] == "1.001193")
        let files = try #require(lines[0]["files"]?.arrayValue)
        #expect(files.map { $0["complete"] } == [true, false] && files.map { $0["name"] } == ["a.pdf", "b.pdf"])
        #expect(try bench.read { try DossierView.lines(after: OfficeBench.dossier, limit: 10, in: $0) }.count == 1)
    }

    @Test(arguments: ["H34-261124-0001", "h34-261124-0001", "019aaaaa"])
    func `a dossier is named by its code in any case or by its id`(handle: String) throws {
        #expect(try OfficeBench().show(handle)["id"] == .string(OfficeBench.dossier))
    }
}
