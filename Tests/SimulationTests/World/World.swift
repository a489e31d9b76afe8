import Foundation
import Outbox
import Status
import SyncProtocol

@testable import KioskAgent

/// Kiosks, their clerks, an office, a portal and the lines between them, under one clock and one seed.
///
/// One thing happens at a time: the world does something, then waits until every kiosk's loop waits again. Whatever people do
/// meanwhile they do inside of an exchange. So the same scenario is the same run, byte for byte.
actor World {
    static let exchangeLimit = 6_000
    let scenario: Scenario
    let time = WorldTime()
    let coverage: Coverage?
    let folder: String
    var kiosks: [SimulatedKiosk] = []
    var portal = ModelPortal()
    var ledger = Ledger()
    /// Waiting for the next exchange that they fit, by kiosk.
    var faults: [[ArmedFault]] = []
    var partitions: [Int: Duration] = [:]
    var captives: [Int: Duration] = [:]
    var killsAfterAnswer: Set<Int> = []
    var paces: [Pace] = []
    /// The subjects of a clerk's request that is under way, by kiosk: damage to others is no excuse.
    var touched: [Int: Set<String>] = [:]
    /// What goes wrong with every exchange of a kiosk, until it is taken away again.
    var lasting: [Int: ArmedFault] = [:]
    var delayed: [(due: Duration, request: WireRequest)] = []
    var inFlight: [[Event]] = []
    /// Every state that a subject had at the portal before each time when that was restored.
    var forgottenHistories: [[String: [JSONObject]]] = []
    var backup: Backup?
    struct Backup {
        var store: ModelPortal.Store
        var history: [String: [JSONObject]]
        var epoch: Int
        var pasts: [Int: Int]
    }
    /// Operations that were on their way when a kiosk's program ended.
    var onTheirWay: [Int: [String]] = [:]
    /// Kiosks where a person's sync is under way.
    var personSyncs: Set<Int> = []
    var exchanges = 0
    private(set) var violations: [String] = []
    private(set) var trace: [String] = []
    private let isTracing: Bool
    private var labels: [String: String] = [:]

    /// `SIMULATION_TRACE=1` tells each line as it happens: a run that never ends shows how far it came.
    private static let isTold = ProcessInfo.processInfo.environment["SIMULATION_TRACE"] != nil

    init(_ scenario: Scenario, tracing: Bool = false, coverage: Coverage? = nil) {
        self.scenario = scenario
        self.coverage = coverage
        isTracing = tracing || Self.isTold
        folder = "\(Self.fast)/kiosk-simulation-\(getpid())-\(scenario.seed)-\(UUID().uuidString.prefix(8))"
        portal.pageSize = scenario.pageSize
        portal.compresses = scenario.compresses
        portal.maxOperations = scenario.maxOperations
        portal.tokenLifetime = scenario.tokenLifetime
    }

    /// Memory, where there is such a folder.
    static let fast =
        FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : FileManager.default.temporaryDirectory.path

    /// Plays the scenario, lets everything heal, and has the clerks tidy up. Returns what was wrong on the way.
    func run() async -> [String] {
        await play {
            for (number, event) in scenario.events.enumerated() where violations.isEmpty {
                await happen(event)
                try await settle()
                try await check(all: number % 12 == 11)
            }
            if violations.isEmpty { try await heal() }
            if violations.isEmpty { try await checkHealed() }
            if violations.isEmpty { try await tidy() }
        }
    }

    /// Opens the world, has `story` happen in it and ends it. Returns what was wrong on the way.
    func play(_ story: () async throws -> Void) async -> [String] {
        do {
            try await open()
            try await story()
        } catch {
            violate("the world itself failed: \(error)")
        }
        for kiosk in kiosks { await kiosk.end() }
        kiosks = []
        try? FileManager.default.removeItem(atPath: folder)
        return violations
    }

    private func open() async throws {
        for index in 0..<scenario.kiosks {
            faults.append([])
            inFlight.append([])
            paces.append(Pace())
            kiosks.append(
                try await SimulatedKiosk(
                    index, in: self, folder: folder + "/k\(index)", seed: scenario.seed &* 31 &+ UInt64(index),
                    clock: KioskClock(time)))
            await kiosks[index].clock.untilQuiet()
        }
    }

    // MARK: Time

    /// Waits until every loop waits; a program that has ended starts anew.
    func settle() async throws {
        var isQuiet = false
        while !isQuiet {
            isQuiet = true
            for index in kiosks.indices {
                await kiosks[index].clock.untilQuiet()
                guard kiosks[index].fuse.isDead else { continue }
                isQuiet = false
                await cover(kiosks[index].steps.didCrash ? "crashInFile" : "crash", on: index)
                paces[index] = Pace()
                note { "\(kiosks[index].name) starts again" }
                let attempted = onTheirWay.removeValue(forKey: index) ?? []
                for id in try await kiosks[index].restart(in: self, attempted: attempted) {
                    violate("\(kiosks[index].name) was killed while it sent \(id), and has not noted the attempt")
                }
                try await discover(index)
            }
        }
    }

    func pass(_ duration: Duration) async throws {
        let end = time.uptime + duration
        while violations.isEmpty, let next = next(), next.due <= end {
            time.advance(to: next.due)
            deliverDelayed()
            guard let kiosk = next.kiosk else { continue }
            kiosks[kiosk].clock.ring()
            try await settle()
        }
        time.advance(to: end)
        deliverDelayed()
    }

    /// What happens next by itself.
    func next() -> (due: Duration, kiosk: Int?)? {
        var all: [(due: Duration, kiosk: Int?)] = kiosks.indices.compactMap { index in
            kiosks[index].clock.due.map { ($0, index) }
        }
        all += delayed.map { ($0.due, nil) }
        return all.min { $0.due < $1.due }
    }

    func deliverDelayed() {
        while let place = delayed.firstIndex(where: { $0.due <= time.uptime }) {
            let request = delayed.remove(at: place).request
            note { "a request of before reaches the portal: \(describe(request))" }
            _ = deliver(request)
        }
    }

    // MARK: Telling

    func violate(_ text: String) {
        note { "VIOLATION \(text)" }
        if violations.count < 10 { violations.append(shorten(text)) }
    }

    /// A line of the trace; made only when somebody will read it.
    func note(_ text: () -> String) {
        guard isTracing else { return }
        let at = time.uptime.wholeMilliseconds
        let line =
            "\(at / 1000).\(String(format: "%03d", at % 1000)) "
            + shorten(text()).replacing(/(SimulationTests|Outbox|SyncProtocol)\.(\w+\.)?/, with: "")
        trace.append(line)
        if Self.isTold { FileHandle.standardError.write(Data((line + "\n").utf8)) }
    }

    /// Ids as short names, in the order in which they come up.
    func shorten(_ text: String) -> String {
        text.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}/) { match in
            let id = String(match.output)
            if let known = labels[id] { return known }
            let label = "#\(labels.count + 1)"
            labels[id] = label
            return label
        }
    }
}
