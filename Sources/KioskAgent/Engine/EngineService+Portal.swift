import Dossiers
import DurableFiles
import Foundation
package import Outbox
package import Status
import SyncProtocol
package import Transport

extension EngineService {
    // MARK: Enrolment

    package func enrol(_ request: Enrol) async throws -> Enrol.Answer {
        let address: PortalAddress
        do throws(PortalAddress.Refusal) { address = try PortalAddress(request.portal) } catch {
            throw KioskProblem(error == .insecure ? .insecureAddress : .invalidAddress, field: "portal")
        }
        let known = try await outbox.read { tx in
            (
                url: try tx.fact(.portalURL)?.stringValue, id: try tx.fact(.kioskID)?.stringValue,
                isEmpty: try tx.counts().allSatisfy { $0.value == 0 }
            )
        }
        // What was recorded for one portal must not end up at another.
        if let url = known.url, url != address.text, !known.isEmpty { throw KioskProblem(.alreadyEnrolled, ["url": url]) }
        let folder = try DurableFolder.create(keys)
        let key: KioskKey
        // A damaged key is of no use to anybody: the portal learns the new one with the code.
        if let kept = try Self.soundKey(in: folder) {
            key = kept
        } else {
            key = KioskKey()
            try key.save(to: folder, name: Self.keyName)
        }
        let answer: EnrolmentAnswer
        let found: DiscoveryResult
        do {
            let client = try connection.open(address, nil)
            do throws(PortalFailure) {
                found = try await client.discover()
                answer = try await client.enrol(code: request.code, name: request.kioskName, unit: request.unit, key: key)
                await client.close()
            } catch {
                await client.close()
                throw error
            }
        } catch let failure as PortalFailure {
            throw failure.problem
        }
        let now = clock.now()
        let limits = try JSONValue(encoding: found.discovery.limits)
        let kept = KeptDiscovery(found.discovery, at: now)
        let isAnother = known.id != answer.kioskID
        try await outbox.write { tx in
            try tx.setFact(.kioskID, .string(answer.kioskID))
            try tx.setFact(.unit, .string(answer.unit))
            try tx.setFact(.portalURL, .string(address.text))
            try tx.setFact(.portalName, .string(found.discovery.name))
            try tx.setFact(.limits, limits)
            // The portal has just been talked to.
            try tx.setFact("link", ["state": .string(LinkState.online.rawValue), "since": .string(now.description)])
            try tx.setFact(KeptDiscovery.fact, kept.json)
            if isAnother {
                try tx.setFact(.cursor, nil)
                try tx.setFact("last_serial", nil)
                try tx.setPortalDoubt(nil)
                try tx.disregardSerials()
            }
            try tx.record("enrolled", subject: nil, operation: nil, details: ["kiosk": .string(answer.kioskID)], at: now)
        }
        await engine.connect(try connection.open(address, KioskIdentity(kioskID: answer.kioskID, key: key)))
        await engine.sawPortal(at: now)
        await engine.publishLimits(found.discovery.limits)
        // The catalogue is wanted at the desk before the link goes again; without it the shipped one serves.
        do { _ = try await updateCatalogue() } catch let problem as KioskProblem where problem.kind != .defect {}
        await engine.wake()
        journalNews.tell()
        return Enrol.Answer(
            kioskID: answer.kioskID, unit: answer.unit, portal: address.text, name: found.discovery.name)
    }

    static let keyName = "kiosk.jwk"

    /// The kiosk's key; `nil` where there is none, or where its file went bad. Recording goes on without a key, and only an enrolment with
    /// a new code makes another one.
    private static func soundKey(in folder: DurableFolder) throws -> KioskKey? {
        do {
            return try KioskKey.load(from: folder, name: keyName)
        } catch is KioskKey.Damaged {
            return nil
        }
    }

    /// Who this kiosk is, from the store and its key; `nil` before enrolment. Throws `KioskProblem`.
    package static func identity(in outbox: Outbox, keys: String) async throws -> (PortalAddress, KioskIdentity)? {
        let facts = try await outbox.read { (url: try $0.fact(.portalURL)?.stringValue, id: try $0.fact(.kioskID)?.stringValue) }
        guard let url = facts.url, let id = facts.id else { return nil }
        guard let key = try soundKey(in: DurableFolder(existing: keys)) else { return nil }
        do throws(PortalAddress.Refusal) { return (try PortalAddress(url), KioskIdentity(kioskID: id, key: key)) } catch {
            throw KioskProblem(.invalidAddress, field: "portal")
        }
    }

    // MARK: Catalogue

    package func updateCatalogue() async throws -> UpdateProcedures.Answer {
        guard let connection = await engine.connection else { throw KioskProblem(.notEnrolled) }
        let known = try await outbox.read { try $0.catalogueInfo() }
        let fetched: CatalogueFetch
        do { fetched = try await connection.catalogue(etag: known?.etag) } catch { throw error.problem }
        switch fetched {
        case .notModified:
            guard let known else { throw KioskProblem(.portalError) }
            return UpdateProcedures.Answer(version: known.version, procedures: known.count, changed: false)
        case .fetched(let bytes, let etag):
            guard let catalogue = try? JSONParser.parseObject(bytes), let version = catalogue["version"]?.stringValue,
                catalogue["procedures"]?.arrayValue != nil
            else { throw KioskProblem(.portalError) }
            let now = clock.now()
            let info = try await outbox.write { tx in
                try tx.replaceCatalogue(json: bytes, version: version, etag: etag, now: now)
                try tx.record(
                    "catalogue-updated", subject: nil, operation: nil, details: ["version": .string(version)], at: now)
                return try tx.catalogueInfo()
            }
            journalNews.tell()
            return UpdateProcedures.Answer(version: version, procedures: info?.count ?? 0, changed: true)
        }
    }

    // MARK: Doctor

    package func checkPortal(language: Language) async -> [RunDoctor.Answer.Check] {
        typealias Check = RunDoctor.Answer.Check
        guard let connection = await engine.connection else {
            return [
                Check(
                    name: "portal", result: "failed", text: KioskProblem(.notEnrolled).text(in: language),
                    command: "kiosk enrol --portal URL --code CODE")
            ]
        }
        do throws(PortalFailure) {
            let found = try await connection.discover()
            var checks = [
                Check(
                    name: "link", result: "ok",
                    text: Text(vi: "Cổng trả lời: {name}.", en: "The portal answers: {name}.").render(
                        language, ["name": found.discovery.name]))
            ]
            let seconds = found.skew.map { Double($0.wholeMilliseconds) / 1000 } ?? 0
            let isOff = abs(seconds) > 120
            checks.append(
                Check(
                    name: "clock", result: isOff ? "warning" : "ok",
                    text: (isOff
                        ? Text(
                            vi: "Đồng hồ máy này sai khoảng {minutes} phút so với cổng.",
                            en: "This machine's clock is about {minutes} minutes off the portal's.")
                        : Text(vi: "Đồng hồ khớp với cổng.", en: "The clock agrees with the portal's.")).render(
                            language, ["minutes": String(Int((abs(seconds) / 60).rounded()))]),
                    command: isOff ? "timedatectl set-ntp true" : nil))
            if found.wantsNewer(than: Version.agent) {
                checks.append(Check(name: "version", result: "failed", text: KioskProblem(.agentTooOld).text(in: language)))
            }
            checks.append(try await keyCheck(connection, language))
            return checks
        } catch {
            return [Check(name: "link", result: "failed", text: error.problem.text(in: language), command: "kiosk status")]
        }
    }

    /// Whether the portal still lets this key in: any call that needs a token tells.
    private func keyCheck(
        _ connection: any PortalConnection, _ language: Language
    ) async throws(PortalFailure) -> RunDoctor.Answer.Check {
        do throws(PortalFailure) {
            _ = try await connection.catalogue(etag: try? await outbox.read { try $0.catalogueInfo()?.etag })
            return RunDoctor.Answer.Check(
                name: "key", result: "ok",
                text: Text(vi: "Cổng nhận khóa của máy này.", en: "The portal accepts this machine's key.").render(language, [:]))
        } catch .revoked {
            return RunDoctor.Answer.Check(name: "key", result: "failed", text: KioskProblem(.revoked).text(in: language))
        }
    }
}
