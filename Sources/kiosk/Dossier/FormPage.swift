import Dossiers
import KioskAgent
import Paper
import Status
import SyncProtocol

/// The words of an official form (domain.md, 3), which are Vietnamese whatever the desk's language. Nothing on it is the desk's guess: the
/// code, the receipt, the appointment and the reasons are the portal's.
struct FormPage {
    /// A catalogue has fields of forms too.
    private typealias Field = Paper.FormField

    private let facts: FormFacts
    private let desk: String?
    private let now: Timestamp

    /// - Parameter desk: what people call the desk.
    init(_ facts: FormFacts, desk: String?, now: Timestamp) {
        self.facts = facts
        self.desk = desk
        self.now = now
    }

    /// What stands on the form.
    /// - Parameter former: the appointment that a later one replaced.
    /// - Throws: `KioskProblem` when the portal has not said what the form is to say.
    func values(for kind: FormKind, former: CivilDay?) throws -> FormValues {
        var fields = unit.merging(money) { own, _ in own }
        fields.merge(dossier) { own, _ in own }
        fields.merge(people) { own, _ in own }
        var values = FormValues(fields)
        // What was handed in; what is only prescribed is no paper that the office has.
        values.lists[.components] = facts.slip.papers.filter { !$0.files.isEmpty || !$0.supplements.isEmpty }.map(Self.row)
        let id = ["id": facts.slip.id]
        switch kind {
        case .supplement:
            guard let request = notices("supplement").last else { throw KioskProblem(.nothingAsked, id) }
            values.lists[.requests] = (request["components"]?.arrayValue ?? []).map(Self.row)
            values[.dossierReason] = request["text"]?.stringValue ?? ""
        case .provisional:
            values[.dossierCodeStanding] =
                facts.slip.code == nil ? "chưa có – chỉ cổng mới cấp mã hồ sơ" : "đã cấp, ghi trên Giấy tiếp nhận hồ sơ (Mẫu 01)"
            values[.dossierNext] = ProvisionalWords(facts.slip).next
            values[.submitterName] = facts.slip.submitter ?? facts.slip.owner ?? ""
            values[.submitterBasis] = ProvisionalWords(facts.slip).basis.map { "– " + $0 } ?? ""
        case .refusal:
            guard facts.slip.status == Int64(DossierStatus.notReceived.rawValue) else { throw KioskProblem(.notRefused, id) }
            values[.dossierReason] = note(of: .notReceived) ?? notices("refusal").last?["text"]?.stringValue ?? ""
        case .apology:
            guard facts.slip.isReceived, let due = facts.slip.dueAt else { throw KioskProblem(.dossierNotReceived, id) }
            guard let former = former ?? replacedAppointment else {
                throw KioskProblem(.formerDueUnknown, field: "was", ["due": Format.date(due)])
            }
            guard former < CivilDay(inVietnamAtSecondsSince1970: due.milliseconds / 1000) else {
                throw KioskProblem(.notPostponed, field: "was", ["due": Format.date(due)])
            }
            values[.dossierDue] = former.inDocument
            values[.dossierNewDue] = words(due)
            values[.dossierReason] = notices("appointment").last?["text"]?.stringValue ?? ""
        default:
            guard facts.slip.code != nil, facts.slip.receivedAt != nil else { throw KioskProblem(.dossierNotReceived, id) }
        }
        return values
    }

    // MARK: Fields

    private static func row(_ paper: DossierSlip.Paper) -> [FormRowField: String] {
        var row: [FormRowField: String] = [.componentCode: paper.code, .componentTitle: paper.title ?? paper.code]
        row[.componentOriginals] = paper.originals.map { String($0) }
        row[.componentCopies] = paper.copies.map { String($0) }
        row[.componentFiles] = String(paper.files.count + paper.supplements.count)
        row[.componentNames] = (paper.files + paper.supplements).map(Printable.clean).joined(separator: ", ")
        return row
    }

    /// A paper that was asked for.
    private static func row(_ asked: JSONValue) -> [FormRowField: String] {
        var row: [FormRowField: String] = [:]
        row[.requestText] = asked["title"]?.stringValue ?? asked["code"]?.stringValue
        row[.requestReason] = asked["note"]?.stringValue
        return row
    }

    private var unit: [Field: String] {
        let place = UnitWords(facts.slip.unitName)
        var unit: [Field: String] = [.unitDesk: place.desk(desk), .formTime: Format.clock(now)]
        unit[.unitName] = place.name
        unit[.unitPlace] = place.place
        unit[.formDate] = CivilDay(inVietnamAtSecondsSince1970: now.milliseconds / 1000).inDocument
        return unit
    }

    private var dossier: [Field: String] {
        let slip = facts.slip
        let name = slip.procedureName ?? facts.procedure?["name"]?.stringValue
        var dossier: [Field: String] = [:]
        dossier[.dossierCode] = slip.code
        dossier[.dossierNumber] = slip.number
        dossier[.dossierProcedure] = name
        dossier[.dossierProcedureCode] = slip.procedure
        dossier[.dossierField] = facts.procedure?["field_name"]?.stringValue
        dossier[.dossierContent] = name.map { "\($0) (\(slip.procedure))" } ?? slip.procedure
        dossier[.dossierSets] = "01 (bộ)"
        dossier[.dossierProcessingTime] = ProcedureView.time(facts.procedure?["time"], .vi)
        dossier[.dossierRecorded] = words(slip.recordedAt)
        dossier[.dossierReceived] = slip.receivedAt.map(words)
        dossier[.dossierReceivedDate] = slip.receivedAt.map(Self.day)
        dossier[.dossierDue] = slip.dueAt.map(words)
        dossier[.dossierDelivery] = delivery
        dossier[.dossierTracking] = slip.tracking
        return dossier
    }

    private var people: [Field: String] {
        let owner = facts.owner
        var people: [Field: String] = [:]
        people[.ownerName] = facts.slip.owner
        people[.ownerIdentity] = owner?["identity"]?["number"]?.stringValue ?? owner?["tax_code"]?.stringValue
        people[.ownerAddress] = owner?["address"]?["text"]?.stringValue
        people[.ownerPhone] = owner?["phone"]?.stringValue
        people[.ownerEmail] = owner?["email"]?.stringValue
        people[.officerName] = facts.officer?["full_name"]?.stringValue
        people[.officerPhone] = facts.officer?["phone"]?.stringValue
        if !facts.slip.isOwnSubmitter { people[.submitterName] = facts.slip.submitter }
        return people
    }

    /// The fee that is due, with the code that a bank's app reads: while money may still be sent by it. Before the portal has spoken, what is
    /// to be expected.
    private var money: [Field: String] {
        var money: [Field: String] = [:]
        let payments = facts.dossier["payments"]?.arrayValue ?? []
        if let due = payments.first(where: { ["due", "pending", "failed"].contains($0["state"]?.stringValue) }) {
            money[.paymentAmount] = PaymentView.amount(due["amount"], .vi)
            let receiver = ["account", "bank", "name"].compactMap { due["beneficiary"]?[$0]?.stringValue }
            money[.paymentAccount] = receiver.map(Printable.clean).joined(separator: ", ")
            if case .sound(let text) = PaymentPicture.code(of: due) { money[.paymentQR] = text }
        } else if let expected = facts.dossier["local"]?["expected"], let amount = expected["amount"]?.integerValue {
            let reasons = Set(
                (expected["fees"]?.arrayValue ?? []).compactMap { $0["exempt_text"]?.stringValue }.filter { !$0.isEmpty })
            money[.paymentExpected] =
                reasons.isEmpty
                ? Format.money(amount) : "\(Format.money(amount)) (miễn: \(reasons.sorted().joined(separator: ", ")))"
        }
        return money
    }

    private var delivery: String {
        let delivery = facts.dossier["delivery"]
        let place = delivery?["result_address"]?.stringValue
        switch delivery?["result"]?.stringValue {
        case "home": return ["Tại nhà", place].compactMap { $0 }.joined(separator: ": ")
        case "electronic": return "Bản điện tử trên cổng dịch vụ công"
        default:
            let place = UnitWords(facts.slip.unitName)
            return [place.desk(desk), place.name].filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    // MARK: What the portal said

    /// The dossier's notices of a kind, the oldest first.
    private func notices(_ kind: String) -> [JSONValue] {
        let all = (facts.dossier["notices"]?.arrayValue ?? []).filter { $0["kind"]?.stringValue == kind }
        func at(_ notice: JSONValue) -> Timestamp { notice["at"]?.stringValue.flatMap { Timestamp($0) } ?? .beforeAll }
        return all.sorted { at($0) < at($1) }
    }

    /// The day of the appointment that the present one replaced, as the portal told it when it moved.
    private var replacedAppointment: CivilDay? {
        notices("appointment").last?["was_due_at"]?.stringValue.flatMap { Timestamp($0) }
            .map { CivilDay(inVietnamAtSecondsSince1970: $0.milliseconds / 1000) }
    }

    /// The remark of the last step to `status`.
    private func note(of status: DossierStatus) -> String? {
        let steps = facts.dossier["steps"]?.arrayValue ?? []
        return steps.last { $0["status"]?.integerValue == Int64(status.rawValue) }?["note"]?.stringValue
    }

    private func words(_ moment: Timestamp) -> String {
        let local = LocalMoment(secondsSince1970: moment.milliseconds / 1000)
        return FormDate.words(
            hour: local.second / 3600, minute: local.second / 60 % 60, day: local.day.day, month: local.day.month,
            year: local.day.year)
    }

    private static func day(_ moment: Timestamp) -> String {
        CivilDay(inVietnamAtSecondsSince1970: moment.milliseconds / 1000).inDocument
    }
}

extension Timestamp {
    /// Before everything that a portal says.
    fileprivate static let beforeAll = Timestamp(milliseconds: 0)
}
