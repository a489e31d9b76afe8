/// What each condition says.
enum ConditionTexts {
    static let notEnrolled = Text(
        vi: "Máy này chưa đăng ký với cổng. Vẫn ghi được hồ sơ, nhưng chưa gửi được gì.",
        en: "This machine is not enrolled with a portal. Recording works, but nothing can be sent.")
    static let revoked = Text(
        vi: "Cổng đã thu hồi quyền của máy này[ lúc {since:time}]. Hãy gọi quản trị cổng; mọi thứ đã ghi vẫn còn.",
        en:
            "The portal withdrew this machine's right to send[ at {since:time}]. Call its administrator; all that was recorded is kept."
    )
    static let agentTooOld = Text(
        vi: "Phần mềm kiosk quá cũ đối với cổng. Hãy cập nhật; mọi thứ đã ghi vẫn còn.",
        en: "The kiosk software is too old for the portal. Please update it; all that was recorded is kept.")
    static let wrongServer = Text(
        vi: "Máy chủ trả lời không phải là cổng[ (từ {since:time})]. Máy không gửi gì cho máy chủ đó; hãy gọi người quản trị.",
        en: "What answers is not the portal[ (since {since:time})]. Nothing is sent to it; please call the administrator.")
    static let captivePortal = Text(
        vi: "Mạng Wi-Fi đang đòi đăng nhập[ (từ {since:time})]. Mở trình duyệt và đăng nhập mạng, việc gửi sẽ tiếp tục.",
        en: "The Wi-Fi wants a log-in[ (since {since:time})]. Open a browser and log in to the network; sending goes on.")
    static let noLink = Text(
        vi: "Không có mạng, hoặc không tới được cổng[ (từ {since:time})]. Có mạng là máy tự gửi.",
        en: "No network, or the portal cannot be reached[ (since {since:time})]. Sending goes on by itself with the link.")
    static let portalError = Text(
        vi: "Cổng đang gặp trục trặc[ (từ {since:time})]. Máy tự thử lại.",
        en: "The portal is in trouble[ (since {since:time})]. It is tried again by itself.")
    static let clockAhead = Text(
        vi: "Đồng hồ của máy này nhanh {seconds:duration} so với cổng. Hãy chỉnh lại ngày giờ.",
        en: "This machine's clock is {seconds:duration} ahead of the portal's. Please set the date and time.")
    static let clockBehind = Text(
        vi: "Đồng hồ của máy này chậm {seconds:duration} so với cổng. Hãy chỉnh lại ngày giờ.",
        en: "This machine's clock is {seconds:duration} behind the portal's. Please set the date and time.")
    static let diskLow = Text(
        vi: "Ổ đĩa sắp đầy, còn {free:bytes}. Hãy giải phóng chỗ trống.",
        en: "The disk is nearly full: {free:bytes} left. Please make room.")
    static let diskFull = Text(
        vi: "Ổ đĩa gần như đã đầy, còn {free:bytes}. Hãy giải phóng chỗ trống ngay, nếu không sẽ không ghi được hồ sơ mới.",
        en: "The disk is almost full: {free:bytes} left. Make room now, or nothing new can be recorded.")
    static let portalRestored = Text(
        vi:
            "Cổng đã được khôi phục từ một bản cũ[ (máy nhận ra lúc {at:time})]. Máy tự gửi lại {count} mục mà cổng quên; hãy xem lại những hồ sơ gần đây.",
        en:
            "The portal was restored from an older copy[ (noticed at {at:time})]. What it forgot is sent again by itself: {count:1 item|# items}. Please look at the latest dossiers."
    )
    static let nothingTried = Text(
        vi: "Có mục đến hạn gửi mà máy chưa thử gửi[ từ {since:time}]. Chạy “kiosk sync”; nếu vẫn vậy, hãy gọi người quản trị.",
        en:
            "Something is due, yet nothing was tried[ since {since:time}]. Run “kiosk sync”; if that does not help, call the administrator."
    )
    static let waitingLong = Text(
        vi: "Có mục đã chờ {age:duration} mà cổng chưa nhận ({count:1 mục|# mục} đang chờ).",
        en: "Something has waited for {age:duration} ({count:1 item waits|# items wait}).")
    static let conflicts = Text(
        vi: "{count:1 mục|# mục} được sửa khác nhau ở máy này và ở cổng, chờ quyết định.",
        en: "{count:1 item was|# items were} changed differently here and at the portal: to be decided.")
    static let rejected = Text(
        vi: "{count:1 mục|# mục} bị cổng từ chối, cần sửa lại.",
        en: "{count:1 item was|# items were} refused by the portal and must be corrected.")
    static let quarantined = Text(
        vi: "{count:1 mục|# mục} được để riêng vì gặp lỗi, cần xem lại.",
        en: "{count:1 item was|# items were} set aside after trouble.")
    static let quarantinedFiles = Text(
        vi: "{count:1 tệp|# tệp} được để riêng vì gặp lỗi, cần xem lại.",
        en: "{count:1 file was|# files were} set aside after trouble.")
    static let held = Text(
        vi: "{count:1 mục|# mục} đang được giữ lại theo yêu cầu.", en: "{count:1 item is|# items are} held on request.")
}
