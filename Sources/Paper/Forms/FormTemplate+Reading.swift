package import Settings

extension FormTemplate {
    /// Reads the template of `kind` in the folder of forms, such as `/usr/share/commune-kiosk/forms`.
    package static func read(_ kind: FormKind, in folder: String) throws(FormTemplateError) -> FormTemplate {
        let source: SettingsSource
        do throws(SettingsError) {
            source = try SettingsSource.read(
                folder.hasSuffix("/") ? folder + kind.fileName : "\(folder)/\(kind.fileName)")
        } catch {
            throw FormTemplateError(error)
        }
        return try FormTemplate(kind, source)
    }

    /// Reads a template and everything that is wrong with it: unknown keys, and placeholders that are no fields.
    package init(_ kind: FormKind, _ source: SettingsSource) throws(FormTemplateError) {
        let reader: SettingsReader
        do throws(SettingsError) {
            reader = try SettingsReader(source, prefix: nil)
        } catch {
            throw FormTemplateError(error)
        }
        var reading = FormReading(kind: kind)
        let template = reading.template(reader)
        do throws(SettingsError) {
            try reader.finish()
        } catch {
            throw FormTemplateError(error, and: reading.problems)
        }
        guard reading.problems.isEmpty else { throw FormTemplateError(file: source.file, problems: reading.problems) }
        self = template
    }
}

/// One walk through a template's file.
private struct FormReading {
    let kind: FormKind
    var problems: [FormProblem] = []

    private enum BlockKind: String, CaseIterable { case field, fields, text, table, qr, signatures, space }

    init(kind: FormKind) { self.kind = kind }

    mutating func template(_ reader: SettingsReader) -> FormTemplate {
        let root = reader.root
        root.require("title")
        var template = FormTemplate(kind: kind, title: text("title", of: root) ?? empty)
        template.paper = root.choice("paper", of: FormTemplate.Paper.self) ?? template.paper
        template.orientation = root.choice("orientation", of: FormTemplate.Orientation.self) ?? template.orientation
        template.font = root.choice("font", of: FormTemplate.Font.self) ?? template.font
        template.textSize = root.int("text_size", in: 6...16).map { Double($0) } ?? template.textSize
        template.subtitle = text("subtitle", of: root)
        template.copies = texts("copies", of: root, count: 1...4)
        template.foot = text("foot", of: root)
        template.head = head(reader.table("head"))
        for table in root.tables("block") {
            if let block = block(table) { template.blocks.append(block) }
        }
        return template
    }

    private mutating func head(_ table: SettingsTable) -> FormTemplate.Head {
        let hasMotto = table.bool("motto") ?? false
        if hasMotto, kind == .provisional { add(.forbiddenMotto, "motto", of: table) }
        return FormTemplate.Head(
            agency: texts("agency", of: table, count: 0...3), office: texts("office", of: table, count: 0...3),
            hasMotto: hasMotto, barcode: text("barcode", of: table), left: text("left", of: table),
            right: text("right", of: table))
    }

    private mutating func block(_ table: SettingsTable) -> FormTemplate.Block? {
        table.require("kind")
        guard let kind = table.choice("kind", of: BlockKind.self) else { return nil }
        let isOptional = table.bool("optional") ?? false
        return FormTemplate.Block(content: content(kind, table), isOptional: isOptional)
    }

    private mutating func content(_ kind: BlockKind, _ table: SettingsTable) -> FormTemplate.Block.Content {
        switch kind {
        case .field: return .fields([field(table)])
        case .fields:
            table.require("fields")
            return .fields(table.tables("fields").map { field($0) })
        case .text: return .words(words(table))
        case .table: return .table(rows(table))
        case .qr:
            table.require("value")
            return .qr(
                FormTemplate.QR(
                    value: text("value", of: table) ?? empty, text: text("text", of: table) ?? empty,
                    size: millimetres("size", of: table, 12...60) ?? 22))
        case .signatures:
            table.require("signatures")
            let signatures = table.tables("signatures").map { inner in
                inner.require("role")
                return FormTemplate.Signature(
                    role: text("role", of: inner) ?? empty, hint: text("hint", of: inner) ?? empty,
                    name: text("name", of: inner) ?? empty)
            }
            return .signatures(signatures, space: millimetres("space", of: table, 5...60) ?? 16)
        case .space: return .space(millimetres("height", of: table, 1...200) ?? 3)
        }
    }

    private mutating func field(_ table: SettingsTable) -> FormTemplate.Field {
        table.require("label")
        table.require("value")
        return FormTemplate.Field(
            label: text("label", of: table) ?? empty, value: text("value", of: table) ?? empty,
            isStrong: table.bool("strong") ?? false)
    }

    private mutating func words(_ table: SettingsTable) -> FormTemplate.Words {
        table.require("text")
        return FormTemplate.Words(
            text: text("text", of: table) ?? empty, isBold: table.bool("bold") ?? false,
            isItalic: table.bool("italic") ?? false, align: table.choice("align", of: FormTemplate.Align.self) ?? .left,
            indent: millimetres("indent", of: table, 0...60) ?? 0, isHeading: table.bool("heading") ?? false)
    }

    private mutating func rows(_ table: SettingsTable) -> FormTemplate.Table {
        table.require("rows")
        table.require("columns")
        let list = table.choice("rows", of: FormList.self) ?? .components
        let columns = table.tables("columns").map { column in
            column.require("title")
            column.require("value")
            return FormTemplate.Column(
                title: text("title", of: column) ?? empty, value: text("value", of: column, list: list) ?? empty,
                share: column.int("width", in: 1...100).map { Double($0) } ?? 10,
                align: column.choice("align", of: FormTemplate.Align.self) ?? .left)
        }
        return FormTemplate.Table(
            list: list, columns: columns, blankRows: table.int("blank_rows", in: 0...40).map { Int($0) } ?? 0)
    }

    private var empty: FormText {
        var none: [FormText.Fault] = []
        return FormText("", faults: &none)
    }

    private func millimetres(_ key: String, of table: SettingsTable, _ range: ClosedRange<Int64>) -> Double? {
        table.int(key, in: range).map { Double($0) }
    }

    private mutating func text(_ key: String, of table: SettingsTable, list: FormList? = nil) -> FormText? {
        table.string(key, length: 0...2000).map { checked($0, key, of: table, item: nil, list: list) }
    }

    private mutating func texts(_ key: String, of table: SettingsTable, count: ClosedRange<Int>) -> [FormText] {
        (table.strings(key, count: count) ?? []).enumerated().map { index, source in
            checked(source, key, of: table, item: index, list: nil)
        }
    }

    /// The text, once each of its placeholders is known to have its place here.
    private mutating func checked(
        _ source: String, _ key: String, of table: SettingsTable, item: Int?, list: FormList?
    ) -> FormText {
        var faults: [FormText.Fault] = []
        let text = FormText(source, faults: &faults)
        for fault in faults {
            switch fault {
            case .open: add(.openPlaceholder, key, of: table, item: item)
            case .unknown(let name):
                let rows = FormRowField.allCases.filter { list != nil && ($0.list ?? list) == list }
                let known =
                    FormField.allCases.filter { !kind.forbidden.contains($0) }.map(\.rawValue) + rows.map(\.rawValue)
                add(.unknownField(name), key, of: table, item: item, nearest: NearestName.of(name, among: known))
            }
        }
        for field in text.fields where kind.forbidden.contains(field) {
            add(.forbiddenField(field.rawValue), key, of: table, item: item)
        }
        for field in text.rowFields where list == nil || (field.list ?? list) != list {
            add(.rowFieldOutsideTable(field.rawValue), key, of: table, item: item)
        }
        return text
    }

    private mutating func add(
        _ kind: FormProblem.Kind, _ key: String, of table: SettingsTable, item: Int? = nil, nearest: String? = nil
    ) {
        let path = (table.path.isEmpty ? key : table.path + "." + key) + (item.map { "[\($0)]" } ?? "")
        problems.append(FormProblem(line: table.line(of: key, item: item), key: path, kind: kind, nearest: nearest))
    }
}
