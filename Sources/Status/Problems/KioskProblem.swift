/// Something that went wrong, told to a person: a kind from the one catalogue of texts, what it is about, and no
/// personal data.
package struct KioskProblem: Error, Sendable, Hashable, Codable {
    package var kind: Kind
    /// The option, member or JSON pointer that is at fault.
    package var field: String?
    /// Values for the placeholders of the text: ids, names of files and options, numbers, never personal data.
    package var parameters: [String: String]

    package init(_ kind: Kind, field: String? = nil, _ parameters: [String: String] = [:]) {
        self.kind = kind
        self.field = field
        self.parameters = parameters
    }

    /// What can go wrong on the kiosk's side. The raw value is the stable `error.type` of `--json`.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        // Usage and input (64, 65, 66)
        case wrongUsage = "wrong-usage"
        case invalidIdentity = "invalid-identity"
        case invalidDate = "invalid-date"
        case invalidPhone = "invalid-phone"
        case invalidEmail = "invalid-email"
        case emptyName = "empty-name"
        case invalidName = "invalid-name"
        case legacyEncoding = "legacy-encoding"
        case invalidText = "invalid-text"
        case invalidValue = "invalid-value"
        case missingField = "missing-field"
        case unknownField = "unknown-field"
        case invalidJSON = "invalid-json"
        case invalidScan = "invalid-scan"
        case duplicateAccount = "duplicate-account"
        case unknownProcedure = "unknown-procedure"
        case procedureNotValid = "procedure-not-valid"
        case procedureElsewhere = "procedure-elsewhere"
        case unknownComponent = "unknown-component"
        case missingComponent = "missing-component"
        case unknownAccount = "unknown-account"
        case unknownDossier = "unknown-dossier"
        case unknownOperation = "unknown-operation"
        case unknownConflict = "unknown-conflict"
        case unknownRequest = "unknown-request"
        case ambiguousID = "ambiguous-id"
        case alreadySubmitted = "already-submitted"
        case notSubmitted = "not-submitted"
        case dossierWithdrawn = "dossier-withdrawn"
        case requestClosed = "request-closed"
        case notEditable = "not-editable"
        /// The portal's way with the dossier is over, so nothing can be taken back.
        case notWithdrawable = "not-withdrawable"
        /// The request for more papers has an answer on its way or at the portal.
        case requestAnswered = "request-answered"
        /// How many originals and copies there are is recorded with the dossier alone, not with the answer to a request.
        case countsOfSupplement = "counts-of-supplement"
        /// The dossier's component has no such paper that could be taken out.
        case paperNotThere = "paper-not-there"
        case noFiles = "no-files"
        case noCatalogue = "no-catalogue"
        case alreadyResolved = "already-resolved"
        case undoTooLate = "undo-too-late"
        case undoOvertaken = "undo-overtaken"
        case undoFiled = "undo-filed"
        /// The subject has a conflict that must be decided first.
        case conflictOpen = "conflict-open"
        /// This conflict can only end with the portal's values.
        case onlyTheirs = "only-theirs"
        /// The number is that of another account which turned out to be this one: it needs the number that is right.
        case ownIdentity = "own-identity"
        /// There is no decision that could be undone.
        case notResolved = "not-resolved"
        /// This kiosk is set up not to register accounts.
        case registrationOff = "registration-off"
        /// The account has no e-mail address that could be confirmed.
        case noEmail = "no-email"
        case unknownPayment = "unknown-payment"
        /// Somebody began to pay, or nobody knows how it ended: a second start could let it be paid twice.
        case paymentUnderWay = "payment-under-way"
        /// Paid, waived, or no fee at all.
        case nothingToPay = "nothing-to-pay"
        case unknownNotice = "unknown-notice"
        /// The dossier has no result of that name whose file could be fetched.
        case noResultFile = "no-result-file"
        /// Only what was never submitted may be deleted.
        case notADraft = "not-a-draft"
        case unknownUnit = "unknown-unit"
        case unknownFieldOfWork = "unknown-field-of-work"
        // Files
        case fileMissing = "file-missing"
        case fileUnreadable = "file-unreadable"
        case fileEmpty = "file-empty"
        case fileTooLarge = "file-too-large"
        case fileType = "file-type"
        case fileChanging = "file-changing"
        case fileNotRegular = "file-not-regular"
        case fileIsDirectory = "file-is-directory"
        case fileSymlinkLoop = "file-symlink-loop"
        /// A page that was to be joined with others is no JPEG photograph that a PDF can hold.
        case pageNotJoinable = "page-not-joinable"
        // A paper that the desk prints
        /// The folder to write into is not there.
        case outputMissing = "output-missing"
        /// What has the name already is no regular file, or the name can name none.
        case outputUnusable = "output-unusable"
        case outputReadOnly = "output-read-only"
        case outputNotAllowed = "output-not-allowed"
        case fontMissing = "font-missing"
        /// It would have too many pages.
        case paperTooLong = "paper-too-long"
        // An official form, which only says what the portal said
        case dossierNotReceived = "dossier-not-received"
        case nothingAsked = "nothing-asked"
        case notRefused = "not-refused"
        case notPostponed = "not-postponed"
        /// The appointment that a later one replaced is not known here.
        case formerDueUnknown = "former-due-unknown"
        case formValueMissing = "form-value-missing"
        /// The form's template is wrong or not there.
        case formInvalid = "form-invalid"
        // Queue surgery
        case mayBeAtPortal = "may-be-at-portal"
        case confirmationNeeded = "confirmation-needed"
        case notRequeueable = "not-requeueable"
        /// Others depend on the operation.
        case operationNeeded = "operation-needed"
        // The store (69, 73)
        case storeBusy = "store-busy"
        case storeCorrupt = "store-corrupt"
        case storeNewer = "store-newer"
        case storeReadOnly = "store-read-only"
        case diskFull = "disk-full"
        case storeNotAllowed = "store-not-allowed"
        // The portal (69, 77, 78)
        case notEnrolled = "not-enrolled"
        case alreadyEnrolled = "already-enrolled"
        case enrolmentRefused = "enrolment-refused"
        case tooManyRequests = "too-many-requests"
        case noLink = "no-link"
        case captivePortal = "captive-portal"
        case wrongServer = "wrong-server"
        case portalError = "portal-error"
        case revoked = "revoked"
        case agentTooOld = "agent-too-old"
        case clockWrong = "clock-wrong"
        case insecureAddress = "insecure-address"
        case invalidAddress = "invalid-address"
        // The agent
        case agentGone = "agent-gone"
        case agentBusy = "agent-busy"
        case agentNotAllowed = "agent-not-allowed"
        case requestTooLarge = "request-too-large"
        // Configuration (78)
        case configMissing = "config-missing"
        case configInvalid = "config-invalid"
        case homeMissing = "home-missing"
        /// A calendar or a file of communes is wrong; work goes on without it.
        case siteDataInvalid = "site-data-invalid"
        /// A defect: what should never happen, kept in the log with its cause.
        case defect = "defect"
    }
}
