extension KioskProblem {
    /// What happened, what became of the work, and what to do, for a person. The parameters that texts know: `id`,
    /// `file`, `limit` (bytes), `count`, `code`, `component`, `example`, `nearest`, `known`, `option`, `path`, `line`, `key`,
    /// `holder`, `seconds`, `until`, `version`, `address`, `detail`; `field` comes from the problem.
    package func text(in language: Language) -> String {
        var parameters = parameters
        if parameters["field"] == nil { parameters["field"] = field }
        // A detail that is itself words comes in both languages.
        if language == .vi, let detail = parameters["detail_vi"] { parameters["detail"] = detail }
        let text = kind.text.render(language, parameters)
        guard let consequence = kind.consequence else { return text }
        return "\(text) \(consequence[language])"
    }
}

extension KioskProblem.Kind {
    /// What became of the work: said after the text, since it is the first thing that a person worries about.
    var consequence: Text? {
        switch self {
        case .wrongUsage, .confirmationNeeded, .unknownAccount, .unknownDossier, .unknownOperation, .unknownConflict,
            .unknownProcedure, .ambiguousID, .noCatalogue, .alreadySubmitted, .alreadyResolved, .configMissing,
            .configInvalid, .homeMissing, .siteDataInvalid, .invalidAddress, .insecureAddress, .enrolmentRefused,
            .alreadyEnrolled,
            .notEnrolled, .storeNotAllowed, .agentNotAllowed, .agentGone, .duplicateAccount, .notSubmitted,
            .notResolved, .storeCorrupt:
            // Of a damaged store nobody knows yet what is whole.
            nil
        case .unknownPayment, .unknownNotice, .noResultFile, .unknownUnit, .unknownFieldOfWork: nil
        case .paymentUnderWay, .nothingToPay, .noEmail, .notADraft:
            Text(vi: "Chưa ghi hay thay đổi gì.", en: "Nothing was recorded or changed.")
        case .outputMissing, .outputUnusable, .outputReadOnly, .outputNotAllowed, .fontMissing, .paperTooLong,
            .dossierNotReceived, .nothingAsked, .notRefused, .notPostponed, .formerDueUnknown, .formValueMissing,
            .formInvalid:
            Text(vi: "Phiếu chưa được ghi; hồ sơ không thay đổi gì.", en: "No slip was written; the dossier is as it was.")
        case .storeBusy, .storeNewer, .tooManyRequests, .noLink, .captivePortal, .wrongServer, .portalError,
            .revoked, .agentTooOld, .clockWrong, .agentBusy, .mayBeAtPortal, .notRequeueable, .undoTooLate, .undoOvertaken,
            .undoFiled, .onlyTheirs, .ownIdentity, .conflictOpen:
            Text(vi: "Những gì đã ghi vẫn còn nguyên trên máy này.", en: "Everything recorded is safe on this machine.")
        case .fileMissing, .fileUnreadable, .fileEmpty, .fileTooLarge, .fileType, .fileChanging, .fileNotRegular,
            .fileIsDirectory, .fileSymlinkLoop, .pageNotJoinable:
            Text(vi: "Tệp này chưa được nhận vào máy.", en: "This file was not taken in.")
        case .storeReadOnly, .diskFull:
            Text(
                vi: "Lần ghi này chưa có hiệu lực; những gì đã ghi trước đó vẫn còn nguyên.",
                en: "This was not recorded; everything recorded before is safe.")
        case .defect:
            Text(
                vi: "Những gì máy đã báo “đã ghi” vẫn còn nguyên.", en: "Whatever was reported as recorded is safe.")
        case .invalidIdentity, .invalidDate, .invalidPhone, .invalidEmail, .emptyName, .invalidName, .legacyEncoding,
            .invalidText, .invalidValue, .missingField, .unknownField, .invalidJSON, .invalidScan, .procedureNotValid,
            .procedureElsewhere, .unknownComponent, .missingComponent, .unknownRequest, .dossierWithdrawn, .requestClosed,
            .notEditable, .notWithdrawable, .requestAnswered, .countsOfSupplement, .noFiles, .paperNotThere,
            .requestTooLarge, .registrationOff, .operationNeeded:
            Text(vi: "Chưa ghi hay thay đổi gì.", en: "Nothing was recorded or changed.")
        }
    }
}
