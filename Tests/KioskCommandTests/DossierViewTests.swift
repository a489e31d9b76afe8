import KioskAgent
import Status
import SyncProtocol
import Testing

@testable import kiosk

struct DossierViewTests {
    private static let dossier: JSONValue = [
        "id": "x", "unit": "23527", "unit_name": "Xã Thử",
        "form": ["so_tang": "2", "chu": "Y Thử", "la": "?", "mien_le_phi": "merit, poor"],
        "delivery": ["hand_in": "counter", "result": "home", "result_address": "Thôn 1"],
        "components": [
            [
                "code": "B", "title": "Bản vẽ", "originals": 0, "copies": 2,
                "files": [["sha256": "2", "name": "z.pdf"], ["sha256": "1", "name": "a.pdf"]],
            ],
            ["code": "A", "title": "Đơn", "originals": 1, "copies": 0, "files": []],
        ],
        "local": [
            "state": "draft", "form": [["name": "chu", "title": "Chủ đầu tư"], ["name": "so_tang", "title": "Số tầng"]],
            "files": [
                ["sha256": "1", "name": "a.pdf", "component": "B", "bytes_done": 1, "bytes_total": 1],
                ["sha256": "2", "name": "z.pdf", "component": "B", "bytes_done": 0, "bytes_total": 5],
                ["sha256": "3", "name": "them.pdf", "component": "A", "request": "n1", "bytes_done": 0, "bytes_total": 5],
            ],
        ],
    ]

    private static func show(_ more: [String] = []) async -> Run {
        await Run(["dossier", "show", "x"] + more, desk: FakeDesk(["dossier-show": [.answer(dossier)]]))
    }

    /// Whether the texts come one after the other.
    private static func isInOrder(_ texts: [String], in whole: String) -> Bool {
        var rest = whole[...]
        for text in texts {
            guard let found = rest.firstRange(of: text) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }

    @Test func `a dossier is shown in words: unit, delivery, form and papers in their order`() async {
        let text = await Self.show().facts.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            Self.isInOrder(
                [
                    "Xã Thử", "Cách nộp", "tại quầy", "Cách nhận kết quả", "tại nhà", "Thôn 1", "Chủ đầu tư: Y Thử", "Số tầng: 2",
                    "la: ?",
                    "Gia đình có công với cách mạng, Người thuộc hộ nghèo", "Bản vẽ (0 bản chính, 2 bản sao)",
                    "z.pdf — 0 byte / 5 byte",
                    "a.pdf — cổng đã nhận", "Đơn (bổ sung)", "them.pdf",
                ], in: text), "\(text)")
        #expect(!text.contains("23527") && !text.contains("so_tang") && !text.contains("mien_le_phi"))
        #expect(await Self.show(["--json"]).json == Self.dossier)
    }

    @Test func `consent is told in words`() async {
        let account: JSONValue = [
            "id": "x", "full_name": "Y Thử", "consent": ["at": "2026-11-24T02:30:00Z", "text_version": "2026-07"],
        ]
        for (language, words) in [
            ("vi", "đã đồng ý lúc 24/11/2026 09:30, theo văn bản 2026-07"),
            ("en", "given on 24/11/2026 09:30, to the text 2026-07"),
        ] {
            let run = await Run(
                ["account", "show", "x", "--lang", language], desk: FakeDesk(["account-show": [.answer(account)]]))
            #expect(run.facts.contains(words), "\(run.facts)")
        }
    }

    @Test func `counts come with the papers, and none out of range`() async {
        #expect(await Run(["dossier", "attach", "x", "/nowhere", "--component", "A", "--originals", "1000"]).code == 65)
        #expect(await Run(["dossier", "attach", "x", "/nowhere", "--component", "A", "--copies", "nhiều"]).code == 64)
    }
}
