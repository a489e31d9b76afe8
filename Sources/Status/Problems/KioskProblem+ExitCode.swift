extension KioskProblem {
    /// What the command line ends with (cli.md). The same unknown thing is bad data when an option named it and a missing
    /// object when the command was about it, which `field` tells apart.
    package var exitCode: ExitCode {
        switch kind {
        case .unknownAccount: field == nil || field == "id" ? .notFound : .badData
        case .unknownProcedure: field == "id" || field == "code" ? .notFound : .badData
        default: kind.exitCode
        }
    }
}

extension KioskProblem.Kind {
    /// The exit code of cli.md for this kind, where nothing more is known.
    package var exitCode: ExitCode {
        switch self {
        case .wrongUsage, .confirmationNeeded: .usage
        case .invalidIdentity, .invalidDate, .invalidPhone, .invalidEmail, .emptyName, .invalidName, .legacyEncoding,
            .invalidText, .invalidValue, .missingField, .unknownField, .invalidJSON, .invalidScan, .duplicateAccount,
            .unknownProcedure, .procedureNotValid, .procedureElsewhere, .unknownComponent, .missingComponent,
            .unknownRequest, .alreadySubmitted, .notSubmitted, .dossierWithdrawn, .requestClosed, .notEditable, .noFiles,
            .alreadyResolved, .undoTooLate, .undoOvertaken, .undoFiled, .onlyTheirs, .ownIdentity, .notResolved, .operationNeeded,
            .fileEmpty, .fileTooLarge, .fileType, .fileChanging, .pageNotJoinable,
            .fileNotRegular, .fileIsDirectory, .outputUnusable, .paperTooLong, .notRequeueable, .insecureAddress, .invalidAddress,
            .requestTooLarge:
            .badData
        case .noEmail, .paymentUnderWay, .nothingToPay, .notADraft, .unknownUnit, .unknownFieldOfWork: .badData
        case .notWithdrawable, .requestAnswered, .countsOfSupplement: .badData
        case .dossierNotReceived, .nothingAsked, .notRefused, .notPostponed, .formerDueUnknown, .formValueMissing: .badData
        case .formInvalid: .configuration
        case .unknownPayment, .unknownNotice, .noResultFile, .paperNotThere: .notFound
        // Without a catalogue no procedure that a person names can be accepted, so the data are what is at fault.
        case .noCatalogue: .badData
        case .unknownAccount, .unknownDossier, .unknownOperation, .unknownConflict, .ambiguousID, .fileMissing,
            .fileUnreadable, .fileSymlinkLoop, .outputMissing:
            .notFound
        case .storeBusy, .storeCorrupt, .storeNewer, .tooManyRequests, .noLink, .captivePortal, .wrongServer, .portalError,
            .revoked, .agentTooOld, .clockWrong, .agentGone, .agentBusy:
            .unavailable
        case .storeReadOnly, .diskFull, .outputReadOnly: .cannotStore
        // A person must decide the conflict first: the word for that is 1.
        case .conflictOpen: .needsPerson
        case .mayBeAtPortal, .registrationOff, .storeNotAllowed, .enrolmentRefused, .agentNotAllowed, .outputNotAllowed:
            .notAllowed
        case .notEnrolled, .alreadyEnrolled, .configMissing, .configInvalid, .homeMissing, .siteDataInvalid,
            .fontMissing:
            .configuration
        case .defect: .defect
        }
    }
}
