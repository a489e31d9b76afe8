import Settings
import Testing

/// Reads `text` with `read`, and answers what `finish()` found wrong.
private func problems(
    _ text: String, environment: [String: String] = [:], _ read: (SettingsReader) -> Void
) -> [SettingsProblem] {
    do {
        let reader = try SettingsReader(
            SettingsSource(text: text, file: "/etc/kiosk/kiosk.toml"), environment: environment, prefix: "KIOSK_SYNC")
        read(reader)
        try reader.finish()
        return []
    } catch {
        return error.problems
    }
}

@Suite struct ReaderTests {
    @Test func `values of every type are read`() throws {
        enum Language: String, CaseIterable { case vi, en }
        let text = """
            [a]
            text = "Sa Thầy"
            number = 42
            flag = true
            wait = "1h30m"
            size = "512KiB"
            bytes = 4096
            file = "ca.pem"
            absolute = "/etc/ssl/ca.pem"
            portal = "https://dichvucong.example:8443/api"
            language = "vi"
            types = ["image/jpeg", "application/pdf"]
            [a.inner]
            deep = 1
            [[unit]]
            name = "one"
            [[unit]]
            name = "two"
            """
        let reader = try SettingsReader(SettingsSource(text: text, file: "/etc/kiosk/kiosk.toml"), prefix: nil)
        let a = reader.table("a")
        #expect(a.string("text") == "Sa Thầy")
        #expect(a.int("number", in: 0...100) == 42)
        #expect(a.bool("flag") == true)
        #expect(a.duration("wait", in: .zero...(.seconds(86_400))) == .seconds(5400))
        #expect(a.byteSize("size", in: 0...1_000_000) == 524_288)
        #expect(a.byteSize("bytes", in: 0...1_000_000) == 4096)
        #expect(a.path("file") == "/etc/kiosk/ca.pem")
        #expect(a.path("absolute") == "/etc/ssl/ca.pem")
        #expect(a.url("portal") == "https://dichvucong.example:8443/api")
        #expect(a.choice("language", of: Language.self) == .vi)
        #expect(a.strings("types") == ["image/jpeg", "application/pdf"])
        #expect(reader.table("a.inner").int("deep", in: 0...9) == 1)
        #expect(reader.root.tables("unit").map { $0.string("name") } == ["one", "two"])
        #expect(a.string("absent") == nil)
        try reader.finish()
    }

    @Test func `an unknown key is named with its line and the nearest known one`() {
        let found = problems("[sync]\n\nretry_cpa = \"5m\"\n") {
            _ = $0.table("sync").duration("retry_cap", in: .zero...(.seconds(600)))
        }
        #expect(
            found == [
                SettingsProblem(line: 3, column: 1, key: "sync.retry_cpa", kind: .unknownKey, nearest: "sync.retry_cap")
            ])
    }

    @Test func `a key under the wrong header is told where it belongs`() {
        let found = problems("[portal]\nretry_cap = \"5m\"\n") {
            _ = $0.table("portal").url("url")
            _ = $0.table("sync").duration("retry_cap", in: .zero...(.seconds(600)))
        }
        #expect(found.map(\.nearest) == ["sync.retry_cap"])
    }

    @Test func `a name that resembles nothing gets no guess`() {
        let found = problems("[sync]\nzzzzzzzz = 1\n[nonsense]\nx = 1\n") {
            _ = $0.table("sync").bool("retry_cap")
        }
        #expect(found.map(\.key) == ["sync.zzzzzzzz", "nonsense"])
        #expect(found.allSatisfy { $0.nearest == nil && $0.kind == .unknownKey })
    }

    @Test func `a wrong type names what was found and what is wanted`() {
        let found = problems("[sync]\nretry_cap = 300\nchunk = true\nenabled = \"yes\"\ntypes = [1]\n") {
            let sync = $0.table("sync")
            _ = sync.duration("retry_cap", in: .zero...(.seconds(600)))
            _ = sync.byteSize("chunk", in: 0...100)
            _ = sync.bool("enabled")
            _ = sync.strings("types")
        }
        #expect(
            found.map(\.kind) == [
                .wrongType(found: .integer, wanted: .duration), .wrongType(found: .bool, wanted: .byteSize),
                .wrongType(found: .string, wanted: .bool), .wrongType(found: .integer, wanted: .listOfStrings),
            ])
        #expect(found.map(\.line) == [2, 3, 4, 5])
    }

    @Test func `a value out of range names both ends`() {
        let found = problems("[sync]\nretry_cap = \"2d\"\nretries = -1\nsize = \"1GiB\"\n") {
            let sync = $0.table("sync")
            _ = sync.duration("retry_cap", in: .seconds(1)...(.seconds(86_400)))
            _ = sync.int("retries", in: 0...10)
            _ = sync.byteSize("size", in: 1024...1_048_576)
        }
        #expect(
            found.map(\.kind) == [
                .outOfRange(minimum: "1s", maximum: "1d"), .outOfRange(minimum: "0", maximum: "10"),
                .outOfRange(minimum: "1KiB", maximum: "1MiB"),
            ])
    }

    @Test(arguments: ["5", "m", "5 m", "-5m", "5m1h", "1.5h", "5m5m", "", "9999999999999999999s", "999999d"])
    func `a text that is no duration is refused`(text: String) {
        let found = problems("d = \"\(text)\"") { _ = $0.root.duration("d", in: .zero...(.seconds(1_000_000_000_000))) }
        #expect(found.map(\.kind) == [.wrongForm(wanted: .duration)])
    }

    @Test(arguments: [
        "ftp://a.example", "https://", "portal.example", "https://user@a.example", "https://a.example/#x",
        "https://a b",
    ])
    func `a text that is no address is refused`(text: String) {
        let found = problems("u = \"\(text)\"") { _ = $0.root.url("u") }
        #expect(found.map(\.kind) == [.wrongForm(wanted: .url)])
    }

    @Test func `a choice that is not allowed names the nearest allowed one`() {
        enum Level: String, CaseIterable { case debug, info, warning, error }
        let found = problems("level = \"warnnig\"") { _ = $0.root.choice("level", of: Level.self) }
        #expect(found.map(\.kind) == [.notAllowed(allowed: ["debug", "info", "warning", "error"])])
        #expect(found.map(\.nearest) == ["warning"])
    }

    @Test func `everything that is wrong comes at once and in the order of the file`() {
        let found = problems("[b]\nx = 1\n[a]\ny = 2\nz = \"no\"\n", environment: ["KIOSK_SYNC_A_W": "1"]) {
            _ = $0.table("a").bool("z")
        }
        #expect(found.map(\.key) == ["b", "a.y", "a.z", "KIOSK_SYNC_A_W"])
    }

    /// The parser's own assertion would end the program.
    @Test(arguments: ["[=a]", "a = 1\n[[ .b ]]\n", "[ \n]", "x = \"\"\"\n[a]\n\"\"\"\n[?]", "a = [\n[1],\n]\n[,"])
    func `a header that begins with no name is a syntax error`(text: String) {
        let error = #expect(throws: SettingsError.self) {
            _ = try SettingsReader(SettingsSource(text: text), prefix: nil)
        }
        #expect(error?.problems.first?.kind == .syntax("a table's header must begin with its name"))
    }

    @Test func `values within values without end are a syntax error, however deep`() {
        for open in ["[", "{a=", "[{a="] {
            let text = "a = " + String(repeating: open, count: (1 << 20) / open.count - 8)
            let error = #expect(throws: SettingsError.self) {
                _ = try SettingsReader(SettingsSource(text: text), prefix: nil)
            }
            guard case .syntax = error?.problems.first?.kind else {
                Issue.record("not a syntax error")
                continue
            }
        }
    }

    @Test func `a syntax error has its line and column`() {
        let found = problems("[sync]\nretry_cap = = 5\n") { _ in }
        #expect(found.count == 1)
        #expect(found.first?.line == 2)
        #expect(found.first?.column == 13)
        guard case .syntax = found.first?.kind else { return #expect(Bool(false), "not a syntax error") }
    }

    @Test func `a required key that is missing is a problem at its table`() {
        let found = problems("[portal]\n") {
            _ = $0.table("portal").url("url")
            $0.table("portal").require("url")
        }
        #expect(found == [SettingsProblem(line: 1, column: 2, key: "portal.url", kind: .missing)])
    }

    @Test func `a value where a table belongs is a wrong type`() {
        let found = problems("sync = 3\nunit = \"x\"\n") {
            _ = $0.table("sync").bool("x")
            _ = $0.root.tables("unit")
        }
        #expect(
            found.map(\.kind) == [
                .wrongType(found: .integer, wanted: .table), .wrongType(found: .string, wanted: .listOfTables),
            ])
    }

    @Test func `no problem repeats the value, which may be a secret`() {
        let found = problems("[smtp]\npassword = 12345\nport = \"hunter2\"\nwait = \"hunter2\"\n") {
            _ = $0.table("smtp").secret("password")
            _ = $0.table("smtp").int("port", in: 1...65_535)
            _ = $0.table("smtp").duration("wait", in: .zero...(.seconds(5)))
        }
        #expect(found.count == 3)
        #expect(!"\(SettingsError(file: "f", problems: found))".contains("hunter2"))
        #expect(!"\(found)".contains("12345"))
    }

    @Test func `the known keys are those that were asked for`() throws {
        let reader = try SettingsReader(nil, prefix: nil)
        _ = reader.table("b").bool("y")
        _ = reader.table("a").string("x")
        #expect(reader.knownKeys == ["a.x", "b.y"])
    }
}
