package import Dossiers
package import SyncProtocol

/// The register (sổ theo dõi hồ sơ): the dossiers that the portal received between two days of one year, as far as this machine knows them.
package struct ListRegister: DeskRequest {
    package static var name: String { "register" }
    package static var isReading: Bool { true }
    package var from: CivilDay
    /// Of the same year: a register is closed with it.
    package var to: CivilDay
    package init(from: CivilDay, to: CivilDay) {
        self.from = from
        self.to = to
    }

    package struct Answer: Codable, Sendable {
        /// Of the machine's unit, where the catalogue knows it.
        @OrNull package var unitName: String?
        package var entries: [Entry]
        package init(unitName: String?, entries: [Entry]) {
            self.unitName = unitName
            self.entries = entries
        }
        enum CodingKeys: String, CodingKey {
            case entries
            case unitName = "unit_name"
        }
    }

    /// One dossier.
    package struct Entry: Codable, Sendable {
        /// From 1 in each year, in the order of receipt.
        package var number: Int
        package var id: String
        @OrNull package var code: String?
        package var procedure: String
        @OrNull package var procedureName: String?
        @OrNull package var owner: String?
        @OrNull package var address: String?
        @OrNull package var phone: String?
        @OrNull package var unitName: String?
        package var receivedAt: Timestamp
        @OrNull package var dueAt: Timestamp?
        /// When it was handed over.
        @OrNull package var returnedAt: Timestamp?
        /// `counter`, `home` or `electronic`.
        package var delivery: String
        /// The national portal's status (domain.md, 1.5).
        @OrNull package var status: Int64?

        package init(
            number: Int, id: String, code: String?, procedure: String, procedureName: String?, owner: String?, address: String?,
            phone: String?, unitName: String?, receivedAt: Timestamp, dueAt: Timestamp?, returnedAt: Timestamp?, delivery: String,
            status: Int64?
        ) {
            self.number = number
            self.id = id
            self.code = code
            self.procedure = procedure
            self.procedureName = procedureName
            self.owner = owner
            self.address = address
            self.phone = phone
            self.unitName = unitName
            self.receivedAt = receivedAt
            self.dueAt = dueAt
            self.returnedAt = returnedAt
            self.delivery = delivery
            self.status = status
        }

        enum CodingKeys: String, CodingKey {
            case number, id, code, procedure, owner, address, phone, delivery, status
            case procedureName = "procedure_name"
            case unitName = "unit_name"
            case receivedAt = "received_at"
            case dueAt = "due_at"
            case returnedAt = "returned_at"
        }
    }
}
