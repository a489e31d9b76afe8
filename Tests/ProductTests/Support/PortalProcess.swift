import Foundation
import Subprocess
import SyncProtocol
import Testing

/// A reference portal on loopback, which can be killed and started again where it was.
actor PortalProcess {
    let stage: Stage
    nonisolated let home: String
    private var process: RunningProgram?
    private(set) var port: UInt16 = 0

    private init(_ stage: Stage, home: String) {
        self.stage = stage
        self.home = home
    }

    /// - Parameter settings: what `portal.toml` is to say besides the catalogue.
    static func start(_ stage: Stage, _ name: String = "portal", settings: String = "") async throws -> PortalProcess {
        let home = stage.folder + "/" + name
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        let catalogue = Program.repository + "/kiosk-config/catalogue/procedures.json"
        try Data("[portal]\ncatalogue = \"\(catalogue)\"\n\(settings)".utf8).write(
            to: URL(fileURLWithPath: home + "/portal.toml"))
        let portal = PortalProcess(stage, home: home)
        try await portal.start()
        return portal
    }

    /// Starts it, on its old port if it had one, and waits for its word that it is ready.
    func start() async throws {
        let process = try RunningProgram(
            .portal, ["serve", "--home", home, "--listen", "127.0.0.1:\(port)", "--json"],
            environment: Program.environment(home: home),
            log: stage.folder + "/portal.log")
        self.process = process
        await stage.keep(process)
        try await eventually("the portal is ready") {
            if let status = process.status {
                let log = (try? String(contentsOfFile: stage.folder + "/portal.log", encoding: .utf8)) ?? ""
                Issue.record("the portal ended: \(status)\n\(log.suffix(2_000))")
                throw CancellationError()
            }
            return process.output.contains("\n")
        }
        let ready = try JSONParser.parse(Array(process.output.prefix { $0 != "\n" }.utf8))
        let url = try #require(ready["url"]?.stringValue)
        port = try #require(URL(string: url)?.port.flatMap { UInt16(exactly: $0) })
    }

    /// `kill -9`.
    func kill() async throws { try await process?.end(by: .kill) }

    func send(_ signal: Signal) { process?.send(signal) }

    /// Runs a command of the office.
    nonisolated func run(_ arguments: String...) async throws -> Outcome {
        try await Program.portal.run(
            arguments + ["--home", home, "--json"], environment: Program.environment(home: home))
    }

    nonisolated func invite(unit: String = Desk.unit) async throws -> String {
        let outcome = try await run("kiosk", "invite", "--unit", unit)
        return try #require(outcome.json?["code"]?.stringValue, "\(outcome)")
    }

    nonisolated func accounts() async throws -> [JSONValue] { try await list("account") }
    nonisolated func dossiers() async throws -> [JSONValue] { try await list("dossier") }

    private nonisolated func list(_ noun: String) async throws -> [JSONValue] {
        let outcome = try await run(noun, "list")
        try #require(outcome.code == 0, "\(outcome)")
        return outcome.lines
    }

    /// The bytes that the portal has of a digest.
    nonisolated func file(_ digest: String) async throws -> [UInt8] {
        let copy = stage.folder + "/copy-\(digest)"
        let outcome = try await run("file", "get", digest, "--output", copy)
        try #require(outcome.code == 0, "\(outcome)")
        defer { try? FileManager.default.removeItem(atPath: copy) }
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: copy)))
    }
}
