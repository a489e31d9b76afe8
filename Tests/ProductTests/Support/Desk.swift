import Foundation
import Subprocess
import SyncProtocol
import Testing

/// A kiosk: a home of its own and the built program.
struct Desk: Sendable {
    static let unit = "23527"

    let stage: Stage
    let home: String
    /// What the wall clock says when a command starts, as `faketime` reads it; `nil` for the machine's own.
    var clock: String?

    /// - Parameter settings: what `kiosk.toml` says besides quick retries.
    init(_ stage: Stage, _ name: String = "desk", settings: String = "") throws {
        self.stage = stage
        home = stage.folder + "/" + name
        try FileManager.default.createDirectory(
            atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try configure(
            """
            [desk]
            unit = "\(Self.unit)"
            [sync]
            retry_base = "50ms"
            retry_cap = "1s"
            connect_timeout = "2s"
            low_speed_time = "10s"
            \(settings)
            """)
    }

    func configure(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: home + "/kiosk.toml")) }

    /// Runs `kiosk` on this home with `--json`, in English unless the arguments say otherwise.
    func run(
        _ arguments: [String], input: [UInt8] = [], json: Bool = true, language: String = "en"
    ) async throws -> Outcome {
        try await Program.kiosk.run(
            arguments + ["--home", home] + (json ? ["--json"] : []), input: input,
            environment: Program.environment(home: stage.folder, ["KIOSK_LANG": language]),
            workingDirectory: stage.folder, clock: clock)
    }

    func run(_ arguments: String..., input: [UInt8] = []) async throws -> Outcome {
        try await run(arguments, input: input)
    }

    /// Runs a command that must succeed; answers its document.
    @discardableResult
    func done(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSONValue {
        let outcome = try await run(arguments)
        try #require(
            outcome.code == 0, "kiosk \(arguments.joined(separator: " ")): \(outcome)", sourceLocation: sourceLocation)
        return try #require(outcome.json, "\(outcome)", sourceLocation: sourceLocation)
    }

    /// The lines of a command that must succeed.
    func lines(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws -> [JSONValue] {
        let outcome = try await run(arguments)
        try #require(
            outcome.code == 0, "kiosk \(arguments.joined(separator: " ")): \(outcome)", sourceLocation: sourceLocation)
        return outcome.lines
    }

    /// Enrols with the portal behind `url` and fetches its catalogue.
    func enrol(_ portal: PortalProcess, url: String? = nil) async throws {
        let port = await portal.port
        let code = try await portal.invite()
        try await done(
            "enrol", "--portal", url ?? "http://127.0.0.1:\(port)", "--code", code, "--name", "Quầy 1", "--unit",
            Self.unit)
        try await done("procedure", "update")
    }

    /// A desk behind a forwarder, enrolled.
    static func enrolled(_ stage: Stage, _ portal: PortalProcess, settings: String = "") async throws -> (
        desk: Desk, line: Forwarder
    ) {
        let line = try await Forwarder(to: portal.port)
        await stage.keep(line)
        let desk = try Desk(stage, settings: settings)
        try await desk.enrol(portal, url: line.url)
        return (desk, line)
    }

    // MARK: Recording

    /// A citizen; the number makes the identity.
    func addCitizen(_ number: Int, name: String? = nil, sourceLocation: SourceLocation = #_sourceLocation) async throws
        -> String
    {
        let answer = try await done(
            "account", "add", "--kind", "citizen", "--full-name", name ?? "Y Thử \(Samples.word(number))", "--identity",
            Samples.identity(number),
            "--birth", "1990", "--phone", "0912345678", sourceLocation: sourceLocation)
        return try #require(answer["id"]?.stringValue)
    }

    func newDossier(owner: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
        let answer = try await done(
            "dossier", "new", "--procedure", "2.000635", "--owner", owner, "--set", "nguoi_duoc_cap=Y Blar", "--set",
            "loai_viec=Khai sinh",
            "--set", "so_ban_sao=2", "--set", "nguoi_yeu_cau=Y Blar", sourceLocation: sourceLocation)
        return try #require(answer["id"]?.stringValue)
    }

    @discardableResult
    func attach(
        _ dossier: String, _ path: String, component: String = "to-khai",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws
        -> JSONValue
    {
        try await done("dossier", "attach", dossier, path, "--component", component, sourceLocation: sourceLocation)
    }

    // MARK: Looking

    func status(sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSONValue {
        let outcome = try await run("status")
        let status = try #require(outcome.json, "\(outcome)", sourceLocation: sourceLocation)
        let counts = try #require(status["counts"]?.objectValue, sourceLocation: sourceLocation)
        let states = [
            "delivered", "waiting", "blocked", "sending", "retrying", "held", "conflict", "rejected", "quarantined",
        ]
        let sum = try states.reduce(Int64(0)) {
            try $0 + #require(counts[$1]?.integerValue, "\($1)", sourceLocation: sourceLocation)
        }
        #expect(
            counts["accepted"]?.integerValue == sum, "the counts do not add up: \(counts)",
            sourceLocation: sourceLocation)
        // 1 when an item needs a person: a conflict, a refusal, something quarantined, files too.
        let items = [
            counts["conflict"], counts["rejected"], counts["quarantined"], status["files"]?["quarantined"],
        ]
        let needsPerson = items.contains { $0 != 0 }
        try #require(outcome.code == (needsPerson ? 1 : 0), "\(outcome)", sourceLocation: sourceLocation)
        return status
    }

    /// What must not change when a command is refused.
    func contents(sourceLocation: SourceLocation = #_sourceLocation) async throws -> [JSONValue] {
        let status = try await status(sourceLocation: sourceLocation)
        let lists = try await lines("account", "list") + lines("dossier", "list") + lines("queue", "--all")
        return [status["counts"] ?? .null, status["files"] ?? .null] + lists
    }

    /// The files of the spool, leftovers included.
    func spooled() throws -> [String] {
        let spool = home + "/spool"
        return try FileManager.default.subpathsOfDirectory(atPath: spool).filter { path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: spool + "/" + path)
            return attributes?[.type] as? FileAttributeType == .typeRegular
        }
    }

    /// Starts the service and waits until it answers.
    func startAgent() async throws -> RunningProgram {
        let agent = try launchAgent()
        await stage.keep(agent)
        try await eventually("the agent answers") {
            if let status = agent.status {
                let log = (try? String(contentsOfFile: stage.folder + "/agent.log", encoding: .utf8)) ?? ""
                Issue.record("the agent ended: \(status)\n\(log.suffix(2_000))")
                throw CancellationError()
            }
            return FileManager.default.fileExists(atPath: home + "/run/kiosk.sock")
        }
        return agent
    }

    func launchAgent() throws -> RunningProgram {
        try RunningProgram(
            .kiosk, ["agent", "--home", home], environment: Program.environment(home: stage.folder),
            log: stage.folder + "/agent.log")
    }
}
