/// Notices in a clerk's words (protocol.md, section 5).
extension Texts {
    static let noticeKinds: [String: Text] = [
        "supplement": Text(vi: "yêu cầu bổ sung", en: "papers wanted"),
        "refusal": Text(vi: "từ chối", en: "refusal"),
        "appointment": Text(vi: "hẹn lại", en: "new appointment"),
        "mail": Text(vi: "đã gửi thư", en: "mail sent"),
        "result": Text(vi: "kết quả", en: "result"),
        "info": Text(vi: "thông tin", en: "information"),
    ]

    /// A notice's `kind` as a short label.
    package static func noticeKind(_ word: String, in language: Language) -> String {
        (noticeKinds[word] ?? unknownNoticeKind)[language]
    }

    static let unknownNoticeKind = Text(vi: "thông báo", en: "notice")
}
