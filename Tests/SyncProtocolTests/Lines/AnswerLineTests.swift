import SyncProtocol
import Testing

@Suite struct AnswerLineTests {
    private static let digest = String(repeating: "a", count: 64)
    private static let receipt = Receipt(revision: "r1", receivedAt: Timestamp(seconds: 1_795_000_000), serial: 7)
    private static func verdict(_ outcome: Verdict.Outcome, op: String? = "o") -> SyncAnswerLine {
        .verdict(Verdict(op: op, digest: digest, outcome: outcome))
    }
    private static let lines: [SyncAnswerLine] = [
        .header(time: Timestamp(milliseconds: 1_795_000_000_500), portal: "Cổng"), .resync, .end(cursor: "c", more: true),
        .end(cursor: "", more: false), verdict(.applied(receipt, missing: nil)), verdict(.applied(receipt, missing: [digest])),
        verdict(.applied(Receipt(revision: nil, receivedAt: receipt.receivedAt, serial: 1), missing: [])),
        verdict(.conflict(.stale, revision: "r2", theirs: ["phone": "1"], subject: nil)),
        verdict(.conflict(.identityTaken, revision: "r2", theirs: [:], subject: "s")),
        verdict(.conflict(.withdrawn, revision: nil, theirs: nil, subject: nil)),
        verdict(.conflict(.closed, revision: "r", theirs: ["code": "1"], subject: nil)),
        verdict(.conflict(.deleted, revision: nil, theirs: nil, subject: nil)),
        verdict(.rejected(Problem(.malformedLine)), op: nil),
        verdict(.rejected(Problem(.invalidBody, title: "t", status: 422, detail: "d", field: "/birth", retryAfter: 3))),
        verdict(.later(Problem(.afterNotApplied), retryAfterSeconds: nil)),
        verdict(.later(Problem(.afterNever), retryAfterSeconds: 30)),
        .change(Change(kind: .account, subject: "s", revision: "r", state: ["a": 1])),
        .change(Change(kind: .notice, subject: "s", revision: "r", state: nil, deleted: true)),
    ]

    @Test(arguments: lines) func `each kind of line is read back as it was`(_ line: SyncAnswerLine) throws {
        #expect(try SyncAnswerLine(line: line.line) == line)
    }

    @Test(arguments: lines) func `a member that nobody knows changes nothing`(_ line: SyncAnswerLine) throws {
        var object = try JSONParser.parseObject(line.line)
        object["of_a_later_version"] = ["x": [1, .null]]
        #expect(try SyncAnswerLine(line: JSONValue.object(object).encoded) == line)
    }

    @Test(arguments: [
        #"{"verdict":"applied","op":"o","digest":"d"}"#,
        #"{"verdict":"applied","op":"o","digest":"d","receipt":{"received_at":"2026-11-24T01:00:00Z"}}"#,
        #"{"verdict":"applied","op":"o","digest":"d","receipt":{"serial":1}}"#,
        #"{"verdict":"applied","op":"o","digest":"d","receipt":{"serial":0,"received_at":"2026-11-24T01:00:00Z"}}"#,
        #"{"verdict":"applied","op":"o","digest":"d","receipt":{"serial":"1","received_at":"2026-11-24T01:00:00Z"}}"#,
        #"{"verdict":"applied","op":"o","receipt":{"serial":1,"received_at":"2026-11-24T01:00:00Z"}}"#,
        #"{"verdict":"applied","op":1,"digest":"d","receipt":{"serial":1,"received_at":"2026-11-24T01:00:00Z"}}"#,
        #"{"verdict":"delivered","op":"o","digest":"d"}"#, #"{"verdict":true,"op":"o","digest":"d"}"#,
        #"{"verdict":"conflict","op":"o","digest":"d","reason":"mood"}"#, #"{"verdict":"rejected","op":"o","digest":"d"}"#,
        #"{"verdict":"later","op":"o","digest":"d","problem":{"title":"t"}}"#,
        #"{"change":"account","subject":"s","state":{}}"#, #"{"change":"account","revision":"r","state":{}}"#,
        #"{"change":"account","subject":"s","revision":"r"}"#, #"{"change":"account","subject":"s","revision":"r","state":null}"#,
        #"{"end":true,"cursor":"c"}"#, #"{"end":true,"more":false}"#, #"{"end":true,"cursor":1,"more":false}"#,
        #"{"sync":1}"#, #"{"sync":2,"time":"2026-11-24T01:00:00Z"}"#, #"[]"#,
    ])
    func `a line that lacks what its kind needs proves nothing`(_ text: String) {
        #expect(throws: JSONError.self) { try SyncAnswerLine(line: bytes(text)) }
    }

    @Test(arguments: [
        #"{"news":1}"#, #"{"change":"weather","subject":"s","revision":"r","state":{}}"#, #"{"end":false}"#, #"{"resync":false}"#,
    ])
    func `a line of a kind that nobody knows is passed over`(_ text: String) throws {
        #expect(try SyncAnswerLine(line: bytes(text)) == .unknown)
    }

    @Test func `a problem of the portal's own keeps its type`() throws {
        let problem = try #require(Problem(["type": "https://portal/problems/x", "status": "x", "retry_after": 4]))
        #expect(
            problem.name == nil && problem.type == "https://portal/problems/x" && problem.status == nil && problem.retryAfter == 4
        )
        #expect(Problem(.null) == nil && Problem(["title": "t"]) == nil && Problem(nil) == nil)
    }

    @Test(arguments: ProblemName.allCases) func `each problem is found by its type`(_ name: ProblemName) {
        #expect(ProblemName(type: name.type) == name)
        #expect(Problem(Problem(name).json)?.name == name)
    }
}
