import Subprocess
import SyncProtocol
import Testing

extension Product {
    @Suite struct Stop {
        @Test(.timeLimit(.minutes(1)))
        func `the agent stops within two seconds though the portal is a black hole`() async throws {
            try await Stage.with { stage in
                let portal = try await PortalProcess.start(stage)
                let (desk, line) = try await Desk.enrolled(stage, portal)
                line.set(.blackHole)
                _ = try await desk.addCitizen(1)
                let agent = try await desk.startAgent()
                try await eventually("the agent waits for the portal") { line.connections > 0 }
                let start = ContinuousClock.now
                let status = try await agent.end(by: .terminate)
                let took = ContinuousClock.now - start
                #expect(status == .exited(0))
                #expect(took < .seconds(2), "\(took)")
                #expect(try await desk.status()["counts"]?["accepted"] == 1)
            }
        }
    }
}
