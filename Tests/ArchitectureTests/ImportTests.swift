import Foundation
import Testing

/// Which of our modules each module may import (architecture.md, "Allowed edges").
private let allowed: [String: Set<String>] = {
    let stages: Set<String> = ["Outbox", "Scheduler", "Transport", "Merge", "Status"]
    let leaves: Set<String> = ["Settings", "DurableFiles", "CurlHTTP", "Gzip"]
    return [
        "Dossiers": [], "SyncProtocol": [], "Settings": [], "DurableFiles": [], "CurlHTTP": [], "Gzip": [],
        // Its forms are templates in the format of the settings.
        "Paper": ["Settings"], "SystemdNotify": [],
        // What a scan would be on the line as it is.
        "Scans": ["Gzip"],
        "Outbox": ["Dossiers", "SyncProtocol", "DurableFiles", "Gzip"],
        "Scheduler": ["Dossiers", "SyncProtocol"],
        "Merge": ["Dossiers", "SyncProtocol"],
        "Status": ["Dossiers", "SyncProtocol"],
        "CommandWords": ["Status"],
        "Transport": ["Dossiers", "SyncProtocol", "DurableFiles", "CurlHTTP", "Gzip"],
        "KioskAgent": stages.union(leaves).union(["Dossiers", "SyncProtocol", "SystemdNotify"]),
        "kiosk": ["KioskAgent", "CommandWords", "Dossiers", "SyncProtocol", "Status", "DurableFiles", "Paper", "Scans"],
        "Portal": ["Dossiers", "SyncProtocol", "Settings", "DurableFiles", "Gzip", "SystemdNotify"],
        "kiosk-portal": ["Portal", "CommandWords", "SyncProtocol", "Status", "SystemdNotify"],
    ]
}()

/// Libraries of others that are behind the one module that wraps them.
private let wrappers: [String: Set<String>] = [
    "GRDB": ["Outbox", "Portal"], "CCurl": ["CurlHTTP"], "CZlib": ["Gzip"], "CPango": ["Paper"], "CZint": ["Paper"], "CScans": ["Scans"],
    "TOMLKit": ["Settings"],
    "Hummingbird": ["Portal"], "NIOHTTP1": ["KioskAgent", "Portal"],
]

/// System library targets, and what lies before two that Swift cannot call: no Swift.
private let systemLibraries: Set<String> = ["CCurl", "CZlib", "CPango", "CZint", "CScans"]

private let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources").standardized

/// The modules that the `.swift` files under `Sources/<module>` import.
private func imports(of module: String) throws -> Set<String> {
    let folder = sources.appending(path: module)
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    // Such as `package import struct Foundation.Date` or `@testable import Outbox`. Made once: a literal is parsed each time that it is met.
    let pattern =
        /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?([A-Za-z_]\w*)/
    var found: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        where line.utf8.count < 200 && line.contains("import ") {
            if let match = line.prefixMatch(of: pattern) { found.insert(String(match.1)) }
        }
    }
    return found
}

@Suite struct ImportTests {
    @Test func `every module has its rule`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { !$0.hasPrefix(".") }
        #expect(Set(folders).subtracting(systemLibraries) == Set(allowed.keys))
    }

    @Test(arguments: allowed.keys.sorted())
    func `a module imports only those of ours that it may`(module: String) throws {
        let ours = Set(allowed.keys)
        let edges = try imports(of: module).intersection(ours).subtracting([module])
        #expect(edges.subtracting(allowed[module, default: []]) == [])
    }

    @Test(arguments: wrappers.keys.sorted())
    func `a library stays behind the module that wraps it`(library: String) throws {
        for module in allowed.keys where !wrappers[library, default: []].contains(module) {
            let found = try imports(of: module)
            #expect(!found.contains(library), "\(module) imports \(library)")
        }
    }

    @Test func `imports are found however they are written`() throws {
        // This test's own module is no source module, but KioskAgent writes imports in several ways.
        let found = try imports(of: "KioskAgent")
        #expect(found.isSuperset(of: ["Foundation", "SyncProtocol", "Status", "NIOCore"]))
    }

    @Test func `Package.swift allows no more than the rules`() throws {
        let manifest = try String(contentsOf: sources.appending(path: "../Package.swift"), encoding: .utf8)
        for (module, rule) in allowed {
            let start = try #require(
                manifest.range(of: #"arget\(\s*name: "\#(module)""#, options: .regularExpression),
                "\(module) is no target")
            let rest = manifest[start.upperBound...]
            let end = rest.range(of: "swiftSettings")?.lowerBound ?? rest.endIndex
            let named = rest[..<end].matches(of: /"([A-Za-z-]+)"/).map { String($0.1) }
            let ours = Set(named).intersection(allowed.keys)
            #expect(ours.subtracting(rule) == [], "\(module) depends on more in Package.swift")
        }
    }
}
