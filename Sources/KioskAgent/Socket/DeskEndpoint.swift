import Foundation
import Status
import SyncProtocol

/// One name of the socket with what it does: decode the request, let the desk perform it, encode the answer.
package struct DeskEndpoint: Sendable {
    /// The path is `/v1/<name>`.
    package let name: String
    private let perform: @Sendable ([UInt8], any Desk, DeskContext) async throws -> [UInt8]

    /// The endpoint of a request type.
    package init<Request: DeskRequest>(_ type: Request.Type) {
        name = type.name
        perform = { body, desk, context in
            let request = try SocketJSON.decode(Request.self, from: body)
            return try SocketJSON.encode(try await desk.perform(request, context: context))
        }
    }

    /// The answer's JSON to the request's JSON. Throws `KioskProblem`, and whatever else the desk throws by defect.
    package func answer(_ body: [UInt8], desk: any Desk, context: DeskContext) async throws -> [UInt8] {
        try await perform(body, desk, context)
    }

    /// Every request that is asked and answered in one piece. Attaching, syncing and following have paths of their own,
    /// as bytes or lines stream there.
    package static let all: [DeskEndpoint] = [
        // Accounts
        DeskEndpoint(AddAccount.self), DeskEndpoint(EditAccount.self), DeskEndpoint(ListAccounts.self),
        DeskEndpoint(ShowAccount.self),
        // Dossiers and procedures
        DeskEndpoint(NewDossier.self), DeskEndpoint(EditDossier.self), DeskEndpoint(SubmitDossier.self),
        DeskEndpoint(SupplementDossier.self), DeskEndpoint(WithdrawDossier.self), DeskEndpoint(ListDossiers.self),
        DeskEndpoint(ShowDossier.self), DeskEndpoint(DossierSlip.self), DeskEndpoint(SearchProcedures.self),
        DeskEndpoint(ShowProcedure.self), DeskEndpoint(UpdateProcedures.self), DeskEndpoint(ReadResult.self),
        DeskEndpoint(ListRegister.self), DeskEndpoint(DetachFiles.self),
        // Payments and notices
        DeskEndpoint(ListPayments.self), DeskEndpoint(ShowPayment.self), DeskEndpoint(StartPayment.self),
        DeskEndpoint(ListNotices.self), DeskEndpoint(ShowNotice.self), DeskEndpoint(ReadNotices.self),
        // The letter's other steps
        DeskEndpoint(ConfirmAccount.self), DeskEndpoint(TrackDossier.self), DeskEndpoint(CopyDossier.self),
        DeskEndpoint(DeleteDraft.self), DeskEndpoint(ListUnits.self), DeskEndpoint(ListFields.self),
        DeskEndpoint(ListProcedures.self), DeskEndpoint(MakeReport.self),
        // The queue and the journal
        DeskEndpoint(ListQueue.self), DeskEndpoint(OperateQueue.self), DeskEndpoint(ExplainOperation.self),
        DeskEndpoint(ListJournal.self),
        // Conflicts
        DeskEndpoint(ListConflicts.self), DeskEndpoint(ShowConflict.self), DeskEndpoint(ResolveConflict.self),
        DeskEndpoint(UndoConflict.self),
        // The kiosk itself
        DeskEndpoint(Enrol.self), DeskEndpoint(ShowStatus.self), DeskEndpoint(RunDoctor.self),
    ]

    static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}

/// JSON as it goes over the socket: both ends are of one version, so the coders' own forms will do.
enum SocketJSON {
    /// Throws `KioskProblem` `invalid-json` with what is wrong, never with what stood there.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(KioskProblem) -> Value {
        do {
            // The strict parser first: Foundation's lets duplicate keys and lone surrogates pass.
            _ = try JSONParser.parse(bytes)
        } catch {
            throw KioskProblem(.invalidJSON, ["detail": error.description])
        }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw KioskProblem(
                .invalidJSON, field: Self.path(of: error), ["detail": "\(JSONError.Reason.wrongShape.rawValue)"])
        } catch let problem as KioskProblem {
            throw problem
        } catch {
            throw KioskProblem(.invalidJSON)
        }
    }

    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    private static func path(of error: DecodingError) -> String? {
        let path: [any CodingKey] =
            switch error {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        return path.isEmpty ? nil : "/" + path.map(\.stringValue).joined(separator: "/")
    }
}
