import SyncProtocol

extension StatusReport.Attention {
    /// What a person must do about one operation in `conflict`, `rejected` or `quarantined`; `nil` for any other state.
    /// - Parameters:
    ///   - id: the operation's; the entry's id too.
    ///   - type: the operation's type, such as `account.put`.
    ///   - reason: the stable word, where there is one.
    ///   - conflict: the conflict's id, for the command.
    ///   - mending: what to type to mend it; where there are two commands, ` && ` stands between them.
    package static func operation(
        id: String, type: String, state: String, reason: String?, conflict: String? = nil, mending: String? = nil,
        in language: Language
    ) -> StatusReport.Attention? {
        let what = Texts.operationType(type, in: language)
        let why = reason.map { ["why": Texts.reason($0, in: language)] } ?? [:]
        let parameters = why.merging(["what": what]) { first, _ in first }
        switch state {
        case "conflict":
            let isDeed = OperationType(rawValue: type).map { !$0.isPut } ?? false
            let text =
                isDeed
                ? Text(vi: "Cổng không làm ({what}).[ {why}]", en: "The portal did not do it ({what}).[ {why}]")
                : Text(vi: "Hai bên sửa khác nhau ({what}).[ {why}]", en: "Changed differently on both sides ({what}).[ {why}]")
            return Self(
                id: id, text: text.render(language, parameters),
                command: conflict.map { "kiosk conflict show \($0)" } ?? "kiosk conflict list")
        case "rejected":
            let text = Text(vi: "Cổng từ chối ({what}).[ {why}]", en: "Refused by the portal ({what}).[ {why}]")
            return Self(id: id, text: text.render(language, parameters), command: mending ?? "kiosk queue why \(id)")
        case "quarantined":
            let text = Text(vi: "Để riêng vì gặp lỗi ({what}).[ {why}]", en: "Set aside after trouble ({what}).[ {why}]")
            return Self(id: id, text: text.render(language, parameters), command: mending ?? "kiosk queue why \(id)")
        default: return nil
        }
    }

    /// What a person must do about a result that cannot be fetched.
    /// - Parameter id: the file's digest.
    package static func result(id: String, dossier: String, reason: String?, in language: Language) -> StatusReport.Attention {
        let text = Text(vi: "Không tải được một kết quả.[ {why}]", en: "A result could not be fetched.[ {why}]")
        return Self(
            id: id, text: text.render(language, reason.map { ["why": Texts.reason($0, in: language)] } ?? [:]),
            command: "kiosk dossier result \(dossier)")
    }

    /// What a person must do about a quarantined file of a dossier.
    /// - Parameter id: the file's digest.
    package static func file(id: String, dossier: String, reason: String?, in language: Language) -> StatusReport.Attention {
        let text = Text(vi: "Một tệp được để riêng vì gặp lỗi.[ {why}]", en: "A file was set aside after trouble.[ {why}]")
        return Self(
            id: id, text: text.render(language, reason.map { ["why": Texts.reason($0, in: language)] } ?? [:]),
            command: "kiosk dossier show \(dossier)")
    }
}
