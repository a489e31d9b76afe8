import Dossiers
import KioskAgent

/// What a provisional slip says of how things stand, in Vietnamese like all papers of a desk (domain.md, 3.2 and 4.1).
struct ProvisionalWords {
    private let facts: DossierSlip.Answer

    init(_ facts: DossierSlip.Answer) { self.facts = facts }

    /// On what ground somebody else files; who comes themselves needs none.
    var basis: String? {
        switch facts.authority {
        case "present" where !facts.isOwnSubmitter: "chủ hồ sơ có mặt tại quầy"
        case "authorised": "theo ủy quyền"
        case "service": "dịch vụ nộp thay"
        default: nil
        }
    }

    /// What happens next.
    var next: String {
        if facts.state == "withdrawn" { return "Hồ sơ này đã được rút; không còn việc gì tiếp theo." }
        if facts.status == Int64(DossierStatus.notReceived.rawValue) {
            return "Cổng không tiếp nhận hồ sơ này. Lý do do cơ quan thông báo; cán bộ tại quầy sẽ hướng dẫn người nộp."
        }
        if facts.isReceived {
            return "Cổng đã tiếp nhận hồ sơ và cấp mã hồ sơ. Đề nghị người nộp lấy Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01) thay cho "
                + "phiếu này."
        }
        switch facts.state {
        case "draft":
            return "Hồ sơ mới là bản nháp, chưa nộp: cán bộ còn phải hoàn thiện và nộp thì hồ sơ mới được gửi lên cổng."
        case "rejected", "conflict", "quarantined", "held":
            return "Hồ sơ đang chờ cán bộ xem lại trước khi gửi tiếp lên cổng; cán bộ sẽ liên hệ nếu cần người nộp bổ sung."
        case "delivered": return "Hồ sơ đã đến cổng và đang chờ cổng tiếp nhận."
        default: return "Hồ sơ đã được lưu an toàn trên máy tại quầy và sẽ tự gửi lên cổng khi có mạng."
        }
    }
}
