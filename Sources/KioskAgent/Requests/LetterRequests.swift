package import Dossiers
package import SyncProtocol

/// Queues `account.confirm`: the code of the confirmation mail, read out at the desk or over the telephone. The mail's whole link
/// will do. An account that is confirmed already queues nothing.
package struct ConfirmAccount: DeskRequest {
    package static var name: String { "account-confirm" }
    package var id: String
    package var token: String
    package init(id: String, token: String) {
        self.id = id
        self.token = token
    }
    package typealias Answer = Recorded
}

/// What a citizen at the desk may hear of a dossier, from what this machine knows: nothing of the owner, and how old it is.
package struct TrackDossier: DeskRequest {
    package static var name: String { "dossier-track" }
    package static var isReading: Bool { true }
    /// The official code, or the id here.
    package var id: String
    package init(id: String) { self.id = id }
    package typealias Answer = JSONValue
}

/// A new draft from an earlier dossier: the same matter, form and delivery, without papers and without anything of the portal's.
package struct CopyDossier: DeskRequest {
    package static var name: String { "dossier-copy" }
    package var id: String
    /// Put over what is copied.
    package var changes: JSONObject
    package init(id: String, changes: JSONObject = [:]) {
        self.id = id
        self.changes = changes
    }
    package typealias Answer = Recorded
}

/// Throws a draft away that was never submitted.
package struct DeleteDraft: DeskRequest {
    package static var name: String { "dossier-delete" }
    package var id: String
    /// It destroys what was recorded and wants this said.
    package var confirmed: Bool
    package init(id: String, confirmed: Bool = false) {
        self.id = id
        self.confirmed = confirmed
    }
    package typealias Answer = Recorded
}

/// The catalogue's units: provinces first, then as Vietnamese sorts, each with `procedures`, how many are received there.
package struct ListUnits: DeskRequest {
    package static var name: String { "procedure-units" }
    package static var isReading: Bool { true }
    /// Those that are no longer, or not yet, there too.
    package var all: Bool
    package init(all: Bool = false) { self.all = all }
    package typealias Answer = PageOf<JSONValue>
}

/// The fields of work with `procedures`, how many are in force today (at `unit`, where one is named).
package struct ListFields: DeskRequest {
    package static var name: String { "procedure-fields" }
    package static var isReading: Bool { true }
    package var unit: String?
    package init(unit: String? = nil) { self.unit = unit }
    package typealias Answer = PageOf<JSONValue>
}

/// Procedures by field and name as Vietnamese sorts: the catalogue's rows with `valid` and `field_name`.
package struct ListProcedures: DeskRequest {
    package static var name: String { "procedure-list" }
    package static var isReading: Bool { true }
    package var unit: String?
    package var field: String?
    /// Those not in force today too.
    package var all: Bool
    package var page: Page
    package init(unit: String? = nil, field: String? = nil, all: Bool = false, page: Page = Page()) {
        self.unit = unit
        self.field = field
        self.all = all
        self.page = page
    }
    package typealias Answer = PageOf<JSONValue>
}

/// What the head of the unit asks: the dossiers recorded here between two days of Việt Nam, both included.
package struct MakeReport: DeskRequest {
    package static var name: String { "report" }
    package static var isReading: Bool { true }
    package var from: CivilDay
    package var to: CivilDay
    package init(from: CivilDay, to: CivilDay) {
        self.from = from
        self.to = to
    }
    package typealias Answer = Report
}
