extension Texts {
    /// What is wrong with a row of a catalogue, by the fault's word; `{path}` is the member.
    static let catalogueFaults: [String: Text] = [
        "unreadable": Text(vi: "không đọc được", en: "not readable"),
        "lacks": Text(vi: "thiếu {path}", en: "lacks {path}"),
        "wrong": Text(vi: "{path} có giá trị không dùng được", en: "{path} has a value that cannot be used"),
        "empty": Text(vi: "mã hoặc tên để trống", en: "empty code or name"),
        "code-signs": Text(
            vi: "mã có ký tự khác chữ, số, dấu chấm và gạch nối", en: "code of other signs than letters, digits, dots and hyphens"
        ),
        "ends-before": Text(vi: "valid_to sớm hơn valid_from", en: "valid_to before valid_from"),
        "out-of-range": Text(vi: "{path} ngoài giới hạn cho phép", en: "{path} out of range"),
        "twice": Text(vi: "{path} bị lặp", en: "{path} twice"),
        "code-twice": Text(
            vi: "mã bị lặp trong cùng thời gian hiệu lực; dùng dòng đầu",
            en: "the code twice for the same time; the first row stands"),
    ]

    /// Which row of a catalogue was left out, and why.
    package static func catalogueFault(_ word: String, path: String, row: String, in language: Language) -> String {
        let reason = catalogueFaults[word]?.render(language, ["path": path]) ?? word
        return "\(row): \(reason)"
    }
}
