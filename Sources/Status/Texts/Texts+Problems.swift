package import SyncProtocol

extension ProblemName {
    /// What this refusal means to the clerk, and how to mend it. The closed table of protocol.md, section 1.
    package var text: Text {
        switch self {
        case .malformedLine, .malformedRequest:
            Text(
                vi: "Cổng không đọc được mục này. Hãy báo người quản trị và gửi kèm “kiosk log”.",
                en: "The portal could not read this. Please tell the administrator, with “kiosk log”.")
        case .unknownType:
            Text(
                vi: "Cổng này chưa hỗ trợ việc đó. Hãy hỏi quản trị cổng.",
                en: "This portal does not know this kind of work yet. Please ask its administrator.")
        case .operationReused:
            Text(
                vi: "Cổng đã có một mục khác mang cùng mã. Dùng “kiosk queue requeue” để gửi lại bằng mã mới.",
                en: "The portal has other content under the same id. Use “kiosk queue requeue” to send it under a new one.")
        case .afterNotApplied:
            Text(
                vi: "Đang chờ cổng nhận xong mục phải đi trước. Không cần làm gì.",
                en: "It waits for an earlier item that the portal must take first. There is nothing to do.")
        case .afterNever:
            Text(
                vi: "Mục phải đi trước không được cổng nhận. Hãy giải quyết mục đó trước.",
                en: "An item that must go first was not taken by the portal. Please settle that one first.")
        case .invalidBody:
            Text(
                vi: "Cổng thấy nội dung chưa đúng[ ở mục {field:field}]. Hãy sửa lại rồi gửi lại.",
                en: "The portal finds the content wrong[ in “{field:field}”]. Please correct it and send it again.")
        case .unknownSubject:
            Text(
                vi: "Cổng chưa có tài khoản hoặc hồ sơ mà mục này nói đến. Hãy kiểm tra mục đó đã gửi xong chưa.",
                en: "The portal does not know the account or dossier that this is about. Please check that it was delivered.")
        case .unknownProcedure:
            Text(
                vi: "Cổng không có thủ tục này. Cập nhật danh mục bằng “kiosk procedure update” rồi chọn lại thủ tục.",
                en: "The portal does not have this procedure. Run “kiosk procedure update” and choose again.")
        case .unknownFile:
            Text(
                vi: "Cổng chưa có một tệp mà mục này cần. Hãy kiểm tra tệp đính kèm.",
                en: "The portal lacks a file that this needs. Please check the attachments.")
        case .notYours:
            Text(
                vi: "Tài khoản hoặc hồ sơ này thuộc đơn vị khác. Hãy liên hệ đơn vị đó.",
                en: "This account or dossier belongs to another unit. Please contact it.")
        case .identityElsewhere:
            Text(
                vi:
                    "Số giấy tờ này đã có ở đơn vị khác với họ tên khác. Hãy xem lại giấy tờ; nếu đúng, nhờ quản trị cổng giải quyết.",
                en: "Another unit has this identity number under another name. Please check the paper; if it is right, the "
                    + "portal's office must settle it.")
        case .notEditable:
            Text(
                vi: "Cổng đã tiếp nhận hồ sơ nên không sửa được nữa.",
                en: "The portal has received the dossier, so it cannot be changed any more.")
        case .requestClosed:
            Text(
                vi: "Yêu cầu bổ sung đã đóng. Hãy liên hệ cơ quan xử lý hồ sơ.",
                en: "The request for more papers is closed. Please contact the office that handles the dossier.")
        case .nothingToPay:
            Text(vi: "Hồ sơ này hiện không có khoản nào phải nộp.", en: "There is nothing to pay for this dossier now.")
        case .fileTooLarge:
            Text(
                vi: "Tệp lớn hơn mức cổng nhận. Hãy quét lại với độ phân giải thấp hơn hoặc tách thành nhiều tệp.",
                en: "The file is larger than the portal takes. Scan it at a lower resolution or split it.")
        case .fileType:
            Text(
                vi: "Cổng không nhận loại tệp này. Hãy lưu lại thành PDF hoặc ảnh JPEG rồi đính kèm lại.",
                en: "The portal does not take files of this type. Save it as PDF or JPEG and attach it again.")
        case .fileDigestMismatch:
            Text(
                vi: "Tệp đến cổng bị sai khác so với bản trên máy. Máy sẽ kiểm tra bản của mình và gửi lại.",
                en: "The file reached the portal altered. This machine checks its own copy and sends it again.")
        case .uploadGone, .offsetMismatch, .checksumMismatch, .uploadLocked:
            Text(
                vi: "Việc gửi tệp bị gián đoạn ở phía cổng. Máy sẽ tự gửi tiếp.",
                en: "Sending the file was interrupted at the portal. It goes on by itself.")
        case .tusVersion, .methodNotAllowed, .unsupportedMediaType, .notFound:
            Text(
                vi: "Cổng này chưa hỗ trợ cách gửi của phần mềm kiosk. Hãy báo quản trị cổng.",
                en: "This portal does not support how the kiosk sends. Please tell its administrator.")
        case .batchTooLarge:
            Text(
                vi: "Một lần gửi quá lớn đối với cổng. Máy sẽ tự chia nhỏ và gửi lại.",
                en: "Too much at once for the portal. It is split and sent again by itself.")
        case .assertionTime:
            Text(
                vi: "Đồng hồ của máy này lệch nhiều so với cổng. Hãy chỉnh lại ngày giờ.",
                en: "This machine's clock is far from the portal's. Please set the date and time.")
        case .invalidClient, .unauthorized:
            Text(
                vi: "Cổng chưa chấp nhận máy này. Máy sẽ tự thử lại; nếu kéo dài, hãy gọi quản trị cổng.",
                en: "The portal did not accept this machine. It tries again; if that goes on, call the portal's administrator.")
        case .tooManyRequests:
            Text(
                vi: "Cổng đang hạn chế vì có quá nhiều yêu cầu. Máy sẽ tự thử lại sau.",
                en: "The portal holds back because of too many requests. It is tried again later by itself.")
        case .enrolmentRefused:
            Text(
                vi: "Mã đăng ký sai, đã dùng hoặc đã hết hạn. Hãy xin quản trị cổng mã mới.",
                en: "The enrolment code is wrong, used or too old. Ask the portal's administrator for a new one.")
        case .revoked:
            Text(
                vi: "Cổng đã thu hồi quyền của máy này. Mọi thứ đã ghi vẫn còn; hãy gọi quản trị cổng để đăng ký lại máy.",
                en:
                    "The portal withdrew this machine's right to send. All that was recorded is kept; ask for it to be enrolled again."
            )
        case .agentTooOld:
            Text(
                vi: "Phần mềm kiosk quá cũ đối với cổng. Hãy cập nhật; mọi thứ đã ghi vẫn còn.",
                en: "The kiosk software is too old for the portal. Please update it; all that was recorded is kept.")
        case .unavailable, .internalError:
            Text(
                vi: "Cổng đang gặp trục trặc. Máy sẽ tự thử lại.",
                en: "The portal is in trouble. This machine tries again by itself.")
        }
    }
}
