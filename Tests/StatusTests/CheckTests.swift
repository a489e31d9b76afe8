import Foundation
import Status
import Testing

struct CheckTests {
    /// The names that the sources give their checks.
    private static func names() throws -> Set<String> {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/KioskAgent")
            .standardized
        let files = try #require(FileManager.default.enumerator(atPath: sources.path)).compactMap { $0 as? String }
        var names: Set<String> = []
        for file in files where file.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            for match in text.matches(of: /name: "([a-z-]+)",\s*result:/) { names.insert(String(match.1)) }
        }
        return names
    }

    @Test func `every check of the doctor has a name in both languages`() throws {
        let names = try Self.names()
        #expect(names.isSuperset(of: ["disk", "database", "site", "catalogue", "portal", "key"]))
        for name in names.sorted() {
            for language in Language.allCases { #expect(Texts.check(name, in: language)?.isEmpty == false, "\(name)") }
        }
    }
}
