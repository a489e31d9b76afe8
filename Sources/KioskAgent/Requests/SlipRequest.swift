package import SyncProtocol

/// The facts of a dossier's provisional slip. It is no official acknowledgement of receipt and makes no appointment: that
/// paper comes from the portal alone (domain.md, 3.2). Who asks for the facts makes the page of them.
package struct DossierSlip: DeskRequest {
    package static var name: String { "dossier-slip" }
    package static var isReading: Bool { true }
    /// The dossier: a unique beginning of its id, or its official code.
    package var id: String
    package init(id: String) { self.id = id }

    /// Characters of a slip's number: enough that no two of a kiosk's slips are likely to share it, few enough to be read
    /// out. `dossier show` finds the dossier by it.
    package static let numberLength = 8

    package struct Answer: Codable, Sendable, Hashable {
        package var id: String
        /// The kiosk's own short number: the last eight characters of `id`. Nothing like an official code.
        package var number: String
        /// Where it stands, seen from the desk; the word of `dossier show`'s `local.state`.
        package var state: String
        /// The national portal's status (domain.md, 1.5), once the portal told one.
        @OrNull package var status: Int64?
        @OrNull package var unit: String?
        /// The unit's name in the catalogue.
        @OrNull package var unitName: String?
        /// The official code, once the portal gave it.
        @OrNull package var code: String?
        /// Names as far as this machine knows the accounts.
        @OrNull package var owner: String?
        @OrNull package var submitter: String?
        /// Whether the owner files for themselves.
        package var isOwnSubmitter: Bool
        /// `present`, `authorised` or `service`.
        @OrNull package var authority: String?
        package var procedure: String
        @OrNull package var procedureName: String?
        package var papers: [Paper]
        /// When it was recorded at the desk.
        package var recordedAt: Timestamp
        /// When the portal received it, which starts the law's clock (domain.md, 4.1).
        @OrNull package var receivedAt: Timestamp?
        @OrNull package var dueAt: Timestamp?
        /// The page at the portal on which everybody can follow the dossier, once it has a code.
        @OrNull package var tracking: String?

        /// The portal has received it: there is an official paper to be had.
        package var isReceived: Bool { code != nil || receivedAt != nil }

        package init(
            id: String, state: String, status: Int64? = nil, unit: String? = nil, unitName: String? = nil, code: String? = nil,
            owner: String?, submitter: String?, isOwnSubmitter: Bool, authority: String? = nil, procedure: String,
            procedureName: String? = nil, papers: [Paper], recordedAt: Timestamp, receivedAt: Timestamp? = nil,
            dueAt: Timestamp? = nil, tracking: String? = nil
        ) {
            self.id = id
            self.number = String(id.suffix(numberLength))
            self.state = state
            self.status = status
            self.unit = unit
            self.unitName = unitName
            self.code = code
            self.owner = owner
            self.submitter = submitter
            self.isOwnSubmitter = isOwnSubmitter
            self.authority = authority
            self.procedure = procedure
            self.procedureName = procedureName
            self.papers = papers
            self.recordedAt = recordedAt
            self.receivedAt = receivedAt
            self.dueAt = dueAt
            self.tracking = tracking
        }

        enum CodingKeys: String, CodingKey {
            case id, number, state, status, unit, code, owner, submitter, authority, procedure, papers, tracking
            case unitName = "unit_name"
            case isOwnSubmitter = "own_submitter"
            case procedureName = "procedure_name"
            case recordedAt = "recorded_at"
            case receivedAt = "received_at"
            case dueAt = "due_at"
        }
    }

    /// One component of the dossier with the names of the files that were taken in for it.
    package struct Paper: Codable, Sendable, Hashable {
        package var code: String
        @OrNull package var title: String?
        /// How many the procedure prescribes, unless the desk recorded other numbers.
        @OrNull package var originals: Int64?
        @OrNull package var copies: Int64?
        package var files: [String]
        /// Files that answer a request for more papers.
        package var supplements: [String]

        package init(
            code: String, title: String? = nil, originals: Int64? = nil, copies: Int64? = nil, files: [String] = [],
            supplements: [String] = []
        ) {
            self.code = code
            self.title = title
            self.originals = originals
            self.copies = copies
            self.files = files
            self.supplements = supplements
        }
    }
}
