import Dossiers
import Foundation
import SyncProtocol

/// `dossier.put`: creates or replaces a dossier that the portal has not yet received (protocol.md, section 5).
struct DossierPut {
    let work: OperationWork

    func outcome() throws -> OperationOutcome {
        let dossier = try validated()
        let existing = try work.store.find(work.operation.subject)
        if let existing {
            guard try work.store.isParty(work.caller.unit, to: existing.id) else {
                throw Problem(.notYours, detail: "the subject belongs to another unit")
            }
            guard existing.kind == .dossier else { throw OperationOutcome.unknownSubject }
            if existing.isDeleted { return .conflict(.deleted, with: existing) }
            if existing.isWithdrawn { return .conflict(.withdrawn, with: existing) }
            if existing.isReceived || existing.status != .registered { return .conflict(.closed, with: existing) }
            guard work.operation.base == existing.revisionText else { return .conflict(.stale, with: existing) }
        } else {
            guard work.operation.base == nil else { throw OperationOutcome.unknownSubject }
            guard UUID7.isValid(work.operation.subject) else {
                throw Problem(.invalidBody, detail: "the subject must be a UUID of version 7 in lower case")
            }
        }
        try checkReferences(dossier)
        return try save(dossier, over: existing)
    }

    private func checkReferences(_ dossier: Dossier) throws {
        guard work.rules.catalogue.procedure(dossier.procedure, on: work.today) != nil else {
            throw Problem(.unknownProcedure, detail: "the catalogue has no such procedure", field: "/procedure")
        }
        for (member, account) in [("owner", dossier.owner), ("submitter", dossier.submitter)] {
            guard let account else { continue }
            guard let subject = try work.store.find(account, of: work.caller.unit), subject.kind == .account,
                !subject.isDeleted
            else { throw Problem(.unknownSubject, detail: "no such account", field: "/\(member)") }
        }
    }

    private func save(_ dossier: Dossier, over existing: StoredSubject?) throws -> OperationOutcome {
        let kept = try JSONValue(encoding: dossier).objectValue ?? [:]
        var subject =
            existing ?? StoredSubject(new: work.operation.subject, kind: .dossier, state: [:], unit: work.caller.unit)
        let before = subject.state
        subject.state = kept
        for member in PortalMembers.dossier { subject.state[member] = before[member] }
        if existing == nil { subject.take(.registered, by: work.rules.portal, at: work.now) }
        let isAltered = PutBody.isAltered(sent: work.operation.body, kept: kept, members: Dossier.members)
        if isAltered || JSONValue.object(subject.state).encoded != JSONValue.object(before).encoded {
            try work.store.save(&subject, origin: isAltered ? nil : work.caller.kiosk)
        }
        // One that was submitted before and changed since may have all its files now.
        try SubmissionRule(rules: work.rules).receiveIfComplete(&subject, work.store)
        return .applied(
            revision: subject.revisionText, missing: try DossierFiles.missing(of: subject, work.database))
    }

    private func validated() throws -> Dossier {
        do throws(DomainError) {
            return try Dossier.validate(json: Data(JSONValue.object(work.operation.body).encoded), reading: .wire).dossier
        } catch {
            throw PutBody.problem(error)
        }
    }
}
