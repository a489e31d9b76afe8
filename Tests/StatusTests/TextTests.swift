import Foundation
import Status
import SyncProtocol
import Testing

struct TextTests {
    private let text = Text(
        vi: "Tệp[ {file}] quá lớn[; tối đa {limit:bytes}].", en: "The file[ {file}] is too large[; at most {limit:bytes}].")

    @Test func `a part in brackets appears only when its values are known`() {
        #expect(text.render(.vi) == "Tệp quá lớn.")
        #expect(text.render(.vi, ["file": "a.pdf"]) == "Tệp a.pdf quá lớn.")
        #expect(text.render(.en, ["limit": "20000000"]) == "The file is too large; at most 20 MB.")
        #expect(text.render(.en, ["file": ""]) == "The file is too large.")
    }

    @Test func `the journal names what changed in the reader's language`() {
        #expect(Texts.journal(event: "change", details: ["kind": "dossier"], in: .vi) == "Nhận thay đổi từ cổng (hồ sơ).")
        #expect(
            Texts.journal(event: "change", details: ["kind": "account"], in: .en) == "A change came from the portal (account).")
        #expect(Texts.journal(event: "change", details: [:], in: .en) == "A change came from the portal.")
    }

    /// What the engine, the desk and the store write stands in their source as words.
    @Test func `every event that is written into the journal has a text`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources").standardized
        var events: Set<String> = []
        for module in ["KioskAgent", "Outbox"] {
            let files = try #require(
                FileManager.default.enumerator(at: sources.appending(path: module), includingPropertiesForKeys: nil))
            for case let file as URL in files where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                for call in text.matches(of: /(?:record|note)\(\s*([^,(){}]*"[^,(){}]*),/) {
                    events.formUnion(call.1.matches(of: /"([a-z-]+)"/).map { String($0.1) })
                }
            }
        }
        #expect(events.isSuperset(of: ["delivered", "portal-restored", "file-interrupted", "started", "notice", "change"]))
        let unknown = Texts.journal(event: "event-of-next-year", details: [:], in: .en)
        #expect(events.filter { Texts.journal(event: $0, details: [:], in: .en) == unknown } == [])
    }

    @Test func `fields in the journal are named as on paper`() {
        let told = Texts.journal(event: "merged", details: ["fields": ["phone", "form.noi_dung"]], in: .vi)
        #expect(told.contains("số điện thoại") && told.contains("noi_dung"))
    }

    @Test func `a placeholder without a value never shows its name`() {
        #expect(Text(vi: "Có {count} mục", en: "{count} items").render(.en) == "… items")
    }

    @Test func `a damaged store promises nothing about what is in it`() {
        #expect(!KioskProblem(.storeCorrupt).text(in: .en).contains("safe"))
        #expect(!KioskProblem(.storeCorrupt).text(in: .vi).contains("nguyên"))
    }

    @Test func `a broken template loses its end and nothing worse`() {
        #expect(Text(vi: "a {b", en: "a [b").render(.vi) == "a ")
        #expect(Text(vi: "a {b", en: "a [b").render(.en) == "a b")
    }

    @Test(arguments: [("1", "one file"), ("0", "0 files"), ("12", "12 files")])
    func `numbers choose between one and many`(count: String, expected: String) {
        #expect(Text(vi: "", en: "{count:one file|# files}").render(.en, ["count": count]) == expected)
    }

    @Test func `a value cannot move the cursor or turn the writing round`() {
        let rendered = text.render(.en, ["file": "a\u{1B}[2J\u{202E}fdp.exe\n"])
        #expect(rendered.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
    }

    @Test func `a value with brackets and braces stays a value`() {
        #expect(text.render(.en, ["file": "{limit}[1].pdf"]) == "The file {limit}[1].pdf is too large.")
    }
}

/// Everything that the catalogue can say, called by its name.
enum Everything {
    static func texts(in language: Language) -> [(name: String, text: String)] {
        var all: [(String, String)] = KioskProblem.Kind.allCases.map { ($0.rawValue, KioskProblem($0).text(in: language)) }
        all += ProblemName.allCases.map { ($0.rawValue, Texts.problem(type: $0.type, in: language)) }
        all += ProblemName.allCases.map { ($0.rawValue, Texts.reason($0.rawValue, in: language)) }
        all += ConflictReason.allCases.map { ($0.rawValue, Texts.reason($0.rawValue, in: language)) }
        all += words.map { ($0, Texts.reason($0, in: language)) }
        all += events.map { ($0, Texts.journal(event: $0, details: [:], in: language)) }
        all += warnings.map { ($0, Texts.warning($0, in: language)) }
        all += links.map { ($0, Texts.link($0, in: language)) }
        return all
    }

    static let words = [
        "no-link", "captive-portal", "wrong-server", "portal-error", "parent-not-delivered", "parent-rejected", "parent-conflict",
        "parent-held", "parent-quarantined", "window-closed", "budget-spent", "held", "back-off", "retry-after", "too-many-requests", "revoked",
        "clock-wrong",
        "files-first", "outcome-unknown", "poison", "not-enrolled", "a-word-of-next-year",
    ]
    static let events = [
        "recorded", "frozen", "sent", "delivered", "retrying", "conflict", "merged", "resolved", "undone", "rejected", "later",
        "held",
        "released", "requeued", "dropped", "edited", "retried", "file-released", "quarantined", "adopted", "change", "resync",
        "file-recorded", "file-progress",
        "file-delivered", "file-quarantined", "enrolled", "started", "stopped", "link-changed", "catalogue-updated",
        "already-done", "rebased", "change-unreadable", "portal-asked", "portal-restored", "portal-remembers", "forgotten",
        "file-interrupted", "event-of-next-year",
    ]
    static let warnings = [
        "unknown-province", "sex-mismatch", "birth-year-mismatch", "telex-residue", "future-birth-in-number", "expired-cmnd",
        "odd-passport", "odd-name", "very-old-birth", "foreign-phone", "missing-component", "unknown-component",
        "missing-form-field",
        "odd-form-value", "unknown-form-field", "procedure-not-in-force", "other-portal", "unreadable-part",
        "estimated-appointment", "calendar-missing",
        "uncertain-holiday", "abolished-commune", "abolished-district", "abolished-province", "unknown-commune",
        "component-now-missing",
        "component-no-longer-needed", "form-field-now-asked", "form-field-no-longer-asked", "warning-of-next-year",
    ]
    static let links = [
        "unknown", "online", "no-link", "captive-portal", "wrong-server", "portal-error", "revoked", "not-enrolled",
        "state-of-next-year",
    ]
    static let states = [
        "waiting", "blocked", "sending", "retrying", "held", "conflict", "rejected", "quarantined", "delivered",
    ]
}

struct CatalogueTests {
    @Test(arguments: Language.allCases)
    func `every text says something, whole, without any parameter`(language: Language) {
        for (name, text) in Everything.texts(in: language) {
            #expect(text.count > 5, "\(name)")
            #expect(!text.contains { "{}[]…".contains($0) }, "\(name): \(text)")
            #expect(text.last == "." || text.last == "?", "\(name): \(text)")
            #expect(text.first?.isLowercase == false || name.hasPrefix("file-"), "\(name): \(text)")
            #expect(!text.contains("  ") && !text.contains(" ."), "\(name): \(text)")
        }
    }

    @Test(arguments: Language.allCases)
    func `no text shows a bare code`(language: Language) throws {
        let code = try Regex("/problems/|\\b[a-z]+-[a-z]+(-[a-z]+)+\\b")
        for (name, text) in Everything.texts(in: language) {
            #expect(text.firstMatch(of: code) == nil, "\(name): \(text)")
            if name.contains("-"), !["no-link", "file-type"].contains(name) { #expect(!text.contains(name), "\(name): \(text)") }
        }
    }

    @Test func `the languages differ, and Vietnamese is written in NFC`() {
        for (vi, en) in zip(Everything.texts(in: .vi), Everything.texts(in: .en)) {
            #expect(vi.text != en.text, "\(vi.name)")
            #expect(Array(vi.text.utf8) == Array(vi.text.precomposedStringWithCanonicalMapping.utf8), "\(vi.name)")
            #expect(vi.text.unicodeScalars.contains { $0.value > 0x7F }, "\(vi.name) is not Vietnamese")
        }
    }

    @Test(arguments: Language.allCases)
    func `a word that nobody knows gets a general text`(language: Language) {
        for word in ["", "x", "/problems/of-next-year", "{", "["] {
            #expect(Texts.reason(word, in: language) == Texts.reason("a-word-of-next-year", in: language))
            #expect(Texts.problem(type: word, in: language) == Texts.problem(type: nil, in: language))
        }
        #expect(Texts.state("next-year", in: language) != "next-year")
        #expect(Texts.operationType("next.year", in: language) != "next.year")
    }

    @Test func `every state of an operation has its own label`() {
        for language in Language.allCases {
            #expect(Set(Everything.states.map { Texts.state($0, in: language) }).count == Everything.states.count)
        }
    }

    @Test func `a problem's parameters and field stand in its text`() {
        let large = KioskProblem(.fileTooLarge, ["file": "a.tiff", "limit": "6000000"])
        #expect(large.text(in: .vi).contains("a.tiff") && large.text(in: .vi).contains("6 MB"))
        #expect(KioskProblem(.invalidDate, field: "/birth/date").text(in: .vi).contains("ngày sinh"))
        #expect(KioskProblem(.missingField, field: "owner").text(in: .en).contains("owner"))
    }

    @Test func `journal details fill the text, and reasons are told in words`() {
        let line = Texts.journal(event: "rejected", details: ["reason": "identity-elsewhere", "n": 3, "x": [1]], in: .en)
        #expect(line.contains("another name") || line.contains("Another unit"))
        #expect(Texts.journal(event: "delivered", details: ["serial": 7], in: .vi) == "Cổng đã nhận, biên nhận số 7.")
    }

    @Test(arguments: [
        ("/birth/date", "ngày sinh"), ("full_name", "họ và tên"), ("/components/0", "thành phần hồ sơ"),
        ("/form/ten_con", "ten_con"),
    ])
    func `fields are called as on paper`(pointer: String, expected: String) {
        #expect(Texts.fieldName(pointer, in: .vi) == expected)
    }
}
