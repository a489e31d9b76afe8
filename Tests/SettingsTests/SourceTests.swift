import Foundation
import Settings
import Testing

/// A folder of its own for one test, gone afterwards.
private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) } }
    try body(folder)
}

private func kind(of path: String) -> SettingsProblem.Kind? {
    do {
        _ = try SettingsSource.read(path)
        return nil
    } catch {
        return error.problems.first?.kind
    }
}

@Suite struct SourceTests {
    @Test func `a file is read as it is`() throws {
        try withFolder { folder in
            try Data("name = \"Sa Thầy\"\n".utf8).write(to: URL(filePath: folder + "/k.toml"))
            #expect(try SettingsSource.read(folder + "/k.toml").text == "name = \"Sa Thầy\"\n")
        }
    }

    @Test func `a missing file, a folder and a FIFO are told apart, and nothing waits`() throws {
        try withFolder { folder in
            #expect(kind(of: folder + "/none") == .fileMissing)
            #expect(kind(of: folder) == .fileNotRegular)
            let fifo = folder + "/fifo"
            #expect(unsafe mkfifo(fifo, 0o600) == 0)
            #expect(kind(of: fifo) == .fileNotRegular)
        }
    }

    @Test func `a file beyond a megabyte is refused`() throws {
        try withFolder { folder in
            try Data(repeating: 0x20, count: 1 << 20).write(to: URL(filePath: folder + "/full"))
            #expect(kind(of: folder + "/full") == nil)
            try Data(repeating: 0x20, count: 1 << 20 + 1).write(to: URL(filePath: folder + "/big"))
            #expect(kind(of: folder + "/big") == .fileTooLarge(limit: 1 << 20))
        }
    }

    @Test(arguments: [[UInt8]("a = 1\nb = \"\u{E9}".utf8.dropLast()) + [0x22], [UInt8]("a = 1\nb\0".utf8)])
    func `bytes that are no text are refused with their line`(bytes: [UInt8]) throws {
        try withFolder { folder in
            try Data(bytes).write(to: URL(filePath: folder + "/latin"))
            let error = #expect(throws: SettingsError.self) { try SettingsSource.read(folder + "/latin") }
            #expect(error?.problems == [SettingsProblem(line: 2, key: "", kind: .notText)])
        }
    }

    @Test func `a secret comes from the file or from a file of its own, never from both`() throws {
        try withFolder { folder in
            try Data("hunter2\n".utf8).write(to: URL(filePath: folder + "/password"))
            let reader = try SettingsReader(
                SettingsSource(
                    text:
                        "password = \"here\"\n[a]\npassword_file = \"password\"\n[b]\npassword_file = \"none\"\n[c]\npassword = \"x\"\npassword_file = \"password\"\n",
                    file: folder + "/k.toml"),
                prefix: nil)
            #expect(reader.root.secret("password")?.reveal() == "here")
            #expect(reader.table("a").secret("password")?.reveal() == "hunter2")
            #expect(reader.table("b").secret("password") == nil)
            _ = reader.table("c").secret("password")
            let error = #expect(throws: SettingsError.self) { try reader.finish() }
            #expect(error?.problems.map(\.key) == ["b.password_file", "c.password_file"])
        }
    }

    @Test func `a secret shows nothing, however it is printed`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(["password": secret], to: &dumped)
        for shown in ["\(secret)", String(reflecting: secret), String(describing: Optional(secret)), dumped] {
            #expect(shown.contains("•••") && !shown.contains("hunter2"))
        }
    }
}
