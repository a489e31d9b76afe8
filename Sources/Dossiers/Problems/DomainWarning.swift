/// Something odd that may still be true. The desk shows it and records what was typed: nothing is corrected by itself
/// (domain.md, 5.1).
package struct DomainWarning: Sendable, Hashable, Codable {
    /// What is odd. Raw words are stable: texts for people are chosen by them.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// The first three digits of a personal number are not one of the 63 provinces. Parameter `province`.
        case unknownProvince = "unknown-province"
        /// The personal number's fourth digit says the other sex.
        case sexMismatch = "sex-mismatch"
        /// The personal number's birth year is not the one typed. Parameter `year`.
        case birthYearMismatch = "birth-year-mismatch"
        /// The personal number says a birth that has not come yet.
        case futureBirthInNumber = "future-birth-in-number"
        /// Nine-digit identity cards stopped being valid papers on 2025-01-01.
        case expiredCMND = "expired-cmnd"
        case oddPassport = "odd-passport"
        case oddName = "odd-name"
        /// Letters that a Telex or VNI keyboard leaves behind when a scanner types through it.
        case telexResidue = "telex-residue"
        case veryOldBirth = "very-old-birth"
        case foreignPhone = "foreign-phone"
        case missingComponent = "missing-component"
        case unknownComponent = "unknown-component"
        /// A prescribed form field is empty, or has a value that does not look like its type. Parameter `name`.
        case missingFormField = "missing-form-field"
        case oddFormValue = "odd-form-value"
        case unknownFormField = "unknown-form-field"
        /// The procedure is not, or no longer, in force. Parameter `replaced_by` if known.
        case procedureNotInForce = "procedure-not-in-force"
        /// The procedure is filed on another portal. Parameter `portal`.
        case otherPortal = "other-portal"
        /// The citizen card's text has an old number or a gender that cannot be read; it was left out.
        case unreadablePart = "unreadable-part"
        /// The appointment was computed here; the portal's own will count.
        case estimatedAppointment = "estimated-appointment"
        /// The holidays of a year that the computing ran through are not known. Parameter `year`.
        case calendarMissing = "calendar-missing"
        /// A holiday or swapped day that the computing met is not confirmed by a source. Parameters `day`, `name`.
        case uncertainHoliday = "uncertain-holiday"
        /// The commune was merged into another. Parameters `former`, `now`, `code`.
        case abolishedCommune = "abolished-commune"
        /// The address names a district, which no longer exists. Parameter `former`.
        case abolishedDistrict = "abolished-district"
        /// The address names a province that was merged into another. Parameters `former`, `now`.
        case abolishedProvince = "abolished-province"
        /// The district or province of the address is known here, its commune is not.
        case unknownCommune = "unknown-commune"
        /// The citizen claims an exemption for which no fee of the procedure is waived. Parameter `claim`.
        case exemptionNotApplicable = "exemption-not-applicable"
        /// A new version of the procedure asks for a paper that the dossier does not have. Parameters `code`, `title`.
        case componentNowMissing = "component-now-missing"
        /// A new version of the procedure no longer asks for a paper that the dossier has. Parameters `code`, `title`.
        case componentNoLongerNeeded = "component-no-longer-needed"
        /// A new version of the procedure requires an entry of the form that the dossier does not have. Parameters `name`, `title`.
        case formFieldNowAsked = "form-field-now-asked"
        /// A new version of the procedure's form has no longer an entry that the dossier has. Parameter `name`.
        case formFieldNoLongerAsked = "form-field-no-longer-asked"
    }

    package let kind: Kind
    /// The member, as in `DomainError.field`.
    package let field: String
    /// Facts for the text; never personal data beyond what the member's value shows.
    package let parameters: [String: String]

    package init(_ kind: Kind, field: String, parameters: [String: String] = [:]) {
        self.kind = kind
        self.field = field
        self.parameters = parameters
    }
}
