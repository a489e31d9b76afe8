import Dossiers
import Foundation
import SyncProtocol

/// `dossier.supplement`: answers a request for more papers (protocol.md, section 5).
struct DossierSupplement {
    let work: OperationWork

    func outcome() throws -> OperationOutcome {
        var dossier = try work.subject(.dossier)
        if dossier.isDeleted { return .conflict(.deleted, with: dossier) }
        if dossier.isWithdrawn { return .conflict(.withdrawn, with: dossier) }
        let body = work.operation.body
        guard let id = body["request"]?.stringValue else { throw OperationOutcome.invalid("request", "must be given") }
        let components = try validated()
        guard var request = try work.store.find(id, of: work.caller.unit), request.kind == .notice,
            request.state["kind"]?.stringValue == "supplement", request.state["dossier"]?.stringValue == dossier.id
        else { throw Problem(.unknownSubject, detail: "no such request of this dossier", field: "/request") }
        guard !request.isReceived, request.submittedFiles == nil, dossier.status == .supplementNeeded,
            request.state["closed"] != true
        else {
            throw Problem(.requestClosed, detail: "the request was answered before, or the office closed it", field: "/request")
        }
        request.submittedFiles = Int64(components.flatMap(\.files).count)
        try work.store.note(request)
        dossier.state["components"] = .array(try joined(components, to: dossier))
        try work.store.save(&dossier, origin: nil)
        try SubmissionRule(rules: work.rules).closeIfComplete(&request, of: &dossier, work.store)
        return .applied(
            revision: dossier.revisionText, missing: try DossierFiles.missing(of: dossier, work.database))
    }

    /// The dossier's components with the files of the new ones: those of a code that is there join it.
    private func joined(_ components: [Dossier.Component], to dossier: StoredSubject) throws -> [JSONValue] {
        var all = dossier.state["components"]?.arrayValue ?? []
        for component in components {
            guard let new = try JSONValue(encoding: component).objectValue else { continue }
            if let place = all.firstIndex(where: { $0["code"]?.stringValue == component.code }),
                var old = all[place].objectValue
            {
                old["files"] = .array((old["files"]?.arrayValue ?? []) + (new["files"]?.arrayValue ?? []))
                for count in ["originals", "copies"] {
                    let sum = (old[count]?.integerValue ?? 0) + (new[count]?.integerValue ?? 0)
                    if sum > 0 { old[count] = .integer(sum) }
                }
                all[place] = .object(old)
            } else {
                all.append(.object(new))
            }
        }
        return all
    }

    private func validated() throws -> [Dossier.Component] {
        do throws(DomainError) {
            return try Dossier.validateComponents(json: Data(JSONValue.object(work.operation.body).encoded))
        } catch {
            throw PutBody.problem(error)
        }
    }
}
