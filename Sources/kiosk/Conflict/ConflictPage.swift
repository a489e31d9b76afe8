import KioskAgent
import Status
import SyncProtocol

/// A conflict as text: people, places and times, never “local” and “remote”.
enum ConflictPage {
    static func row(_ conflict: ConflictView, _ screen: inout Screen) {
        let about = conflict.about.map(Printable.clean) ?? ""
        let names = conflict.fields.map { Texts.fieldName($0.name, in: screen.language) }.joined(separator: ", ")
        screen.row(
            [
                (conflict.id.shortID, 18), (kind(conflict, screen.language), 9),
                (Texts.state(conflict.state, in: screen.language), 14),
            ], about: about, note: names.isEmpty ? Printable.clean(conflict.text) : names)
    }

    static func page(_ conflict: ConflictView, _ screen: inout Screen) {
        let language = screen.language
        screen.paragraph(screen.bold(Printable.clean(conflict.text)))
        screen.entry(Text(vi: "Mã", en: "Id"), conflict.id)
        screen.entry(
            Capital.field(kind(conflict, language)),
            [conflict.about.map(Printable.clean), conflict.about == nil ? conflict.subject : "(\(conflict.subject))"].compactMap {
                $0
            }.joined(separator: " "))
        screen.entry(Text(vi: "Trạng thái", en: "State"), Texts.state(conflict.state, in: language))
        for field in conflict.fields {
            screen.line()
            screen.line(Capital.field(field.name)[language] + "  (\(field.name))")
            side(Text(vi: "Trước đó", en: "Before"), field.base, nil, field.name, &screen)
            side(Text(vi: "Máy này", en: "Here"), field.mine.value, field.mine, field.name, &screen)
            side(Text(vi: "Ở cổng", en: "At the portal"), field.theirs.value, field.theirs, field.name, isHeard: true, &screen)
        }
        guard conflict.state == "open" else { return }
        screen.line()
        guard conflict.reason != "identity-taken" else { return identityWays(conflict, &screen) }
        // Where the portal's word is final there is one way out.
        let sides = conflict.reason == "stale" ? "mine|theirs" : "theirs"
        screen.line("→ kiosk conflict resolve \(conflict.id.shortID) --keep \(sides)")
        if conflict.reason == "stale", let name = conflict.fields.first?.name, conflict.fields.count > 1 {
            screen.line("→ kiosk conflict resolve \(conflict.id.shortID) --field \(name)=mine|theirs|…")
        }
    }

    /// Taking the portal's account for this one is more than keeping a value: what either way means stands with it.
    private static func identityWays(_ conflict: ConflictView, _ screen: inout Screen) {
        let id = conflict.id.shortID
        screen.paragraph(
            Text(
                vi: "Cùng một người: dùng tài khoản ở cổng thay cho tài khoản này, hồ sơ đi theo.",
                en: "The same person: the portal's account is used in place of this one, and its dossiers follow."
            )[screen.language])
        screen.line("→ kiosk conflict resolve \(id) --keep theirs")
        screen.paragraph(
            Text(
                vi: "Hai người khác nhau: số giấy tờ ở đây ghi nhầm, cho số đúng.",
                en: "Two people: the number recorded here is wrong, and the right one is needed.")[screen.language])
        screen.line("→ kiosk conflict resolve \(id) --field identity=\(Text(vi: "SỐ", en: "NUMBER")[screen.language])")
    }

    private static func side(
        _ label: Text, _ value: JSONValue, _ side: ConflictView.Side?, _ name: String, isHeard: Bool = false,
        _ screen: inout Screen
    ) {
        let whoAndWhen = side.map { side in
            // Nobody tells when it was written at the portal; only when this machine heard of it is known.
            let time = side.at.map { at in
                isHeard
                    ? Text(vi: "biết lúc {at}", en: "heard {at}").render(screen.language, ["at": screen.time(at)])
                    : screen.time(at)
            }
            return [Printable.clean(side.by), time].compactMap { $0 }.joined(separator: ", ")
        }
        let text = FieldValue.spell(value, name: name, screen.language)
        screen.entry(
            Text(vi: "  \(label.vi)", en: "  \(label.en)"), whoAndWhen.map { "\(text)  — \($0)" } ?? text, width: 18)
    }

    private static func kind(_ conflict: ConflictView, _ language: Language) -> String {
        conflict.kind == "account"
            ? Text(vi: "tài khoản", en: "account")[language]
            : conflict.kind == "dossier" ? Text(vi: "hồ sơ", en: "dossier")[language] : Printable.clean(conflict.kind)
    }

    static func showDecision(_ answer: ResolveConflict.Answer, _ session: Session) throws {
        try session.show(answer) { screen in
            screen.line("\(answer.id)  \(Texts.state(answer.state, in: screen.language))")
            for (name, value) in (answer.values ?? [:]).sorted(by: { $0.key < $1.key }) {
                screen.entry(Capital.field(name), FieldValue.spell(value, name: name, screen.language))
            }
            if let question = answer.question {
                return screen.line("→ kiosk conflict show \(question.shortID)")
            }
            screen.line(
                answer.operation == nil
                    ? Text(
                        vi: "  Giá trị ở cổng được giữ; không phải gửi gì.",
                        en: "  The portal's values stay; nothing is to be sent.")
                    : Text(vi: "  Quyết định đang chờ gửi đến cổng.", en: "  The decision waits to be sent to the portal."))
        }
    }
}
