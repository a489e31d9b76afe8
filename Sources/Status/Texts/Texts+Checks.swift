extension Texts {
    /// What `kiosk doctor` looks at.
    static let checks: [String: Text] = [
        "disk": Text(vi: "Ổ đĩa", en: "Disk"),
        "database": Text(vi: "Kho dữ liệu", en: "Database"),
        "catalogue": Text(vi: "Danh mục", en: "Catalogue"),
        "site": Text(vi: "Lịch, địa bàn", en: "Calendars"),
        "version": Text(vi: "Phiên bản", en: "Version"),
        "link": Text(vi: "Mạng", en: "Link"),
        "portal": Text(vi: "Cổng", en: "Portal"),
        "clock": Text(vi: "Đồng hồ", en: "Clock"),
        "key": Text(vi: "Khóa", en: "Key"),
    ]

    /// The name of a check as a short label; `nil` for one that has none.
    package static func check(_ word: String, in language: Language) -> String? { checks[word]?[language] }
}
