extension Texts {
    /// States of an operation (cli.md), and of an account or dossier at the desk: at most 14 columns, for tables.
    static let states: [String: Text] = [
        "waiting": Text(vi: "chờ gửi", en: "waiting"),
        "blocked": Text(vi: "chờ mục khác", en: "behind another"),
        "sending": Text(vi: "đang gửi", en: "sending"),
        "retrying": Text(vi: "sẽ gửi lại", en: "to be retried"),
        "held": Text(vi: "đang giữ lại", en: "held"),
        "conflict": Text(vi: "có khác biệt", en: "in conflict"),
        "rejected": Text(vi: "cổng từ chối", en: "refused"),
        "quarantined": Text(vi: "để riêng", en: "set aside"),
        "delivered": Text(vi: "cổng đã nhận", en: "delivered"),
        "dropped": Text(vi: "đã bỏ", en: "dropped"),
        "replaced": Text(vi: "đã thay", en: "replaced"),
        "superseded": Text(vi: "đã thay", en: "replaced"),
        "resolved": Text(vi: "đã giải quyết", en: "resolved"),
        "merged": Text(vi: "đã tự gộp", en: "merged"),
        "undone": Text(vi: "đã lấy lại", en: "taken back"),
        "open": Text(vi: "chờ quyết định", en: "to be decided"),
        "draft": Text(vi: "bản nháp", en: "draft"),
        "submitted": Text(vi: "đã ghi nộp", en: "submitted here"),
        "received": Text(vi: "đã tiếp nhận", en: "received"),
        "withdrawn": Text(vi: "đã rút", en: "withdrawn"),
        "none": Text(vi: "không chờ gửi", en: "none waiting"),
        "done": Text(vi: "xong", en: "done"),
        "recorded": Text(vi: "đã ghi", en: "recorded"),
    ]

    /// States of the link, as `status` shows them.
    static let linkStates: [String: Text] = [
        "unknown": Text(vi: "Chưa thử kết nối với cổng.", en: "The portal was not tried yet."),
        "online": Text(vi: "Đang kết nối với cổng.", en: "Connected to the portal."),
        "no-link": Text(vi: "Không có mạng, hoặc không tới được cổng.", en: "No network, or the portal cannot be reached."),
        "captive-portal": Text(
            vi: "Mạng Wi-Fi đang đòi đăng nhập.", en: "The Wi-Fi wants a log-in."),
        "wrong-server": Text(vi: "Máy chủ trả lời không phải là cổng.", en: "What answers is not the portal."),
        "portal-error": Text(vi: "Cổng đang gặp trục trặc.", en: "The portal is in trouble."),
        "revoked": Text(vi: "Cổng đã thu hồi quyền của máy này.", en: "The portal withdrew this machine's right to send."),
        "not-enrolled": Text(vi: "Máy này chưa đăng ký với cổng.", en: "This machine is not enrolled with a portal."),
        "agent-too-old": Text(vi: "Phần mềm kiosk quá cũ đối với cổng.", en: "The kiosk software is too old for the portal."),
    ]

    /// Types of operations (protocol.md, section 5) and what else travels: at most 14 columns.
    static let operationTypes: [String: Text] = [
        "account.put": Text(vi: "tài khoản", en: "account"),
        "account.confirm": Text(vi: "xác nhận thư", en: "confirmation"),
        "dossier.put": Text(vi: "hồ sơ", en: "dossier"),
        "dossier.submit": Text(vi: "nộp hồ sơ", en: "submission"),
        "dossier.supplement": Text(vi: "bổ sung hồ sơ", en: "supplement"),
        "dossier.withdraw": Text(vi: "rút hồ sơ", en: "withdrawal"),
        "payment.start": Text(vi: "nộp phí", en: "payment"),
        "notice.read": Text(vi: "đã đọc tin", en: "notice read"),
        "file": Text(vi: "tệp", en: "file"),
    ]

    /// What changes at the portal are about (protocol.md, section 5).
    static let subjectKinds: [String: Text] = [
        "account": Text(vi: "tài khoản", en: "account"),
        "dossier": Text(vi: "hồ sơ", en: "dossier"),
        "notice": Text(vi: "thông báo", en: "notice"),
        "payment": Text(vi: "khoản thu", en: "payment"),
    ]

    /// Lanes, in the order in which they travel.
    static let lanes: [String: Text] = [
        "operations": Text(vi: "mục", en: "items"),
        "supplements": Text(vi: "bổ sung", en: "supplements"),
        "answers": Text(vi: "bổ sung", en: "supplements"),
        "files": Text(vi: "tệp", en: "files"),
    ]
}
