/// Why the office's command cannot be done: the stable `error.type` of `--json` and its exit code (cli.md).
package enum OfficeProblem: String, Sendable, Hashable, CaseIterable {
    case wrongUsage = "wrong-usage"
    case unknownKiosk = "unknown-kiosk"
    case unknownAccount = "unknown-account"
    case unknownDossier = "unknown-dossier"
    case unknownPayment = "unknown-payment"
    case unknownFile = "unknown-file"
    case ambiguousID = "ambiguous-id"
    case invalidValue = "invalid-value"
    case unknownField = "unknown-field"
    case identityTaken = "identity-taken"
    case invalidStatus = "invalid-status"
    case impossibleStep = "impossible-step"
    case notReceived = "not-received"
    case fileExists = "file-exists"
    case fileDamaged = "file-damaged"
    case cannotStore = "cannot-store"
    case storeUnusable = "store-unusable"
    case defect = "defect"

    package var exitCode: Int32 {
        switch self {
        case .wrongUsage: 64
        case .invalidValue, .unknownField, .identityTaken, .invalidStatus, .impossibleStep, .notReceived, .fileExists,
            .fileDamaged:
            65
        case .unknownKiosk, .unknownAccount, .unknownDossier, .unknownPayment, .unknownFile, .ambiguousID: 66
        case .storeUnusable: 69
        case .defect: 70
        case .cannotStore: 73
        }
    }
}

extension PortalError {
    /// A problem of the office in both languages, without personal data. `field` is the option or member at fault.
    package init(_ problem: OfficeProblem, field: String? = nil, vi: String, en: String) {
        self.init(problem.exitCode, type: problem.rawValue, vi: vi, en: en, field: field)
    }
}
