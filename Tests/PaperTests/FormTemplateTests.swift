import Foundation
import Paper
import Settings
import Testing

struct FormTemplateTests {
    /// The problems of a template with these lines.
    private func problems(_ lines: String..., kind: FormKind = .receipt) throws -> [String] {
        let source = SettingsSource(text: lines.joined(separator: "\n"), file: "mẫu.toml")
        let error = try #require(throws: FormTemplateError.self) { try FormTemplate(kind, source) }
        return error.description.split(separator: "\n").map(String.init)
    }

    @Test(arguments: FormKind.allCases)
    func `every delivered template is right`(kind: FormKind) throws {
        #expect(try FormSamples.template(kind).kind == kind)
    }

    @Test func `an unknown field is told with its line and the nearest right one`() throws {
        #expect(
            try problems(
                #"title = "T""#, "[head]", #"office = ["{{unit.name}}","#, #"  "{{ unit.nmae }}"]"#, "[[block]]",
                #"kind = "field""#,
                #"label = "Mã""#, #"value = "{{dossier.cod}}""#) == [
                    "mẫu.toml: line 4: head.office[1]: {{unit.nmae}} is no field; did you mean {{unit.name}}?",
                    "mẫu.toml: line 8: block[0].value: {{dossier.cod}} is no field; did you mean {{dossier.code}}?",
                ])
    }

    @Test func `a field of a list stands in that list's table alone`() throws {
        #expect(
            try problems(
                #"title = "{{row.number}}""#, "[[block]]", #"kind = "table""#, #"rows = "requests""#, "columns = [",
                #"  { title = "A", value = "{{request.text}} {{row.number}} {{owner.name}}" },"#,
                #"  { title = "B", value = "{{component.title}}" },"#,
                #"  { title = "C", value = "{{request.txt}}" },"#, "]") == [
                    "mẫu.toml: line 1: title: {{row.number}} has a value in the columns of its own table only",
                    "mẫu.toml: line 7: block[0].columns[1].value: {{component.title}} has a value in the columns of its own table only",
                    "mẫu.toml: line 8: block[0].columns[2].value: {{request.txt}} is no field; did you mean {{request.text}}?",
                ])
    }

    @Test func `keys, kinds and values are checked as in any settings`() throws {
        #expect(
            try problems(
                #"title = "T""#, #"paper = "a5""#, "text_sise = 9", "[[block]]", #"kind = "txt""#, "[[block]]",
                #"kind = "space""#,
                "height = 1000", "[[block]]", #"kind = "text""#, #"text = "{{owner.name""#, "[[block]]",
                #"kind = "text""#,
                #"text = "owner.name}}""#) == [
                    "mẫu.toml: line 2: paper must be one of A5, A4; did you mean A5?",
                    "mẫu.toml: line 3: text_sise is not a known key; did you mean text_size?",
                    "mẫu.toml: line 5: block[0].kind must be one of field, fields, text, table, qr, signatures, space; did you mean text?",
                    "mẫu.toml: line 8: block[1].height must be from 1 to 200",
                    "mẫu.toml: line 11: block[2].text: a {{ without its }}, or a }} without its {{",
                    "mẫu.toml: line 14: block[3].text: a {{ without its }}, or a }} without its {{",
                ])
        #expect(try problems("paper = \"A4\"") == ["mẫu.toml: title is not set and has no default"])
        #expect(try problems("title = ").count == 1)
    }

    @Test func `a provisional slip can name nothing that the portal alone gives`() throws {
        for field in FormKind.provisional.forbidden.map(\.rawValue).sorted() {
            #expect(
                try problems("title = \"Số {{\(field)}}\"", kind: .provisional) == [
                    "mẫu.toml: line 1: title: {{\(field)}} may not stand on a provisional slip: the portal alone gives it"
                ])
        }
        #expect(
            FormKind.provisional.forbidden.isSuperset(of: [.dossierCode, .dossierReceived, .dossierDue, .dossierNewDue])
        )
        #expect(
            try problems(#"title = "T""#, "[head]", "motto = true", kind: .provisional) == [
                "mẫu.toml: line 3: head.motto: the national motto may not stand on a provisional slip, which is no official paper"
            ])
        // A field that is not allowed is not what a misspelt one is taken for.
        #expect(
            try problems(#"title = "{{dossier.cod}}""#, kind: .provisional).allSatisfy { !$0.contains("dossier.code}") }
        )
    }

    @Test func `a missing file is told by its path`() throws {
        let error = try #require(throws: FormTemplateError.self) { try FormTemplate.read(.receipt, in: "/nowhere") }
        #expect(error.description == "/nowhere/mau-01-giay-tiep-nhan.toml: the file does not exist")
    }

    @Test func `the page for administrators tells all fields, lists and files`() throws {
        let page = try String(contentsOfFile: FormSamples.folder + "/README.md", encoding: .utf8)
        let names =
            FormField.allCases.map(\.rawValue) + FormRowField.allCases.map(\.rawValue)
            + FormKind.allCases.map(\.fileName)
        for name in names { #expect(page.contains("`\(name)`"), "\(name)") }
        for list in FormList.allCases { #expect(page.contains("`\"\(list.rawValue)\"`"), "\(list)") }
    }
}
