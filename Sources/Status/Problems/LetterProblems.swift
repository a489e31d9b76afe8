/// What can go wrong with payments, notices, confirmations and drafts, in words.
enum LetterProblems {
    static let noEmail = Text(
        vi:
            "Tài khoản này không có địa chỉ thư điện tử nên không có gì để xác nhận. Nếu người dân có thư, thêm bằng “kiosk account "
            + "edit[ {id}] --email” và chờ cổng gửi thư mới.",
        en:
            "This account has no e-mail address, so there is nothing to confirm. If the person has one, add it with “kiosk account "
            + "edit[ {id}] --email” and wait for the portal's mail.")
    static let unknownPayment = Text(
        vi:
            "Không có khoản thu nào như vậy trên máy này[: {id}]. Xem danh sách bằng “kiosk payment list”; khoản mới về khi có mạng.",
        en: "There is no such payment on this machine[: {id}]. See them with “kiosk payment list”; new ones come with the link.")
    static let paymentUnderWay = Text(
        vi:
            "Khoản này[ ({id})] đang được nộp hoặc chưa rõ kết quả nên không bắt đầu lần nữa, để khỏi nộp hai lần. Cổng sẽ báo kết quả; "
            + "xem bằng “kiosk payment show”.",
        en:
            "This payment[ ({id})] is under way or its end is unknown, so it is not started again: it could be paid twice. The portal will "
            + "say how it ended; see “kiosk payment show”.")
    static let nothingToPay = Text(
        vi: "Không có gì phải nộp[ ({id})]: khoản này đã nộp, được miễn, hoặc hồ sơ không có khoản thu nào.",
        en: "There is nothing to pay[ ({id})]: it is paid or waived, or the dossier has no fee.")
    static let unknownNotice = Text(
        vi: "Không có thông báo nào như vậy trên máy này[: {id}]. Xem danh sách bằng “kiosk notice list”.",
        en: "There is no such notice on this machine[: {id}]. See them with “kiosk notice list”.")
    static let noResultFile = Text(
        vi:
            "Hồ sơ này[ ({id})] không có kết quả nào như vậy ở dạng tệp. Xem các kết quả bằng “kiosk dossier show”; bản giấy thì trao tại "
            + "quầy hoặc gửi về nhà.",
        en:
            "This dossier[ ({id})] has no such result as a file. See its results with “kiosk dossier show”; papers are handed out at the "
            + "counter or sent home.")
    static let notADraft = Text(
        vi: "Hồ sơ này[ ({id})] đã được nộp nên không xóa được. Nếu công dân xin rút, dùng “kiosk dossier withdraw”.",
        en:
            "This dossier[ ({id})] was submitted, so it cannot be deleted. If the citizen takes it back, use “kiosk dossier withdraw”."
    )
    static let notWithdrawable = Text(
        vi:
            "Cổng đã kết thúc hồ sơ này[ ({id})]: không tiếp nhận, dừng xử lý hoặc đã trả kết quả, nên không còn gì để rút. Nếu cần nộp lại, lập "
            + "hồ sơ mới bằng “kiosk dossier copy[ {id}]”.",
        en:
            "The portal is done with this dossier[ ({id})]: it was not received, was stopped, or its result was handed over, so there is "
            + "nothing to withdraw. To file it again, make a new one with “kiosk dossier copy[ {id}]”.")
    static let requestAnswered = Text(
        vi:
            "Yêu cầu bổ sung này[ ({id})] đã được trả lời: giấy tờ đã gửi hoặc đang chờ gửi. Xem bằng “kiosk dossier show”; nếu cơ quan cần thêm, "
            + "cổng sẽ có yêu cầu mới.",
        en:
            "This request for more papers[ ({id})] is answered: the papers are sent or wait to be. See “kiosk dossier show”; should the "
            + "office need more, the portal will ask anew.")
    static let countsOfSupplement = Text(
        vi: "Số bản chính, bản sao chỉ ghi cùng hồ sơ, không ghi cho giấy tờ bổ sung. Bỏ --originals và --copies rồi làm lại.",
        en:
            "The numbers of originals and copies are recorded with the dossier, not with the answer to a request. Leave --originals and "
            + "--copies out and try again.")
    static let paperNotThere = Text(
        vi: "Hồ sơ không có giấy tờ nào như vậy[ ở thành phần {component}]. Xem các giấy tờ bằng “kiosk dossier show”.",
        en: "The dossier has no such paper[ in the component {component}]. See its papers with “kiosk dossier show”.")
    static let unknownUnit = Text(
        vi: "Danh mục không có đơn vị[ mã {code}]. Xem các đơn vị bằng “kiosk procedure units”.",
        en: "The catalogue has no unit[ with the code {code}]. See the units with “kiosk procedure units”.")
    static let unknownFieldOfWork = Text(
        vi: "Danh mục không có lĩnh vực[ mã {code}]. Xem các lĩnh vực bằng “kiosk procedure fields”.",
        en: "The catalogue has no field of work[ with the code {code}]. See them with “kiosk procedure fields”.")
}
