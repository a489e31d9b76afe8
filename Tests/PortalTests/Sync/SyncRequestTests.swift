import SyncProtocol
import Testing

@testable import Portal

@Suite struct SyncRequestTests {
    private static func body(lines: Int, _ rest: String) -> [UInt8] {
        SyncRequestHeader(kiosk: "k", agent: "a/1", cursor: nil, maxChanges: 1, lines: lines).line + Array("\n\(rest)".utf8)
    }

    @Test func `lines are taken as they came, empty and broken ones too`() throws {
        let request = try SyncRequest(Self.body(lines: 3, "a\r\n\n{}\n"), maxOperations: 3)
        #expect(request.lines == [Array("a\r".utf8), [], Array("{}".utf8)])
    }

    @Test(arguments: [
        (body(lines: 1, "a"), 400), (body(lines: 1, ""), 400), (body(lines: 1, "a\nb\n"), 400), (body(lines: 0, "\n"), 400),
        ([], 400), (Array("{}\n".utf8), 400), (body(lines: 4, "a\na\na\na\n"), 413),
    ]) func `a body that was cut, says another number or is too long is refused as a whole`(_ body: [UInt8], _ status: Int) {
        let problem = #expect(throws: Problem.self) { try SyncRequest(body, maxOperations: 3) }
        #expect(problem?.status == status)
    }

    @Test(arguments: [
        ("kiosk/1.2.3", "1.2.3", false), ("kiosk/1.2", "1.2.1", true), ("x", "0.0.1", true), ("kiosk/1.10.0-beta", "1.9", false),
    ])
    func `agents are compared number by number`(_ agent: String, _ minimum: String, _ isOlder: Bool) {
        #expect((AgentVersion(agent: agent) < AgentVersion(minimum)) == isOlder)
    }
}
