import SyncProtocol
import Testing

extension Product {
    /// A machine whose clock nobody set right. (The program `faketime` gives it that clock, all but the monotonic one.)
    @Suite(.enabled("faketime is not installed", { Torture.has("faketime") })) struct WrongClock {
        private static func seconds(_ value: JSONValue?) -> Double? {
            if case .number(let seconds)? = value { seconds } else { value?.integerValue.map(Double.init) }
        }

        @Test(.timeLimit(.minutes(3)), arguments: ["1970-01-02 03:04:05", "2099-06-07 08:09:10"])
        func `a desk that lives in another year delivers once, is told how wrong its clock is, and goes on when it is set`(
            _ moment: String
        ) async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                var desk = try Desk(stage)
                desk.clock = moment
                try await desk.enrol(portal)
                let owner = try await desk.addCitizen(1)
                let dossier = try await desk.newDossier(owner: owner)
                let scan = Samples.paper(40_000, seed: 11)
                try await desk.attach(dossier, try stage.file("scan.pdf", scan))
                try await desk.done("dossier", "submit", dossier)
                try await desk.done("sync", "--until-empty", "--timeout", "60")

                let status = try await desk.status()
                #expect(status["counts"]?["delivered"] == 3 && status["counts"]?["accepted"] == 3)
                let skew = try #require(Self.seconds(status["portal"]?["clock_skew_seconds"]))
                let years = skew / (365.25 * 86_400)
                #expect(moment.hasPrefix("1970") ? (-120 ..< -50).contains(years) : (20..<80).contains(years), "\(skew)")

                desk.clock = nil
                let second = try await desk.addCitizen(2)
                try await desk.done("sync", "--until-empty", "--timeout", "60")
                #expect(Set(try await portal.accounts().compactMap { $0["id"]?.stringValue }) == [owner, second])
                #expect(try await portal.dossiers().compactMap { $0["id"]?.stringValue } == [dossier])
                #expect(try await portal.file(Samples.digest(scan)) == scan)
                let after = try #require(Self.seconds(try await desk.status()["portal"]?["clock_skew_seconds"]))
                #expect(abs(after) < 60)
            }
        }
    }
}
