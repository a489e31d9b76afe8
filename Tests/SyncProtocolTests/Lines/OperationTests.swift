import SyncProtocol
import Testing

@Suite struct OperationTests {
    private let operation = Operation(
        id: "019abcde-0000-7000-8000-000000000001", type: .accountPut, subject: "019abcde-0000-7000-8000-000000000002",
        base: "r1", after: ["019abcde-0000-7000-8000-000000000003"], madeAt: Timestamp(milliseconds: 1_795_000_000_123),
        officer: "o", body: ["full_name": "Y Thử", "n": 1, "unknown": ["a": .null]])

    @Test func `a line is read back as it was and spelt again the same`() throws {
        let again = try Operation(line: operation.line)
        #expect(again == operation)
        #expect(again.line == operation.line)
        #expect(!operation.line.contains(UInt8(ascii: "\n")))
    }

    @Test func `absent base, after and officer are nothing`() throws {
        let line =
            #"{"id":"019abcde-0000-7000-8000-000000000001","type":"x.y","subject":"s","made_at":"2026-11-24T01:00:00Z","body":{},"new":1}"#
        let read = try Operation(line: bytes(line))
        #expect(read.base == nil && read.after.isEmpty && read.officer == nil && read.type == "x.y")
    }

    @Test(arguments: ["id", "type", "subject", "made_at", "body"]) func `a line that lacks a member is malformed`(
        _ member: String
    ) throws {
        var object = try JSONParser.parseObject(operation.line)
        object[member] = nil
        #expect(throws: JSONError.self) { try Operation(line: JSONValue.object(object).encoded) }
    }

    @Test(
        arguments: [
            ("id", "019ABCDE-0000-7000-8000-000000000001"), ("id", "019abcde-0000-4000-8000-000000000001"), ("id", 7),
            ("base", 1),
            ("after", "x"), ("after", [1]), ("officer", false), ("made_at", "yesterday"), ("body", []), ("subject", ""),
            ("subject", .string(String(repeating: "s", count: 129))),
        ] as [(String, JSONValue)])
    func `a member of a wrong kind makes the line malformed`(_ member: String, _ value: JSONValue) throws {
        var object = try JSONParser.parseObject(operation.line)
        object[member] = value
        #expect(throws: JSONError.self) { try Operation(line: JSONValue.object(object).encoded) }
    }

    @Test func `the header of a request is read back and bounded`() throws {
        let header = SyncRequestHeader(kiosk: "k", agent: "kiosk/1.0.0", cursor: nil, maxChanges: 200, lines: 3)
        #expect(try SyncRequestHeader(line: header.line) == header)
        #expect(try SyncRequestHeader(line: bytes(#"{"sync":1,"kiosk":"k","lines":0,"max_changes":-4}"#)).maxChanges == 1)
        for line in [
            #"{"sync":2,"kiosk":"k","lines":0}"#, #"{"sync":1,"lines":0}"#, #"{"sync":1,"kiosk":"k","lines":-1}"#,
            #"{"sync":1,"kiosk":"k","lines":0,"cursor":1}"#,
        ] {
            #expect(throws: JSONError.self) { try SyncRequestHeader(line: bytes(line)) }
        }
    }
}
