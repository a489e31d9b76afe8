/// How far a dossier has come, with the national numbers and names (domain.md, 1.5).
package enum DossierStatus: Int, Codable, Sendable, Hashable, CaseIterable {
    case registered = 1
    case received = 2
    case notReceived = 3
    case inProgress = 4
    case supplementNeeded = 5
    case paymentNeeded = 6
    case withdrawnByCitizen = 7
    case stopped = 8
    case finished = 9
    case handedOver = 10

    /// Nothing more will happen to the dossier.
    package var isTerminal: Bool {
        switch self {
        case .notReceived, .withdrawnByCitizen, .stopped, .handedOver: true
        default: false
        }
    }

    /// Somebody at the desk must do something: bring papers, or see to a payment.
    package var needsDesk: Bool { self == .supplementNeeded || self == .paymentNeeded }

    /// The name that the national portal uses.
    package var nameInVietnamese: String {
        switch self {
        case .registered: "Mới đăng ký"
        case .received: "Được tiếp nhận"
        case .notReceived: "Không được tiếp nhận"
        case .inProgress: "Đang xử lý"
        case .supplementNeeded: "Yêu cầu bổ sung giấy tờ"
        case .paymentNeeded: "Yêu cầu thực hiện nghĩa vụ tài chính"
        case .withdrawnByCitizen: "Công dân yêu cầu rút hồ sơ"
        case .stopped: "Dừng xử lý"
        case .finished: "Đã xử lý xong"
        case .handedOver: "Đã trả kết quả"
        }
    }

    package var nameInEnglish: String {
        switch self {
        case .registered: "Newly registered"
        case .received: "Received"
        case .notReceived: "Not received"
        case .inProgress: "In progress"
        case .supplementNeeded: "More papers needed"
        case .paymentNeeded: "Payment needed"
        case .withdrawnByCitizen: "Withdrawn by the citizen"
        case .stopped: "Stopped"
        case .finished: "Finished"
        case .handedOver: "Result handed over"
        }
    }
}
