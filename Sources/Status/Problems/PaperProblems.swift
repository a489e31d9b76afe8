/// Why an official form is not printed, in words.
enum PaperProblems {
    static let dossierNotReceived = Text(
        vi:
            "Cổng chưa tiếp nhận hồ sơ này[ ({id})] nên chưa in được mẫu này. Khi có mạng, chạy “kiosk sync” rồi in lại; trong lúc chờ, in "
            + "phiếu ghi nhận tạm bằng “kiosk dossier slip”.",
        en:
            "The portal has not received this dossier[ ({id})] yet, so this form cannot be printed. Run “kiosk sync” when there is a link; "
            + "meanwhile print the provisional slip with “kiosk dossier slip”.")
    static let nothingAsked = Text(
        vi: "Cổng chưa yêu cầu bổ sung giấy tờ nào cho hồ sơ này[ ({id})], nên không có gì để in.",
        en: "The portal has asked for no more papers for this dossier[ ({id})], so there is nothing to print.")
    static let notRefused = Text(
        vi: "Cổng không từ chối hồ sơ này[ ({id})], nên không in được phiếu từ chối.",
        en: "The portal has not refused this dossier[ ({id})], so there is no refusal to print.")
    static let notPostponed = Text(
        vi:
            "Ngày hẹn của cổng[ ({due})] không muộn hơn ngày hẹn cũ. Ghi ngày hẹn cũ, như trên giấy tiếp nhận của người dân, bằng --was "
            + "DD/MM/YYYY.",
        en:
            "The portal's appointment[ ({due})] is no later than the former one. Give the former one, as on the citizen's paper, with --was "
            + "DD/MM/YYYY.")
    static let formerDueUnknown = Text(
        vi:
            "Máy này không biết ngày hẹn trước khi cổng hẹn lại[ ({due})]. Ghi ngày hẹn cũ, như trên giấy tiếp nhận của người dân, bằng --was "
            + "DD/MM/YYYY.",
        en:
            "The appointment before the portal's present one[ ({due})] is not known here. Give it, as on the citizen's paper, with --was "
            + "DD/MM/YYYY.")
    static let formValueMissing = Text(
        vi: "Máy này chưa biết một mục mà mẫu phải có[: {name}]. Chạy “kiosk sync” khi có mạng rồi in lại.",
        en:
            "This machine does not know something that the form must have[: {name}]. Run “kiosk sync” when there is a link and print again."
    )
    static let formInvalid = Text(
        vi:
            "Mẫu giấy[ {file}] không dùng được[, dòng {line}][, mục {key}][: {detail}].[ Có phải là {nearest}?] Hãy nhờ người quản trị sửa "
            + "(kiosk-config/forms/README.md).",
        en:
            "The form's template[ {file}] cannot be used[, line {line}][, key {key}][: {detail}].[ Did you mean {nearest}?] Ask the "
            + "administrator to mend it (kiosk-config/forms/README.md).")
}
