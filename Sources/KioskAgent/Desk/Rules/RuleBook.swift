import Dossiers
import Foundation
import SyncProtocol

/// The rules of the domain as they stand today: what a person gave goes through them before anything is recorded.
struct RuleBook: Sendable {
    /// The day in Việt Nam.
    let today: CivilDay
    /// `nil` when this machine has none.
    let catalogue: Catalogue?
    /// `nil` when this machine has none: addresses are then taken as they are.
    var communes: CommuneRegister?

    /// A state that may be recorded, and what is odd about it.
    struct Checked: Sendable {
        var state: JSONObject
        var warnings: [DomainWarning]
    }

    /// The account `state` with `changes` made, in its stored form. Members that this version does not know survive.
    /// Throws `DomainError`.
    func account(_ changes: JSONObject, over state: JSONObject = [:]) throws -> Checked {
        let members = Set(Account.members)
        try refusePortalMembers(changes, Account.portalMembers)
        let present = state.filter { members.contains($0.key) }
        var changes = changes
        if let part = changes["address"]?.objectValue, part["text"] == nil, let address = present["address"]?.objectValue {
            changes["address"] = .object(address.changed(by: part))
        }
        if changes["kind"] ?? present["kind"] == "organisation" { changes = asOrganisation(changes) }
        let given = present.changed(by: changes)
        var (account, warnings) = try Account.validate(json: data(given), today: today, reading: .desk)
        if changes["address"] != nil, let address = account.address {
            let placed = try placed(address, field: "address")
            account.address = placed.address
            warnings += placed.warnings
        }
        return Checked(state: try overlay(account, members, on: state), warnings: warnings)
    }

    /// One option names whoever it is, and one gives the number; an organisation's name has a member of its own on the
    /// wire, and its number stands in two, of which the other one follows.
    private func asOrganisation(_ changes: JSONObject) -> JSONObject {
        var changes = changes
        if changes["organisation_name"] == nil, let name = changes["full_name"] {
            changes["organisation_name"] = name
            changes["full_name"] = nil
        }
        switch (changes["identity"], changes["tax_code"]) {
        case (_?, nil): changes["tax_code"] = .null
        case (nil, _?): changes["identity"] = .null
        default: break
        }
        return changes
    }

    /// The dossier `state` with `changes` made; `form` and `delivery` are merged name by name. Throws `DomainError`.
    func dossier(_ changes: JSONObject, over state: JSONObject = [:]) throws -> Checked {
        let members = Set(Dossier.members)
        try refusePortalMembers(changes, Dossier.portalMembers)
        var changes = changes
        for name in ["form", "delivery"] {
            if let part = changes[name]?.objectValue, let present = state[name]?.objectValue {
                changes[name] = .object(present.changed(by: part))
            }
        }
        let given = state.filter { members.contains($0.key) }.changed(by: changes)
        var (dossier, warnings) = try Dossier.validate(json: data(given), reading: .desk)
        if changes["delivery"] != nil, let delivery = dossier.delivery {
            warnings += try placeWarnings(delivery.handInAddress, field: "delivery.hand_in_address")
            warnings += try placeWarnings(delivery.resultAddress, field: "delivery.result_address")
        }
        if changes["form"] != nil {
            let exemptions = try exemptions(claimedIn: dossier)
            dossier.form[ClaimedExemptions.formName] = exemptions.text
            warnings += exemptions.warnings
        }
        return Checked(state: try overlay(dossier, members, on: state), warnings: warnings)
    }

    /// Nobody at a desk gives what the portal alone says.
    private func refusePortalMembers(_ changes: JSONObject, _ names: [String]) throws {
        guard let name = changes.keys.sorted().first(where: { names.contains($0) }) else { return }
        throw DomainError(.unknownField, field: name, detail: "belongs to the portal")
    }

    private func overlay(_ checked: some Encodable, _ members: Set<String>, on state: JSONObject) throws -> JSONObject {
        let stored = try JSONValue(encoding: checked).objectValue ?? [:]
        return state.filter { !members.contains($0.key) }.merging(stored) { _, new in new }
    }

    private func data(_ object: JSONObject) -> Data { Data(JSONValue.object(object).encoded) }
}

extension DeskWork {
    /// The rules of now. Reads the catalogue before any transaction starts: it is large, and the same for many requests.
    func ruleBook() async throws -> RuleBook {
        RuleBook(today: today, catalogue: try await catalogue.current(), communes: environment.site().communes)
    }

    /// The day by which people, procedures and calendars are judged; never before this program was made, whatever the clock says.
    var today: CivilDay {
        CivilDay(inVietnamAtSecondsSince1970: max(environment.now(), Version.earliestRun).milliseconds.quotient(by: 1000))
    }
}

extension Int64 {
    /// Division that rounds down, for times before 1970 too.
    fileprivate func quotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
