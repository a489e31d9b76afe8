import Outbox
import SyncProtocol
import Transport

extension SyncEngine {
    /// The first call of a process asks what the portal is; a failure here leaves every operation unfrozen and editable.
    func introduce(_ connection: any PortalConnection) async -> PortalFailure? {
        guard !isIntroduced || link.state != .online else { return nil }
        do {
            if !isIntroduced, mayTakeKept, let known = await keptDiscovery() {
                // Once: the portal may have moved meanwhile, and nobody would be where the old words point to.
                mayTakeKept = false
                if try await prepare(connection, knowing: known) {
                    publish(known.limits)
                    isIntroduced = true
                    return nil
                }
            }
            let found = try await connection.discover()
            if found.wantsNewer(than: Version.agent) { return .agentTooOld }
            publish(found.discovery.limits)
            let name = found.discovery.name
            let limits = try? JSONValue(encoding: found.discovery.limits)
            let kept = KeptDiscovery(found.discovery, at: clock.now())
            try? await outbox.write { tx in
                try tx.setFact(.portalName, .string(name))
                if let limits { try tx.setFact(.limits, limits) }
                try tx.setFact(KeptDiscovery.fact, kept.json)
            }
            isIntroduced = true
            return nil
        } catch {
            return error
        }
    }

    /// False: the portal is not what it was; where the token came from may be gone, and the portal elsewhere. It is asked anew, at once.
    private func prepare(_ connection: any PortalConnection, knowing known: Discovery) async throws(PortalFailure) -> Bool {
        do {
            try await connection.prepare(knowing: known)
            return true
        } catch {
            if case .noLink = error { return false }
            guard error.contradictsDiscovery else { throw error }
            return false
        }
    }

    /// What an earlier process was told, while it is fresh.
    private func keptDiscovery() async -> Discovery? {
        let kept = try? await outbox.read { try $0.fact(KeptDiscovery.fact) }
        guard let kept = kept.flatMap(KeptDiscovery.init(json:)), kept.isFresh(at: clock.now()),
            !DiscoveryResult(discovery: kept.discovery, skew: nil).wantsNewer(than: Version.agent)
        else { return nil }
        return kept.discovery
    }
}
