import Foundation
import Glibc
import SyncProtocol
import Testing

/// A command that must be refused.
struct Refusal: Sendable {
    let what: String
    let code: Int32
    let type: String
    let arguments: [String]
    let input: [UInt8]

    init(_ what: String, _ code: Int32, _ type: String, _ arguments: [String], input: String = "") {
        (self.what, self.code, self.type, self.arguments, self.input) = (what, code, type, arguments, Array(input.utf8))
    }

    /// Each is refused with its code, in words of both languages and as JSON, and the store is as it was.
    static func check(_ refusals: [Refusal], _ desk: Desk) async throws {
        let before = try await desk.contents()
        for refusal in refusals {
            try await refusal.check(desk)
            let after = try await desk.contents()
            try #require(after == before, "\(refusal.what): the store changed")
        }
    }

    private func check(_ desk: Desk) async throws {
        let outcome = try await desk.run(arguments, input: input)
        #expect(outcome.code == code && outcome.error?["type"]?.stringValue == type, "\(what): \(outcome)")
        #expect(outcome.stdout == "", "\(what): \(outcome)")
        var texts: Set<String> = []
        for language in ["vi", "en"] {
            let outcome = try await desk.run(arguments, input: input, json: false, language: language)
            #expect(outcome.code == code && outcome.stdout == "", "\(what), \(language): \(outcome)")
            texts.insert(outcome.stderr)
        }
        #expect(texts.count == 2 && !texts.contains(""), "\(what): the same words in both languages: \(texts)")
    }
}

extension Product {
    @Suite struct BadInput {
        private func account(_ name: String, _ identity: String, _ more: String...) -> [String] {
            ["account", "add", "--kind", "citizen", "--full-name", name, "--identity", identity] + more
        }

        @Test(.timeLimit(.minutes(2)))
        func `data that cannot be are refused, and nothing is recorded`() async throws {
            try await Stage.with { stage in
                let desk = try Desk(stage)
                let owner = try await desk.addCitizen(1)
                let dossier = try await desk.newDossier(owner: owner)
                let paper = try stage.file("scan.pdf", Samples.thinPaper(2_000))
                let broken = try stage.file("broken.json", #"{"kind": "citizen", "full_name": "Y Blar""#)
                let legacy = try stage.file(
                    "legacy.json",
                    Array(#"{"kind":"citizen","full_name":"Nguy"#.utf8) + [0xD4, 0x6E] + Array(#""}"#.utf8))
                let stranger = "01934b5e-1c2d-7a3f-8000-000000000001"
                let good = Samples.identity(2)
                let refusals = [
                    Refusal("an identity of 11 digits", 65, "invalid-identity", account("Y Blar", "06209000000")),
                    Refusal("an identity of letters", 65, "invalid-identity", account("Y Blar", "không có")),
                    Refusal(
                        "a tax code with a wrong check digit", 65, "invalid-identity",
                        [
                            "account", "add", "--kind", "organisation", "--full-name", "Hợp tác xã", "--identity",
                            "0100047517",
                        ]),
                    Refusal(
                        "a day that no month has", 65, "invalid-date", account("Y Blar", good, "--birth", "1990-02-30")),
                    Refusal("a birth to come", 65, "invalid-date", account("Y Blar", good, "--birth", "2999-01-01")),
                    Refusal("a birth in words", 65, "invalid-date", account("Y Blar", good, "--birth", "hôm qua")),
                    Refusal(
                        "a phone that is too short", 65, "invalid-phone", account("Y Blar", good, "--phone", "12345")),
                    Refusal(
                        "a phone of letters", 65, "invalid-phone", account("Y Blar", good, "--phone", "09abc45678")),
                    Refusal("an empty name", 65, "empty-name", account("", good)),
                    Refusal("a name of spaces", 65, "empty-name", account(" \u{A0}\u{3000}", good)),
                    Refusal("JSON that ends too soon", 65, "invalid-json", ["account", "add", "--from", broken]),
                    Refusal(
                        "JSON that is not", 65, "invalid-json", ["account", "add", "--from", "-"], input: "name: Y Blar"
                    ),
                    Refusal(
                        "JSON with a key twice", 65, "invalid-json", ["account", "add", "--from", "-"],
                        input: #"{"kind":"citizen","kind":"officer"}"#),
                    Refusal("JSON in a legacy encoding", 65, "legacy-encoding", ["account", "add", "--from", legacy]),
                    Refusal(
                        "a JSON file that is not there", 66, "file-missing",
                        ["account", "add", "--from", stage.folder + "/none.json"]),
                    Refusal(
                        "an unknown procedure", 65, "unknown-procedure",
                        ["dossier", "new", "--procedure", "9.999999", "--owner", owner]),
                    Refusal(
                        "an unknown procedure to show", 66, "unknown-procedure", ["procedure", "show", "9.999999"]),
                    Refusal(
                        "an unknown component", 65, "unknown-component",
                        ["dossier", "attach", dossier, paper, "--component", "khong-co"]),
                    Refusal("an unknown account to show", 66, "unknown-account", ["account", "show", stranger]),
                    Refusal("an unknown dossier", 66, "unknown-dossier", ["dossier", "submit", stranger]),
                    Refusal("an unknown operation", 66, "unknown-operation", ["queue", "hold", stranger]),
                    Refusal("an unknown option", 64, "wrong-usage", account("Y Blar", good, "--fone", "0912345678")),
                    Refusal("an unknown command", 64, "wrong-usage", ["acount", "add"]),
                    Refusal("a missing value", 64, "wrong-usage", ["account", "add", "--full-name"]),
                ]
                try await Refusal.check(refusals, desk)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `an owner that nobody recorded is refused`() async throws {
            try await Stage.with { stage in
                let desk = try Desk(stage)
                let before = try await desk.contents()
                let outcome = try await desk.run(
                    "dossier", "new", "--procedure", "2.000635", "--owner", "01934b5e-1c2d-7a3f-8000-000000000001")
                #expect(outcome.error?["type"] == "unknown-account" && outcome.error?["field"] == "owner", "\(outcome)")
                // Bad data, since an option named it: the command is about the dossier.
                #expect(outcome.code == 65)
                #expect(try await desk.contents() == before)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `text in a legacy encoding is refused, and decomposed text is stored composed`() async throws {
            try await Stage.with { stage in
                let desk = try Desk(stage)
                let before = try await desk.contents()
                // “Nguyễn” in TCVN3, as old programs hand it on: no UTF-8.
                let words: [[UInt8]] = [Array("Nguy".utf8) + [0xD4, 0x6E]]
                let head = ["account", "add", "--kind", "citizen", "--identity", Samples.identity(1), "--full-name"]
                let outcome = try await Program.kiosk.run(
                    head.map { Array($0.utf8) } + words + ["--home", desk.home, "--json"].map { Array($0.utf8) },
                    environment: Program.environment(home: stage.folder, ["KIOSK_LANG": "en"]))
                #expect(outcome.code == 65 && outcome.error?["type"] == "legacy-encoding", "\(outcome)")
                #expect(try await desk.contents() == before)

                let name = "Nguyễn Thị Hoà"
                let decomposed = name.decomposedStringWithCanonicalMapping
                try #require(Array(decomposed.utf8) != Array(name.utf8))
                let id = try await desk.addCitizen(2, name: decomposed)
                let stored = try #require(try await desk.done("account", "show", id)["full_name"]?.stringValue)
                #expect(Array(stored.utf8) == Array(name.precomposedStringWithCanonicalMapping.utf8))
            }
        }
    }
}
