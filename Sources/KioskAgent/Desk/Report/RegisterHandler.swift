import Dossiers
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// More than a commune receives in a year.
    private static var mostEntries: Int { 20_000 }

    func listRegister(_ request: ListRegister) async throws -> ListRegister.Answer {
        guard request.from <= request.to, request.from.year == request.to.year else {
            throw KioskProblem(.invalidValue, field: "to", ["example": "31/12/\(request.from.year)"])
        }
        let catalogue = try await catalogue.current()
        return try await outbox.read { tx in
            var received: [(at: Timestamp, dossier: Subject)] = []
            var after: String?
            repeat {
                let page = try tx.subjects(.dossier, words: nil, after: after, limit: 500)
                for dossier in page.items {
                    guard let at = dossier.state["received_at"]?.timeValue, Self.dayOfRegister(at).year == request.from.year else { continue }
                    received.append((at, dossier))
                }
                after = page.next
                guard received.count <= Self.mostEntries else { throw KioskProblem(.paperTooLong) }
            } while after != nil
            // Of one moment the code decides, so that a dossier has the same number each time.
            received.sort { one, other in
                one.at != other.at
                    ? one.at < other.at : (one.dossier.state["code"]?.stringValue ?? "", one.dossier.id) < (other.dossier.state["code"]?.stringValue ?? "", other.dossier.id)
            }
            let entries = try received.enumerated().compactMap { index, found -> ListRegister.Entry? in
                let day = Self.dayOfRegister(found.at)
                guard request.from <= day, day <= request.to else { return nil }
                return try entry(found.dossier, number: index + 1, receivedAt: found.at, catalogue, in: tx)
            }
            let unit = try tx.fact(.unit)?.stringValue ?? rules.unit
            return ListRegister.Answer(unitName: unit.flatMap { catalogue?.unit($0, on: today)?.name }, entries: entries)
        }
    }

    private static func dayOfRegister(_ moment: Timestamp) -> CivilDay {
        CivilDay(inVietnamAtSecondsSince1970: moment.milliseconds / 1000)
    }

    private func entry(
        _ dossier: Subject, number: Int, receivedAt: Timestamp, _ catalogue: Catalogue?, in tx: OutboxTransaction
    ) throws -> ListRegister.Entry {
        let state = dossier.state
        let owner = try state["owner"]?.stringValue.flatMap { try tx.current($0)?.state }
        let code = state["procedure"]?.stringValue ?? ""
        let steps = state["steps"]?.arrayValue ?? []
        return ListRegister.Entry(
            number: number, id: dossier.id, code: state["code"]?.stringValue, procedure: code,
            procedureName: catalogue?.procedure(code, on: today)?.name,
            owner: owner?["organisation_name"]?.stringValue ?? owner?["full_name"]?.stringValue,
            address: owner?["address"]?["text"]?.stringValue, phone: owner?["phone"]?.stringValue,
            unitName: state["unit"]?.stringValue.flatMap { catalogue?.unit($0, on: today)?.name }, receivedAt: receivedAt,
            dueAt: state["due_at"]?.timeValue,
            returnedAt: steps.last { $0["status"]?.integerValue == Int64(DossierStatus.handedOver.rawValue) }?["at"]?.timeValue,
            delivery: state["delivery"]?["result"]?.stringValue ?? "counter", status: DossierState.status(of: state))
    }
}
