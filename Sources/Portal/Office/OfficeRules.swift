package import Dossiers
package import SyncProtocol

/// What the office's commands must know of this portal besides its store.
package struct OfficeRules: Sendable, Hashable {
    /// Where the fees of this office go.
    package struct Beneficiary: Sendable, Hashable {
        /// Six digits at NAPAS; `nil` where no QR can be made.
        package var bank: String?
        package var account: String?
        package var name: String?

        package init(bank: String? = nil, account: String? = nil, name: String? = nil) {
            self.bank = bank
            self.account = account
            self.name = name
        }
    }

    /// Who takes the steps, as people read it.
    package var name: String
    package var beneficiary: Beneficiary
    /// How long people have to bring papers, where a request says nothing else.
    package var supplementTerm: Duration
    /// The address that citizens reach the portal at; `nil`: the one that `serve` took last.
    package var address: String?

    package init(
        name: String, beneficiary: Beneficiary = Beneficiary(), supplementTerm: Duration = .seconds(30 * 86_400),
        address: String? = nil
    ) {
        self.name = name
        self.beneficiary = beneficiary
        self.supplementTerm = supplementTerm
        self.address = address
    }
}

/// What an action of the office works with: the moment, new ids and the rules.
package struct OfficeContext: Sendable {
    package let rules: OfficeRules
    package let now: @Sendable () -> Timestamp
    /// A new UUID of version 7.
    package let newID: @Sendable (Timestamp) -> String
    /// The procedure that the catalogue has under a code, for the titles of papers and fees.
    package let procedure: @Sendable (String) -> Procedure?

    package init(
        rules: OfficeRules, now: @escaping @Sendable () -> Timestamp, newID: @escaping @Sendable (Timestamp) -> String,
        procedure: @escaping @Sendable (String) -> Procedure? = { _ in nil }
    ) {
        self.procedure = procedure
        self.rules = rules
        self.now = now
        self.newID = newID
    }

    /// The same with the step taken by `handler`, a person or an office by name, instead of the portal as a whole: each status names who
    /// handles the dossier (Decree 224/2026, article 15). `nil` changes nothing.
    /// - Throws: `PortalError` when the name cannot be used.
    package func acting(as handler: String?) throws -> OfficeContext {
        guard let handler = try AdvanceDossier.tidy(handler, field: "by", limit: 200) else { return self }
        var rules = rules
        rules.name = handler
        return OfficeContext(rules: rules, now: now, newID: newID, procedure: procedure)
    }
}
