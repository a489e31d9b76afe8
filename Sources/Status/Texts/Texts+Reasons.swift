extension Texts {
    /// Why an operation waits or the link is down: the stable words of `queue` and `status` (cli.md).
    static let reasons: [String: Text] = [
        "no-link": Text(vi: "Chưa có mạng. Có mạng là máy tự gửi.", en: "There is no link. It goes on by itself once there is."),
        "captive-portal": Text(
            vi: "Mạng Wi-Fi đang đòi đăng nhập. Mở trình duyệt và đăng nhập mạng.",
            en: "The Wi-Fi wants a log-in. Open a browser and log in to the network."),
        "wrong-server": Text(
            vi: "Máy chủ trả lời không phải là cổng. Hãy gọi người quản trị.",
            en: "What answers is not the portal. Please call the administrator."),
        "portal-error": Text(
            vi: "Cổng đang gặp trục trặc. Máy sẽ tự thử lại.", en: "The portal is in trouble. It is tried again by itself."),
        "portal-slow": Text(
            vi: "Cổng trả lời quá chậm. Máy sẽ tự thử lại.", en: "The portal answers too slowly. It is tried again by itself."),
        "cut": Text(
            vi: "Đường truyền bị ngắt giữa chừng. Máy sẽ gửi tiếp từ chỗ dở.",
            en: "The line was cut half-way. It goes on from there."),
        "not-enrolled": Text(
            vi: "Máy này chưa đăng ký với cổng. Chạy “kiosk enrol”.", en: "This machine is not enrolled yet. Run “kiosk enrol”."),
        "revoked": Text(
            vi: "Cổng đã thu hồi quyền của máy này. Hãy gọi quản trị cổng.",
            en: "The portal withdrew this machine's right to send. Please call its administrator."),
        "agent-too-old": Text(
            vi: "Phần mềm kiosk quá cũ đối với cổng. Hãy cập nhật.",
            en: "The kiosk software is too old for the portal. Please update it."),
        "clock-wrong": Text(
            vi: "Đồng hồ của máy này sai. Hãy chỉnh lại ngày giờ.",
            en: "This machine's clock is wrong. Please set the date and time."),
        "parent-not-delivered": Text(
            vi: "Chờ mục phải đi trước[ ({blocker})] gửi xong.", en: "It waits for an earlier item[ ({blocker})] to be delivered."
        ),
        "parent-rejected": Text(
            vi: "Mục phải đi trước[ ({blocker})] bị cổng từ chối. Hãy giải quyết mục đó trước.",
            en: "An earlier item[ ({blocker})] was refused by the portal. Please settle that one first."),
        "parent-conflict": Text(
            vi: "Mục phải đi trước[ ({blocker})] đang có khác biệt với cổng. Hãy giải quyết mục đó trước.",
            en: "An earlier item[ ({blocker})] is in conflict with the portal. Please settle that one first."),
        "parent-held": Text(
            vi: "Mục phải đi trước[ ({blocker})] đang được giữ lại.", en: "An earlier item[ ({blocker})] is being held."),
        "parent-quarantined": Text(
            vi: "Mục phải đi trước[ ({blocker})] đang để riêng vì gặp lỗi. Hãy xem mục đó trước.",
            en: "An earlier item[ ({blocker})] was set aside after trouble. Please look at that one first."),
        "files-first": Text(
            vi: "Chờ tệp của hồ sơ gửi xong.", en: "It waits for the dossier's files to be sent."),
        "earlier-edit": Text(
            vi: "Chờ lần sửa trước của cùng tài khoản hoặc hồ sơ gửi xong.",
            en: "It waits for an earlier change of the same account or dossier."),
        "window-closed": Text(
            vi: "Ngoài giờ gửi tệp lớn[: chờ đến {when}, {bytes:bytes}].",
            en: "Outside the hours for big files[: it waits for {when}, {bytes:bytes}]."),
        "budget-spent": Text(
            vi: "Đã dùng hết dung lượng cho phép của đường truyền[: chờ đến {when}, {bytes:bytes}].",
            en: "What may go over the line is used up[: it waits for {when}, {bytes:bytes}]."),
        "held": Text(
            vi: "Được giữ lại theo yêu cầu. Gửi tiếp bằng “kiosk queue release”.",
            en: "Held on request. Let it go with “kiosk queue release”."),
        "held-by-person": Text(
            vi: "Được giữ lại theo yêu cầu. Gửi tiếp bằng “kiosk queue release”.",
            en: "Held on request. Let it go with “kiosk queue release”."),
        "back-off": Text(
            vi: "Lần gửi trước chưa được; máy sẽ tự thử lại[ lúc {until:time}].",
            en: "The last try failed; it is tried again by itself[ at {until:time}]."),
        "retry-after": Text(
            vi: "Cổng hẹn thử lại sau[ lúc {until:time}].", en: "The portal asked to be tried again later[, at {until:time}]."),
        "due": Text(vi: "Đến lượt gửi.", en: "It is about to be sent."),
        "queued": Text(vi: "Chờ đến lượt gửi.", en: "It waits for its turn."),
        "outcome-unknown": Text(
            vi: "Đã gửi nhưng chưa nhận được trả lời của cổng. Máy gửi lại đúng mục đó, cổng không ghi hai lần.",
            en: "It was sent but the answer was lost. The same item is sent again; the portal will not record it twice."),
        "poison": Text(
            vi:
                "Mục này nhiều lần làm việc gửi dừng lại nên được để riêng. Xem bằng “kiosk queue why”, gửi lại bằng “kiosk queue requeue”.",
            en:
                "It stopped the sending several times and was set aside. See “kiosk queue why”; send it again with “kiosk queue requeue”."
        ),
        "interrupted": Text(
            vi: "Máy dừng giữa lúc gửi. Máy gửi lại đúng mục đó, cổng không ghi hai lần.",
            en: "The machine stopped while it was being sent. The same item is sent again; the portal will not record it twice."),
        "attempts-never-ended": Text(
            vi: "Ba lần gửi mục này đều dừng giữa chừng nên được để riêng. Gửi lại bằng “kiosk queue requeue”.",
            en: "Three tries to send it never ended, so it was set aside. Send it again with “kiosk queue requeue”."),
        "unreadable": Text(
            vi: "Máy không đọc được mục này trong kho nên để riêng. Hãy gọi người quản trị.",
            en: "It cannot be read from the store and was set aside. Please call the administrator."),
        "file-damaged": Text(
            vi: "Bản của tệp trên máy này bị hỏng. Hãy quét lại giấy tờ và đính kèm lại.",
            en: "This machine's copy of the file is damaged. Please scan the paper and attach it again."),
        "file-missing": Text(
            vi: "Bản của tệp trên máy này không còn. Hãy quét lại giấy tờ và đính kèm lại.",
            en: "This machine's copy of the file is gone. Please scan the paper and attach it again."),
        "file-refused": Text(
            vi: "Cổng không nhận tệp này. Hãy quét lại và đính kèm lại.",
            en: "The portal did not take this file. Please scan it and attach it again."),
        "result-gone": Text(
            vi: "Cổng báo có tệp này nhưng không đưa ra được. Hãy hỏi văn phòng, rồi thử lại.",
            en: "The portal told of this file and does not have it. Please ask the office, then try again."),
        "file-unreadable": Text(
            vi: "Máy không đọc hoặc ghi được tệp này. Hãy xem lại ổ đĩa.", en: "This machine cannot read or write the file. Please check the disk."),
        "dropped": Text(vi: "Đã bỏ theo yêu cầu.", en: "Dropped on request."),
        "replaced": Text(vi: "Đã có mục mới thay.", en: "A newer item took its place."),
        "resolved": Text(vi: "Đã giải quyết khác biệt.", en: "The conflict was resolved."),
        "conflict": Text(
            vi: "Máy này và cổng sửa khác nhau. Xem bằng “kiosk conflict list”.",
            en: "This machine and the portal changed it differently. See “kiosk conflict list”."),
        "disk-full": Text(
            vi: "Ổ đĩa của máy này đã đầy. Hãy giải phóng chỗ trống.", en: "This machine's disk is full. Please make room."),
        "cancelled": Text(
            vi: "Chương trình được dừng giữa lúc gửi. Máy gửi lại đúng mục đó, cổng không ghi hai lần.",
            en: "The program was stopped while it was being sent. The same item is sent again; the portal will not record it twice."),
        "stopped": Text(vi: "Việc gửi đã được dừng.", en: "Sending was stopped."),
        "timed-out": Text(
            vi: "Hết thời gian chờ; máy sẽ gửi tiếp.", en: "The time was up; it goes on later."),
    ]

    /// Why the portal's state differs from what a change was based on (protocol.md, section 4).
    static let conflictReasons: [String: Text] = [
        "stale": Text(
            vi: "Ở cổng, mục này đã được sửa sau lần máy này nhận tin cuối cùng.",
            en: "It was changed at the portal after this machine last heard of it."),
        "identity-taken": Text(
            vi: "Ở cổng đã có tài khoản mang số giấy tờ này.",
            en: "The portal already has an account with this identity number."),
        "withdrawn": Text(vi: "Hồ sơ đã được rút ở cổng.", en: "The dossier was withdrawn at the portal."),
        "closed": Text(
            vi: "Ở cổng, hồ sơ đã qua bước còn sửa hoặc làm được việc này.",
            en: "At the portal the dossier is past the step where this can be changed or done."),
        "deleted": Text(vi: "Mục này đã bị xóa ở cổng.", en: "It was deleted at the portal."),
    ]
}
