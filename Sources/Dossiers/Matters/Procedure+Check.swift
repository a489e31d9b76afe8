extension Procedure {
    /// Compares a dossier with what the procedure prescribes. Only warnings: official lists name papers that are alternatives of each other, so
    /// a lacking one never blocks by itself (domain.md, 1.8); those that the commune made a condition are told apart by the parameter `required`.
    package func check(_ dossier: Dossier, on day: CivilDay) -> [DomainWarning] {
        var warnings: [DomainWarning] = []
        if !isValid(on: day) {
            let parameters = replacedBy.map { ["replaced_by": $0] } ?? [:]
            warnings.append(DomainWarning(.procedureNotInForce, field: "procedure", parameters: parameters))
        }
        if let portal { warnings.append(DomainWarning(.otherPortal, field: "procedure", parameters: ["portal": portal])) }
        return warnings + checkComponents(dossier) + checkForm(dossier.form)
    }

    private func checkComponents(_ dossier: Dossier) -> [DomainWarning] {
        var warnings: [DomainWarning] = []
        for component in components where !dossier.components.contains(where: { $0.code == component.code && !$0.files.isEmpty })
        {
            warnings.append(
                DomainWarning(
                    .missingComponent, field: "components",
                    parameters: [
                        "code": component.code, "title": component.title, "required": component.required ? "true" : "false",
                    ]))
        }
        for given in dossier.components where !components.contains(where: { $0.code == given.code }) {
            warnings.append(DomainWarning(.unknownComponent, field: "components", parameters: ["code": given.code]))
        }
        return warnings
    }

    func checkForm(_ values: [String: String]) -> [DomainWarning] {
        var warnings: [DomainWarning] = []
        for field in form {
            let value = values[field.name] ?? ""
            let parameters = ["name": field.name, "title": field.title]
            if value.isEmpty {
                if field.required {
                    warnings.append(DomainWarning(.missingFormField, field: "form.\(field.name)", parameters: parameters))
                }
            } else if !field.fits(value) {
                warnings.append(DomainWarning(.oddFormValue, field: "form.\(field.name)", parameters: parameters))
            }
        }
        for name in values.keys.sorted()
        where !form.isEmpty && name != ClaimedExemptions.formName && !form.contains(where: { $0.name == name }) {
            warnings.append(DomainWarning(.unknownFormField, field: "form.\(name)", parameters: ["name": name]))
        }
        return warnings
    }
}

extension FormField {
    /// Whether a value looks like the field's type.
    package func fits(_ value: String) -> Bool {
        switch type {
        case .text, .address: true
        case .date: CivilDay(written: value) != nil || (value.utf8.count == 4 && DigitText.isDigits(value))
        case .number: !value.isEmpty && value.utf8.allSatisfy { "0123456789.,-".utf8.contains($0) }
        case .choice: choices?.contains(value) ?? true
        case .phone: (try? Phone.normalise(value)) != nil
        case .identity: (try? Identity.inferred(from: value)) != nil
        }
    }
}
