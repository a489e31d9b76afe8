/// The fields that a template can name as `{{name}}`, each with its value as it is printed. The values are the caller's;
/// `kiosk-config/forms/README.md` tells administrators what each holds, and a test that it tells all.
package enum FormField: String, Sendable, Hashable, CaseIterable {
    // The unit whose desk this is.
    case unitParent = "unit.parent"
    case unitName = "unit.name"
    case unitDesk = "unit.desk"
    case unitPlace = "unit.place"
    case unitAddress = "unit.address"
    case unitPhone = "unit.phone"
    case unitEmail = "unit.email"
    // The form itself.
    case formNumber = "form.number"
    case formDate = "form.date"
    case formTime = "form.time"
    // The dossier.
    case dossierCode = "dossier.code"
    case dossierCodeStanding = "dossier.code_standing"
    case dossierNumber = "dossier.number"
    case dossierProcedure = "dossier.procedure"
    case dossierProcedureCode = "dossier.procedure_code"
    case dossierField = "dossier.field"
    case dossierContent = "dossier.content"
    case dossierSets = "dossier.sets"
    case dossierProcessingTime = "dossier.processing_time"
    case dossierRecorded = "dossier.recorded"
    case dossierReceived = "dossier.received"
    case dossierReceivedDate = "dossier.received_date"
    case dossierDue = "dossier.due"
    case dossierNewDue = "dossier.new_due"
    case dossierDelivery = "dossier.delivery"
    case dossierBook = "dossier.book"
    case dossierBookNumber = "dossier.book_number"
    case dossierReason = "dossier.reason"
    case dossierNext = "dossier.next"
    case dossierTracking = "dossier.tracking"
    // People.
    case ownerName = "owner.name"
    case ownerIdentity = "owner.identity"
    case ownerAddress = "owner.address"
    case ownerPhone = "owner.phone"
    case ownerEmail = "owner.email"
    case submitterName = "submitter.name"
    case submitterBasis = "submitter.basis"
    case officerName = "officer.name"
    case officerPhone = "officer.phone"
    case headName = "head.name"
    case headTitle = "head.title"
    // The fee.
    case paymentAmount = "payment.amount"
    case paymentExpected = "payment.expected"
    case paymentAccount = "payment.account"
    case paymentQR = "payment.qr"
    // The register.
    case registerBook = "register.book"
    case registerYear = "register.year"
    case registerFrom = "register.from"
    case registerTo = "register.to"
    case registerCount = "register.count"
}

/// The lists that a template's table can show row by row.
package enum FormList: String, Sendable, Hashable, CaseIterable {
    /// The papers of the dossier.
    case components
    /// What a request for supplements asks for.
    case requests
    /// The dossiers of the register.
    case entries
}

/// The fields of a list's rows, which only the columns of a table of that list can name. `row.number` counts the rows of
/// any table from 1 and needs no value.
package enum FormRowField: String, Sendable, Hashable, CaseIterable {
    case rowNumber = "row.number"
    case componentTitle = "component.title"
    case componentCode = "component.code"
    case componentOriginals = "component.originals"
    case componentCopies = "component.copies"
    case componentFiles = "component.files"
    case componentNames = "component.names"
    case requestText = "request.text"
    case requestReason = "request.reason"
    case entryNumber = "entry.number"
    case entryCode = "entry.code"
    case entryProcedure = "entry.procedure"
    case entrySets = "entry.sets"
    case entryOwner = "entry.owner"
    case entryContact = "entry.contact"
    case entryAgency = "entry.agency"
    case entryReceived = "entry.received"
    case entryDue = "entry.due"
    case entryReturned = "entry.returned"
    case entryDelivery = "entry.delivery"
    case entryNote = "entry.note"

    /// Whose rows have it; `nil` for all lists.
    package var list: FormList? {
        switch self {
        case .rowNumber: nil
        case .componentTitle, .componentCode, .componentOriginals, .componentCopies, .componentFiles,
            .componentNames:
            .components
        case .requestText, .requestReason: .requests
        case .entryNumber, .entryCode, .entryProcedure, .entrySets, .entryOwner, .entryContact, .entryAgency, .entryReceived,
            .entryDue,
            .entryReturned, .entryDelivery, .entryNote:
            .entries
        }
    }
}
