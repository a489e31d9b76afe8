import KioskAgent
import Status
import SyncProtocol
import Synchronization
import Testing

@testable import kiosk

@Suite("The dossier step by step")
struct GuidedTests {
    private static let procedure: JSONValue = [
        "code": "1.1",
        "form": [
            ["name": "ngay_sinh", "title": "Ngày sinh", "type": "date", "required": false],
            ["name": "ho_ten", "title": "Họ tên", "type": "text", "required": true],
        ],
        "components": [
            ["code": "A", "title": "Tờ khai", "required": true], ["code": "B", "title": "Giấy khác", "required": false],
        ],
    ]
    private static let recorded: FakeDesk.Reply = .answer(
        ["id": "x", "operation": nil, "recorded_at": "2026-11-24T02:30:00Z", "warnings": []])

    private func guided(_ desk: FakeDesk, _ lines: [String]) -> (dossier: GuidedDossier, sink: MemorySink) {
        let sink = MemorySink()
        let console = Console(
            language: .vi, json: false, withoutDiacritics: false, isTerminal: (true, true, true), colour: false, columns: 80,
            sink: sink)
        let session = Session(
            console: console, desk: desk, context: DeskContext(language: .vi), options: DeskOptions(), now: { Run.now })
        var dossier = GuidedDossier(session: session, lines: LetterCommandTests.Said(lines))
        dossier.id = "x"
        dossier.procedure = "1.1"
        return (dossier, sink)
    }

    /// The desk of a draft whose form has `values`, one after the other.
    private func desk(_ values: [JSONValue], edits: Int) -> FakeDesk {
        FakeDesk([
            "procedure-show": [.answer(Self.procedure)], "dossier-edit": Array(repeating: Self.recorded, count: edits),
            "dossier-show": values.map { .answer(["id": "x", "form": $0]) },
        ])
    }

    @Test(arguments: [
        // Mended; kept by Enter; kept by the same again; another odd value is asked for again as well.
        (["32/13/2026", "01/02/1990", ""], ["32/13/2026", "01/02/1990"], 1), (["32/13/2026", "", ""], ["32/13/2026"], 1),
        (["32/13/2026", "32/13/2026", ""], ["32/13/2026", "32/13/2026"], 1),
        (["32/13/2026", "33/13/2026", "", ""], ["32/13/2026", "33/13/2026"], 2), (["1990", ""], ["1990"], 0),
    ])
    func `an odd value is asked for once more and never refused`(typed: [String], recorded: [String], asked: Int) async throws {
        let desk = desk(Array(repeating: [:], count: 6), edits: 3)
        let (dossier, sink) = guided(desk, typed)
        #expect(try await dossier.fillForm(fromEnd: false) == .next)
        let edits = desk.requests.filter { $0.name == "dossier-edit" }.map {
            $0.body["changes"]?["form"]?["ngay_sinh"]?.stringValue
        }
        #expect(edits == recorded)
        #expect(sink.messages.split(separator: "cần một ngày có thật").count - 1 == asked, "\(sink.messages)")
    }

    @Test func `before it can be submitted the last look names what is missing or odd`() async throws {
        let draft: JSONValue = [
            "id": "x", "form": ["ngay_sinh": "32/13/2026"], "components": [["code": "A", "title": "Tờ khai", "files": []]],
        ]
        let desk = FakeDesk(["procedure-show": [.answer(Self.procedure)], "dossier-show": [.answer(draft)]])
        let (dossier, sink) = guided(desk, [""])
        #expect(try await dossier.review() == .next)
        for text in ["để trống: Họ tên", "xem lại: Ngày sinh", "còn thiếu: Tờ khai."] {
            #expect(sink.messages.contains(text), "\(text)")
        }
        #expect(!sink.messages.contains("Giấy khác"))
        let question = try #require(sink.messages.firstRange(of: "để nộp"))
        let missing = try #require(sink.messages.firstRange(of: "còn thiếu"))
        #expect(missing.lowerBound < question.lowerBound)
    }

    @Test func `long messages are broken at words`() {
        let (dossier, sink) = guided(FakeDesk(), [])
        dossier.talk.say(Text(vi: "  " + String(repeating: "từng chữ ", count: 30), en: ""))
        let lines = sink.messages.split(separator: "\n")
        #expect(lines.count > 2 && lines.allSatisfy { $0.hasPrefix("  từng") || $0.hasPrefix("  chữ") })
        #expect(lines.allSatisfy { TextWidth.count(String($0)) <= 80 })
    }
}
