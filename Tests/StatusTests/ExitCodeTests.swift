import Status
import Testing

struct ExitCodeTests {
    @Test(arguments: KioskProblem.Kind.allCases)
    func `a problem never ends as success, and only a defect as one`(kind: KioskProblem.Kind) {
        #expect(kind.exitCode.rawValue >= 64 || kind == .conflictOpen)
        #expect((kind.exitCode == .defect) == (kind == .defect))
    }

    private static let table: [(KioskProblem.Kind, Int32)] = [
        (.wrongUsage, 64), (.confirmationNeeded, 64), (.invalidIdentity, 65), (.invalidDate, 65), (.invalidPhone, 65),
        (.emptyName, 65), (.legacyEncoding, 65), (.unknownProcedure, 65), (.unknownComponent, 65), (.invalidJSON, 65),
        (.fileEmpty, 65),
        (.fileTooLarge, 65), (.fileType, 65), (.fileChanging, 65), (.fileNotRegular, 65), (.fileIsDirectory, 65),
        (.fileMissing, 66),
        (.fileSymlinkLoop, 66), (.unknownDossier, 66), (.unknownOperation, 66), (.unknownConflict, 66), (.noLink, 69),
        (.captivePortal, 69),
        (.wrongServer, 69), (.revoked, 69), (.storeBusy, 69), (.storeNewer, 69), (.storeCorrupt, 69), (.diskFull, 73),
        (.storeReadOnly, 73),
        (.enrolmentRefused, 77), (.storeNotAllowed, 77), (.configInvalid, 78), (.notEnrolled, 78),
    ]

    @Test(arguments: table)
    func `exit codes follow the command line's contract`(kind: KioskProblem.Kind, code: Int32) {
        #expect(kind.exitCode.rawValue == code)
    }

    @Test func `an unknown account is bad data in an option and missing as the object`() {
        #expect(KioskProblem(.unknownAccount).exitCode == .notFound)
        #expect(KioskProblem(.unknownAccount, field: "id").exitCode == .notFound)
        #expect(KioskProblem(.unknownAccount, field: "owner").exitCode == .badData)
        #expect(KioskProblem(.unknownProcedure, field: "procedure").exitCode == .badData)
        #expect(KioskProblem(.unknownProcedure, field: "code").exitCode == .notFound)
    }
}
