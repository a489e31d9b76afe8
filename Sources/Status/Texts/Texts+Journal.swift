extension Texts {
    /// What the journal says of each of its events; `details` fill the placeholders.
    static let events: [String: Text] = [
        "recorded": Text(vi: "Đã ghi[: {type:type}].", en: "Recorded[: {type:type}]."),
        "edited": Text(vi: "Đã sửa[: {type:type}].", en: "Changed[: {type:type}]."),
        "folded": Text(vi: "Đã gộp vào mục chưa gửi[: {type:type}].", en: "Folded into the item not yet sent[: {type:type}]."),
        "frozen": Text(vi: "Nội dung được chốt để gửi.", en: "The content is fixed for sending."),
        "sent": Text(vi: "Đã gửi đến cổng[ (lần {attempts})].", en: "Sent to the portal[ (try {attempts})]."),
        "delivered": Text(
            vi: "Cổng đã nhận[, biên nhận số {serial}].", en: "The portal has it[, receipt {serial}]."),
        "retrying": Text(vi: "Sẽ gửi lại.[ {reason:reason}]", en: "It will be sent again.[ {reason:reason}]"),
        "later": Text(vi: "Cổng hẹn gửi lại sau.[ {reason:reason}]", en: "The portal wants it later.[ {reason:reason}]"),
        "conflict": Text(
            vi: "Có khác biệt với cổng, chờ quyết định.[ {reason:reason}]",
            en: "It differs from the portal and waits for a decision.[ {reason:reason}]"),
        "merged": Text(
            vi: "Hai bên sửa các mục khác nhau; đã tự gộp[: {fields}].",
            en: "Both sides changed different fields; merged by itself[: {fields}]."),
        "already-done": Text(
            vi: "Ở cổng việc này đã xong từ trước[: {type:type}]; không phải làm lại.",
            en: "At the portal this was done before[: {type:type}]; nothing is left to do."),
        "resolved": Text(vi: "Khác biệt đã được giải quyết.", en: "The conflict was resolved."),
        "undone": Text(vi: "Quyết định về khác biệt đã được lấy lại.", en: "The decision on a conflict was taken back."),
        "rejected": Text(vi: "Cổng từ chối.[ {reason:reason}]", en: "The portal refused it.[ {reason:reason}]"),
        "held": Text(vi: "Được giữ lại theo yêu cầu.", en: "Held on request."),
        "released": Text(vi: "Được cho gửi tiếp.", en: "Released for sending."),
        "retried": Text(vi: "Được yêu cầu gửi lại ngay.", en: "Asked to be sent again now."),
        "requeued": Text(vi: "Được đưa lại vào hàng chờ bằng mục mới.", en: "Queued anew as a new item."),
        "replaced": Text(vi: "Đã có mục mới thay.", en: "A newer item took its place."),
        "superseded": Text(vi: "Đã có mục mới thay.", en: "A newer item took its place."),
        "dropped": Text(vi: "Đã bỏ theo yêu cầu.", en: "Dropped on request."),
        "withdrawn": Text(
            vi: "Hồ sơ được rút tại quầy, trước khi cổng nhận.",
            en: "The dossier was withdrawn at the desk, before the portal had it."),
        "blocked": Text(vi: "Phải chờ.[ {reason:reason}]", en: "It has to wait.[ {reason:reason}]"),
        "unblocked": Text(vi: "Không còn phải chờ mục khác.", en: "It waits for nothing any more."),
        "quarantined": Text(vi: "Được để riêng vì gặp lỗi.[ {reason:reason}]", en: "Set aside after trouble.[ {reason:reason}]"),
        "adopted": Text(
            vi: "Cổng đã có tài khoản này; máy dùng tài khoản của cổng.",
            en: "The portal had this account already; this machine uses that one."),
        "rebased": Text(
            vi: "Đã dựa lại trên bản mới của cổng[, gộp: {fields}].", en: "Based anew on what the portal has[; merged: {fields}]."),
        "change-unreadable": Text(
            vi: "Cổng gửi một thay đổi mà máy không đọc được; máy bỏ qua thay đổi đó.",
            en: "A change from the portal could not be read and was left out."),
        "portal-asked": Text(
            vi: "Cổng có vẻ không nhớ những gì đã nhận; máy hỏi lại[ {count} mục].",
            en: "The portal seems to have forgotten what it received; it is asked again[ for {count:1 item|# items}]."),
        "portal-restored": Text(
            vi: "Cổng đã được khôi phục từ một bản cũ; máy gửi lại[ {count} mục] mà cổng quên.",
            en: "The portal was restored from an older copy; what it forgot is sent again[: {count:1 item|# items}]."),
        "portal-remembers": Text(
            vi: "Cổng vẫn nhớ đủ những gì đã nhận.", en: "The portal remembers all that it received."),
        "forgotten": Text(
            vi: "Sau khi được khôi phục, cổng không còn mục này[ ({kind:kind})].",
            en: "The restored portal does not have this any more[ ({kind:kind})]."),
        "change": Text(vi: "Nhận thay đổi từ cổng[ ({kind:kind})].", en: "A change came from the portal[ ({kind:kind})]."),
        "notice": Text(vi: "Nhận thông báo từ cổng.", en: "A notice came from the portal."),
        "resync": Text(
            vi: "Cổng gửi lại toàn bộ từ đầu; các mục chưa gửi vẫn giữ nguyên.",
            en: "The portal sends everything from the start; unsent items are kept."),
        "disbelieved": Text(
            vi: "Bỏ qua một câu trả lời không khớp với những gì đã gửi.",
            en: "An answer that does not fit what was sent was ignored."),
        "serial-gap": Text(
            vi: "Số biên nhận của cổng bị cách quãng; máy sẽ hỏi lại.", en: "The portal's receipt numbers have a gap."),
        "file-recorded": Text(vi: "Đã nhận tệp vào máy[ ({size:bytes})].", en: "A file was taken in[ ({size:bytes})]."),
        "file-interrupted": Text(
            vi: "Máy dừng giữa lúc gửi tệp; tệp được gửi tiếp.", en: "The machine stopped while sending a file; it goes on."),
        "file-started": Text(vi: "Bắt đầu gửi tệp.", en: "Sending a file began."),
        "file-progress": Text(
            vi: "Đang gửi tệp[: {bytes_done:bytes}][ trong {bytes_total:bytes}].",
            en: "Sending a file[: {bytes_done:bytes}][ of {bytes_total:bytes}]."),
        "file-resumed": Text(vi: "Gửi tiếp tệp[ từ {offset:bytes}].", en: "A file goes on[ from {offset:bytes}]."),
        "file-delivered": Text(vi: "Cổng đã nhận đủ tệp.", en: "The portal has the whole file."),
        "file-retrying": Text(vi: "Sẽ gửi tiếp tệp.[ {reason:reason}]", en: "A file will go on later.[ {reason:reason}]"),
        "file-quarantined": Text(
            vi: "Tệp được để riêng vì gặp lỗi.[ {reason:reason}]", en: "A file was set aside after trouble.[ {reason:reason}]"),
        "file-released": Text(vi: "Tệp được cho gửi lại.", en: "A file was released for sending."),
        "result-fetched": Text(vi: "Đã tải kết quả từ cổng[ ({bytes:bytes})].", en: "A result was fetched from the portal[ ({bytes:bytes})]."),
        "result-quarantined": Text(
            vi: "Không tải được kết quả, cần người xem.[ {reason:reason}]", en: "A result could not be fetched and needs a person.[ {reason:reason}]"),
        "enrolled": Text(vi: "Máy đã đăng ký với cổng.", en: "This machine was enrolled with the portal."),
        "revoked": Text(vi: "Cổng thu hồi quyền của máy này.", en: "The portal withdrew this machine's right to send."),
        "started": Text(
            vi: "Dịch vụ kiosk bắt đầu chạy[, bản {version}].", en: "The kiosk service started[, version {version}]."),
        "stopped": Text(vi: "Dịch vụ kiosk dừng.", en: "The kiosk service stopped."),
        "migrated": Text(
            vi: "Kho dữ liệu được nâng cấp[ lên bản {version}].", en: "The store was upgraded[ to version {version}]."),
        "link-changed": Text(vi: "Kết nối thay đổi.[ {reason:reason}]", en: "The link changed.[ {reason:reason}]"),
        "attempt": Text(vi: "Thử gửi.", en: "A try to send."),
        "attempt-failed": Text(vi: "Lần gửi chưa được.[ {reason:reason}]", en: "A try to send failed.[ {reason:reason}]"),
        "interrupted": Text(vi: "Việc gửi bị gián đoạn.[ {reason:reason}]", en: "Sending was interrupted.[ {reason:reason}]"),
        "synced": Text(vi: "Đã trao đổi xong với cổng.", en: "An exchange with the portal ended well."),
        "clock-corrected": Text(
            vi: "Đồng hồ máy này lệch[ {seconds:duration}] so với cổng; đã tính đến.",
            en: "This machine's clock is off[ by {seconds:duration}]; allowed for."),
        "catalogue-updated": Text(
            vi: "Danh mục thủ tục được cập nhật[: {procedures} thủ tục].",
            en: "The catalogue was updated[: {procedures} procedures]."),
        "condition": Text(vi: "Có việc cần chú ý.[ {reason:reason}]", en: "Something needs attention.[ {reason:reason}]"),
        "unreadable": Text(
            vi: "Một mục trong kho không đọc được nên để riêng.", en: "An item in the store cannot be read and was set aside."),
        "recovered": Text(
            vi: "Một mục dở dang từ lần chạy trước được đưa lại hàng chờ.",
            en: "An item left over from the last run was queued again."),
    ]
}
