import Dossiers
import Status
import SyncProtocol

/// What was recorded with a dossier: how it is handed in and given back, its form, its papers.
enum DossierParts {
    static func delivery(_ dossier: JSONValue, _ screen: inout Screen) {
        guard let delivery = dossier["delivery"] else { return }
        for name in ["hand_in", "hand_in_address", "result", "result_address"] {
            guard let value = delivery[name], !value.isNull else { continue }
            screen.entry(Capital.field(name), FieldValue.spell(value, name: name, screen.language))
        }
    }

    // MARK: Form

    /// In the form's own order, each entry under its title; what the catalogue does not know is shown by its name.
    static func form(_ dossier: JSONValue, _ screen: inout Screen) {
        guard let form = dossier["form"]?.objectValue, !form.isEmpty else { return }
        screen.line()
        screen.line(Text(vi: "Biểu mẫu", en: "Form"))
        let known: [(name: String, title: String)] = (dossier["local"]?["form"]?.arrayValue ?? []).compactMap { field in
            guard let name = field["name"]?.stringValue, let title = field["title"]?.stringValue else { return nil }
            return (name, title)
        }
        let others = form.keys.filter { name in !known.contains { $0.name == name } }.sorted()
        for (name, title) in known + others.map({ ($0, $0) }) {
            guard let value = form[name] else { continue }
            if name == ClaimedExemptions.formName, let text = value.stringValue {
                let label = Text(vi: "Diện được miễn phí, lệ phí", en: "Claims to be exempt as")[screen.language]
                screen.paragraph("\(label): \(groups(text, screen.language))", indent: 2)
            } else {
                screen.paragraph("\(Printable.clean(title)): \(FieldValue.spell(value, name: name, screen.language))", indent: 2)
            }
        }
    }

    /// The groups that a citizen claims, in words.
    private static func groups(_ text: String, _ language: Language) -> String {
        ClaimedExemptions.words(in: [ClaimedExemptions.formName: text]).sorted().map { word in
            guard let group = FeeExemption(rawValue: word) else { return Printable.clean(word) }
            return language == .vi ? group.nameInVietnamese : group.nameInEnglish
        }.joined(separator: ", ")
    }

    // MARK: Papers

    /// The files under their components, both in their order; then those that answer requests.
    static func papers(_ dossier: JSONValue, _ screen: inout Screen) {
        let ways = dossier["local"]?["files"]?.arrayValue ?? []
        let own = dossier["components"]?.arrayValue ?? []
        let components = own.filter { $0["files"]?.arrayValue?.isEmpty == false }
        guard !ways.isEmpty || !components.isEmpty else { return }
        screen.line()
        screen.line(Text(vi: "Giấy tờ", en: "Papers"))
        for component in components {
            screen.paragraph(title(component, screen.language), indent: 2)
            for file in component["files"]?.arrayValue ?? [] {
                let way = ways.first { isWay($0, of: file, in: component) }
                line(file["name"], way, &screen)
            }
        }
        let others = ways.filter { way in
            !components.contains { component in
                (component["files"]?.arrayValue ?? []).contains { isWay(way, of: $0, in: component) }
            }
        }
        var last: JSONValue?
        for way in others {
            if way["component"] != last {
                let component = own.first { $0["code"] == way["component"] }
                let name = component?["title"]?.stringValue ?? way["component"]?.stringValue ?? ""
                let heading =
                    way["request"] == nil
                    ? Text(vi: "{title}", en: "{title}") : Text(vi: "{title} (bổ sung)", en: "{title} (supplement)")
                screen.paragraph(heading.render(screen.language, ["title": name]), indent: 2)
                last = way["component"]
            }
            line(way["name"], way, &screen)
        }
    }

    private static func isWay(_ way: JSONValue, of file: JSONValue, in component: JSONValue) -> Bool {
        way["sha256"] == file["sha256"] && way["name"] == file["name"]
            && (way["component"] == nil || way["component"] == component["code"]) && way["request"] == nil
    }

    /// What the component is called and how many were given.
    private static func title(_ component: JSONValue, _ language: Language) -> String {
        let title = component["title"]?.stringValue ?? component["code"]?.stringValue ?? ""
        let text = Text(vi: "{title}[ ({o} bản chính, {c} bản sao)]", en: "{title}[ (originals {o}, copies {c})]")
        var facts = ["title": title]
        facts["o"] = component["originals"]?.integerValue.map { String($0) }
        facts["c"] = component["copies"]?.integerValue.map { String($0) }
        return text.render(language, facts)
    }

    private static func line(_ name: JSONValue?, _ way: JSONValue?, _ screen: inout Screen) {
        screen.paragraph(
            [Printable.clean(name?.stringValue ?? ""), way.map { amount($0, screen.language) }].compactMap { $0 }
                .joined(separator: " — "), indent: 4)
        // A moment to wait for is told; what is tried again by itself at once is not.
        if way?["next_attempt_at"] != nil, let text = way?["text"]?.stringValue {
            screen.paragraph(Printable.clean(text), indent: 6)
        }
    }

    /// How much of a file is at the portal.
    private static func amount(_ way: JSONValue, _ language: Language) -> String {
        let done = way["bytes_done"]?.integerValue ?? 0
        let total = way["bytes_total"]?.integerValue ?? 0
        guard done < total else { return Text(vi: "cổng đã nhận", en: "at the portal")[language] }
        return "\(Format.bytes(done, language)) / \(Format.bytes(total, language))"
    }
}
