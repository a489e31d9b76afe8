import CommandWords
import Status
import SyncProtocol
import Testing

@testable import kiosk

struct ArgumentTests {
    @Test(arguments: [
        ("--home /d queue", "queue --home /d"), ("queue --json --all", "queue --all --json"),
        ("--home=/d --json status", "status --home=/d --json"),
        ("dossier attach 01 a.pdf --json --component X", "dossier attach 01 a.pdf --component X --json"),
        ("account list -- --json", "account list -- --json"), ("--json account list -- x", "account list --json -- x"),
        ("status --home", "status --home"), ("status --home --json", "status --home --json"), ("", ""),
    ])
    func `common options may stand anywhere`(given: String, expected: String) {
        func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
        #expect(ArgumentOrder.kiosk.commonLast(words(given)) == words(expected))
    }

    @Test func `the value of a common option is found in both spellings, the last counts`() {
        #expect(ArgumentOrder.value(of: "--lang", in: ["status", "--lang", "en"]) == "en")
        #expect(ArgumentOrder.value(of: "--lang", in: ["--lang=en", "status", "--lang=vi"]) == "vi")
        #expect(ArgumentOrder.value(of: "--lang", in: ["status", "--", "--lang", "en"]) == nil)
        #expect(ArgumentOrder.value(of: "--lang", in: ["--lang"]) == nil)
    }

    @Test(
        arguments: [
            (nil, [:], Language.vi), ("en", ["KIOSK_LANG": "vi"], .en), (nil, ["KIOSK_LANG": "en", "LANG": "vi_VN.UTF-8"], .en),
            (nil, ["LANG": "en_US.UTF-8"], .en), (nil, ["LANG": "C"], .vi), (nil, ["LC_ALL": "C", "LANG": "en_US"], .vi),
            (nil, ["LANG": "fr_FR"], .vi), (nil, ["LC_ALL": "", "LC_MESSAGES": "en_GB"], .en), ("xx", [:], .vi),
        ] as [(String?, [String: String], Language)])
    func `the language comes from the option, the environment, the locale, else it is Vietnamese`(
        option: String?, environment: [String: String], expected: Language
    ) {
        #expect(CommandLanguage.choose(option: option, environment: environment) == expected)
    }

    @Test func `what a person typed is not repeated in a usage error`() {
        let text = ParserWords.usage("2 unexpected arguments: 'Nguyễn', 'Đào'", .vi)
        #expect(!text.contains("Nguyễn"))
        #expect(!ParserWords.usage("The value '012345678901' is invalid for '--limit <n>'", .en).contains("012345678901"))
        #expect(ParserWords.usage("Unknown option '--hom'", .en).contains("--hom"))
    }

    @Test(
        arguments: [
            ("2h", "2026-11-24T00:30:00Z"), ("45s", "2026-11-24T02:29:15Z"), ("3d", "2026-11-21T02:30:00Z"),
            ("24/11/2026", "2026-11-23T17:00:00Z"),
            ("2026-11-24", "2026-11-23T17:00:00Z"), ("1/3/2026", "2026-02-28T17:00:00Z"),
            ("2026-11-24T01:00:00Z", "2026-11-24T01:00:00Z"),
            ("31/02/2026", nil), ("h", nil), ("-2h", nil), ("", nil), ("99999999999999999999h", nil), ("11/24", nil),
        ] as [(String, String?)])
    func `moments are read as people write them`(text: String, expected: String?) {
        #expect(Moment.read(text, now: Run.now)?.description == expected)
    }
}
