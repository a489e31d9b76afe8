import Foundation
import SyncProtocol
import Testing

extension Product {
    /// A machine whose clock stands where it must not (libfaketime gives the built program another wall clock).
    @Suite(.enabled("libfaketime is not installed", { Torture.fakeClock != nil }))
    struct WrongClock {
        /// This machine's clock minus the portal's, in seconds.
        private static func skew(_ status: JSONValue) -> Double? {
            switch status["portal"]?["clock_skew_seconds"] {
            case .integer(let seconds): Double(seconds)
            case .number(let seconds): seconds
            default: nil
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: ["1970-01-02 00:00:00", "2099-06-01 12:00:00"])
        func `a desk whose clock is decades off records, delivers once, and says how wrong the clock is`(time: String) async throws {
            let library = try #require(Torture.fakeClock)
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, _) = try await Desk.enrolled(stage, portal)
                let wrong = ["LD_PRELOAD": library, "FAKETIME": "@" + time, "FAKETIME_DONT_FAKE_MONOTONIC": "1"]
                func run(_ arguments: String...) async throws -> JSONValue {
                    let outcome = try await desk.run(arguments, environment: wrong)
                    try #require(outcome.code == 0, "\(arguments): \(outcome)")
                    return try #require(outcome.json)
                }
                let first = try await run(
                    "account", "add", "--kind", "citizen", "--full-name", "Y Thu", "--identity", Samples.identity(1), "--birth", "1990")
                let owner = try #require(first["id"]?.stringValue)
                let made = try await run("dossier", "new", "--procedure", "2.000635", "--owner", owner)
                let dossier = try #require(made["id"]?.stringValue)
                let scan = Samples.paper(20_000, seed: 3)
                _ = try await run("dossier", "attach", dossier, try stage.file("scan.pdf", scan), "--component", "to-khai")
                _ = try await run("dossier", "submit", dossier)
                _ = try await run("sync", "--until-empty", "--timeout", "60")
                let skew = try #require(Self.skew(try await run("status")))
                // More than ten years, to the side that the clock says.
                #expect(time.hasPrefix("1970") ? skew < -300_000_000 : skew > 300_000_000)

                // Somebody sets the clock right: what is recorded now comes behind, and nothing comes twice.
                _ = try await desk.addCitizen(2)
                try await desk.done("sync", "--until-empty", "--timeout", "60")
                let status = try await desk.status()
                #expect(abs(try #require(Self.skew(status))) < 60)
                #expect(status["counts"]?["accepted"] == status["counts"]?["delivered"])
                let accounts = try await portal.accounts().compactMap { $0["id"]?.stringValue }
                #expect(accounts.count == 2 && Set(accounts).count == 2)
                #expect(try await portal.dossiers().compactMap { $0["id"]?.stringValue } == [dossier])
                #expect(try await portal.file(Samples.digest(scan)) == scan)
            }
        }
    }
}
