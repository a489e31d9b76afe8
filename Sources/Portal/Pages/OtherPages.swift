/// The portal's front door.
package enum LandingPage {
    package static func make(_ portal: String, _ language: PageLanguage) -> Page {
        Page(
            status: 200, language: language, title: portal,
            content: [
                tag(
                    "p", [],
                    [
                        .text(
                            language.pick(
                                "Cổng này nhận tài khoản và hồ sơ từ các bộ phận một cửa. Để xem hồ sơ đến đâu, mở địa chỉ /track/ kèm mã hồ sơ trên Giấy tiếp nhận.",
                                "This portal receives accounts and dossiers from one-stop desks. To see how far a dossier is, open /track/ followed by the code on its receipt."
                            ))
                    ]),
                tag(
                    "p", [],
                    [
                        .text(language.pick("Dành cho kỹ sư: ", "For engineers: ")),
                        tag("a", [("href", "/kiosk/v1/openapi.yaml")], ["openapi.yaml"]),
                    ]),
            ])
    }
}

/// `/confirm/<code>`: the link in a confirmation mail, and what came of it.
package enum ConfirmationPage {
    package static func make(_ outcome: Confirmation, _ language: PageLanguage) -> Page {
        switch outcome {
        case .open:
            Page(
                status: 200, language: language, title: language.pick("Xác nhận địa chỉ thư", "Confirm the address"),
                content: [
                    tag(
                        "p", [],
                        [
                            .text(
                                language.pick(
                                    "Bấm nút dưới đây để xác nhận địa chỉ thư này là của ông/bà.",
                                    "Press the button to confirm that this mail address is yours."))
                        ]),
                    // Without an action the form goes to the page's own address, language and all.
                    tag("form", [("method", "post")], [tag("button", [], [.text(language.pick("Xác nhận", "Confirm"))])]),
                ], hasForm: true)
        case .confirmed:
            page(
                200, language, language.pick("Đã xác nhận địa chỉ thư", "The address is confirmed"),
                language.pick("Cảm ơn ông/bà. Tài khoản đã được xác nhận.", "Thank you. The account is confirmed."))
        case .expired:
            page(
                410, language, language.pick("Liên kết đã hết hạn", "The link has expired"),
                language.pick(
                    "Liên kết này đã hết hạn hoặc đã có thư mới thay thế. Xin hỏi bộ phận một cửa.",
                    "This link is too old, or a newer mail has taken its place. Please ask at the desk."))
        case .unknown:
            page(
                404, language, language.pick("Liên kết không đúng", "This is not a link of ours"),
                language.pick(
                    "Xin mở lại liên kết trong thư, đủ từng ký tự.", "Please open the link of the mail again, with every letter.")
            )
        }
    }

    private static func page(_ status: Int, _ language: PageLanguage, _ title: String, _ text: String) -> Page {
        Page(status: status, language: language, title: title, content: [tag("p", [], [.text(text)])])
    }
}
