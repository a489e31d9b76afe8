extension Texts {
    /// What is odd but not wrong (domain.md, 5 and 9): said to the clerk, never corrected by the program.
    static let warnings: [String: Text] = [
        "unknown-province": Text(
            vi: "Ba số đầu của số định danh không ứng với tỉnh nào. Hãy xem lại trên thẻ.",
            en: "The first three digits of the personal number belong to no province. Please check the card."),
        "sex-mismatch": Text(
            vi: "Giới tính không khớp với số định danh. Hãy xem lại trên thẻ.",
            en: "The sex does not fit the personal number. Please check the card."),
        "birth-year-mismatch": Text(
            vi: "Năm sinh không khớp với số định danh. Hãy xem lại trên thẻ.",
            en: "The year of birth does not fit the personal number. Please check the card."),
        "future-birth-in-number": Text(
            vi: "Số định danh chỉ một ngày sinh chưa đến. Hãy xem lại trên thẻ.",
            en: "The personal number tells of a birth that has not come yet. Please check the card."),
        "expired-cmnd": Text(
            vi: "CMND 9 số đã hết giá trị từ 01/01/2025. Nếu có, hãy dùng số định danh 12 số.",
            en: "CMND with 9 digits ended on 01/01/2025. Use the personal number of 12 digits where there is one."),
        "odd-passport": Text(
            vi: "Số hộ chiếu khác dạng thường gặp. Hãy xem lại trên hộ chiếu.",
            en: "The passport number has an unusual form. Please check the passport."),
        "odd-name": Text(
            vi: "Tên có dạng ít gặp. Nếu đúng như giấy tờ thì không cần sửa.",
            en: "The name has an unusual form. If the paper says so, all is well."),
        "very-old-birth": Text(
            vi: "Tuổi rất cao so với bình thường. Hãy xem lại năm sinh.",
            en: "The age is unusually high. Please check the year of birth."),
        "foreign-phone": Text(
            vi: "Đây là số điện thoại nước ngoài. Hãy hỏi lại cho chắc.", en: "This is a foreign phone number. Please confirm it."
        ),
        "unknown-component": Text(
            vi: "Danh mục không có thành phần hồ sơ này[: {component}]. Hãy xem lại.",
            en: "The catalogue has no such component[: {component}]. Please check."),
        "no-papers": Text(
            vi: "Hồ sơ không có tệp giấy tờ nào. Cổng có thể yêu cầu bổ sung.",
            en: "The dossier has no files. The portal may ask for papers."),
        "missing-form-field": Text(
            vi: "Biểu mẫu còn để trống một mục[: {name}]. Cổng có thể yêu cầu bổ sung.",
            en: "A field of the form is empty[: {name}]. The portal may ask for it."),
        "odd-form-value": Text(
            vi: "Một mục của biểu mẫu có giá trị lạ[: {name}]. Hãy xem lại.",
            en: "A field of the form has an odd value[: {name}]. Please check."),
        "unknown-form-field": Text(
            vi: "Biểu mẫu của thủ tục không có mục này[: {name}]. Hãy xem lại tên mục.",
            en: "The procedure's form has no such field[: {name}]. Please check its name."),
        "procedure-not-in-force": Text(
            vi: "Thủ tục chưa hoặc không còn hiệu lực[; nay thay bằng {replaced_by}]. Hãy xem lại.",
            en: "The procedure is not in force[; {replaced_by} took its place]. Please check."),
        "other-portal": Text(
            vi: "Thủ tục này nộp ở một cổng khác[: {portal}].", en: "This procedure is filed at another portal[: {portal}]."),
        "unreadable-part": Text(
            vi: "Một phần của mã QR không đọc được nên bỏ qua[: {field:field}]. Hãy xem lại trên thẻ.",
            en: "A part of the QR text cannot be read and was left out[: {field:field}]. Please check the card."),
        "estimated-appointment": Text(
            vi: "Ngày hẹn trả này do máy tính tạm; ngày hẹn của cổng mới là ngày đúng.",
            en: "This appointment is an estimate of this machine; the portal's date counts."),
        "calendar-missing": Text(
            vi: "Máy chưa có lịch nghỉ lễ[ năm {year}]; ngày hẹn tạm tính chỉ trừ thứ Bảy và Chủ nhật.",
            en: "The calendar of holidays[ for {year}] is missing; the estimate leaves out Saturdays and Sundays alone."),
        "uncertain-holiday": Text(
            vi: "Ngày nghỉ hoặc làm bù này chưa kiểm chứng[: {day}][ ({name})]. Ngày hẹn tạm tính có thể lệch.",
            en: "This day off or make-up day is not confirmed[: {day}][ ({name})]. The estimate may be off."),
        "abolished-commune": Text(
            vi: "Xã trong địa chỉ không còn[: {former}][, nay là {now}][ (mã {code})]. Địa chỉ vẫn giữ như trên giấy tờ.",
            en:
                "The commune of the address no longer exists[: {former}][, now {now}][ (code {code})]. The address stays as printed."
        ),
        "abolished-district": Text(
            vi: "Địa chỉ ghi cấp huyện, đã bỏ từ 01/07/2025[: {former}]. Địa chỉ vẫn giữ như trên giấy tờ.",
            en: "The address names a district; districts ended on 01/07/2025[: {former}]. The address stays as printed."),
        "abolished-province": Text(
            vi: "Tỉnh trong địa chỉ đã sáp nhập[: {former}][, nay là {now}]. Địa chỉ vẫn giữ như trên giấy tờ.",
            en: "The province of the address was merged[: {former}][, now {now}]. The address stays as printed."),
        "unknown-commune": Text(
            vi: "Không nhận ra xã trong địa chỉ. Hãy xem lại trên giấy tờ.",
            en: "The commune of the address is not known. Please check the paper."),
        "exemption-not-applicable": Text(
            vi: "Thủ tục này không miễn phí, lệ phí cho diện đã chọn[: {claim}]. Cổng sẽ quyết định.",
            en: "No fee of this procedure is waived for the chosen group[: {claim}]. The portal decides."),
        "component-now-missing": Text(
            vi: "Danh mục mới yêu cầu thêm một thành phần hồ sơ[: {component}].",
            en: "The new catalogue asks for one more component[: {component}]."),
        "component-no-longer-needed": Text(
            vi:
                "Danh mục mới không còn yêu cầu thành phần hồ sơ này[: {component}].[ Gỡ giấy tờ ra bằng “kiosk dossier detach {id} "
                + "--component {code}”, hoặc cứ gửi như vậy.]",
            en:
                "The new catalogue no longer asks for this component[: {component}].[ Take its papers out with “kiosk dossier detach {id} "
                + "--component {code}”, or send them all the same.]"),
        "form-field-now-asked": Text(
            vi: "Theo danh mục mới, biểu mẫu cần một mục mà hồ sơ chưa có[: {name}].",
            en: "By the new catalogue the form needs an entry that the dossier lacks[: {name}]."),
        "form-field-no-longer-asked": Text(
            vi: "Danh mục mới không còn mục biểu mẫu này[: {name}].",
            en: "The new catalogue's form no longer has this entry[: {name}]."),
        "telex-residue": Text(
            vi: "Có vẻ còn sót phím gõ dấu (Telex)[ ở mục {field:field}]. Hãy xem lại chữ.",
            en: "The text[ in “{field:field}”] seems to hold left-over Telex keys. Please check it."),
        "eth-read-as-dj": Text(
            vi: "Chữ Ð được đọc là Đ[ ở mục {field:field}].", en: "The letter Ð was read as Đ[ in “{field:field}”]."),
        "normalised": Text(
            vi: "Chữ đã được đưa về dạng chuẩn Unicode.", en: "The text was brought to the standard Unicode form."),
        "old-phone-prefix": Text(
            vi: "Đầu số 11 chữ số đã ngừng dùng từ năm 2018. Hãy hỏi lại số điện thoại.",
            en: "Numbers of 11 digits ended in 2018. Please ask for the phone number again."),
        "phone-converted": Text(
            vi: "Đầu số cũ được đổi sang đầu số mới. Hãy hỏi lại cho chắc.",
            en: "The old phone prefix became the new one. Please confirm it."),
        "unknown-carrier": Text(
            vi: "Đầu số điện thoại không thuộc nhà mạng nào đã biết. Hãy hỏi lại cho chắc.",
            en: "The phone prefix belongs to no known carrier. Please confirm it."),
        "birth-in-future": Text(
            vi: "Ngày sinh ở trong tương lai. Hãy xem lại.", en: "The birth lies in the future. Please check."),
        "one-word-name": Text(
            vi: "Tên chỉ có một chữ. Nếu đúng như giấy tờ thì không cần sửa.",
            en: "The name is one word. If the paper says so, all is well."),
        "name-without-diacritics": Text(
            vi: "Tên không có dấu. Nếu đúng như giấy tờ thì không cần sửa.",
            en: "The name has no diacritics. If the paper says so, all is well."),
        "scan-disagrees": Text(
            vi: "Mã QR của thẻ khác với nội dung đã nhập[ ở mục {field:field}]; máy giữ nội dung đã nhập. Hãy xem lại.",
            en: "The card's QR text differs from what was entered[ in “{field:field}”]; what was entered is kept. Please check."),
        "missing-component": Text(
            vi: "Hồ sơ còn thiếu thành phần bắt buộc[: {component}]. Cổng có thể yêu cầu bổ sung.",
            en: "A required component is missing[: {component}]. The portal may ask for it."),
        "uncertain-procedure": Text(
            vi: "Thông tin về thủ tục này chưa chắc chắn. Hãy đối chiếu trên cổng.",
            en: "What is known of this procedure is not certain. Please compare with the portal."),
        "catalogue-old": Text(
            vi: "Danh mục thủ tục trên máy đã cũ[ ({version})]. Khi có mạng, chạy “kiosk procedure update”.",
            en: "The catalogue on this machine is old[ ({version})]. When there is a link, run “kiosk procedure update”."),
        "same-file-twice": Text(vi: "Tệp này đã được đính kèm trước đó.", en: "This file was attached before."),
        "name-not-content": Text(
            vi: "Đuôi tên tệp không khớp với nội dung[ ({file})]; máy xét theo nội dung.",
            en: "The file's name does not fit its content[ ({file})]; the content counts."),
        "identity-kind-guessed": Text(
            vi: "Loại giấy tờ được đoán theo số. Hãy xem lại.", en: "The kind of identity was judged by its number. Please check."
        ),
        "clock-wrong": Text(
            vi: "Đồng hồ máy này có vẻ sai. Hãy xem lại ngày giờ.", en: "This machine's clock seems wrong. Please check it."),
    ]
}
