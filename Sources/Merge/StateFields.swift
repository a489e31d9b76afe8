package import SyncProtocol

/// A state taken apart into the fields that a person can decide one by one: the members as they are, but `form` by name
/// and `components` by code, so that two people who fill different parts of one dossier do not meet.
///
/// An address, an identity, a birth or a delivery stays whole: half of one with half of another was never true.
package enum StateFields {
    /// Field name → value: `phone`, `address`, `form.purpose`, `components.G15-KQ1`. A null counts as absent.
    package static func flatten(_ state: JSONObject) -> JSONObject {
        var fields: JSONObject = [:]
        for (name, value) in state where !value.isNull {
            if name == "form", let form = value.objectValue {
                for (key, entry) in form where !entry.isNull { fields["form.\(key)"] = entry }
            } else if name == "components", let components = byCode(value) {
                for (code, component) in components { fields["components.\(code)"] = component }
            } else {
                fields[name] = value
            }
        }
        return fields
    }

    /// The state that `fields` spell. Components stand in the order of `order`'s states, first named first.
    package static func assemble(_ fields: JSONObject, order: [JSONObject]) -> JSONObject {
        var state: JSONObject = [:]
        var form: JSONObject = [:]
        var components: JSONObject = [:]
        for (name, value) in fields where !value.isNull {
            if name.hasPrefix("form.") {
                form[String(name.dropFirst("form.".count))] = value
            } else if name.hasPrefix("components.") {
                components[String(name.dropFirst("components.".count))] = value
            } else {
                state[name] = value
            }
        }
        if !form.isEmpty { state["form"] = .object(form) }
        if !components.isEmpty {
            var codes: [String] = []
            for known in order {
                for component in known["components"]?.arrayValue ?? [] {
                    if let code = component["code"]?.stringValue, !codes.contains(code) { codes.append(code) }
                }
            }
            let unnamed = components.keys.filter { !codes.contains($0) }.sorted()
            state["components"] = .array((codes + unnamed).compactMap { components[$0] })
        }
        return state
    }

    /// Components by their code; `nil` where codes are missing or used twice, so that the list stays one field.
    private static func byCode(_ value: JSONValue) -> JSONObject? {
        guard let list = value.arrayValue else { return nil }
        var components: JSONObject = [:]
        for component in list {
            guard let code = component["code"]?.stringValue,
                components.updateValue(component, forKey: code) == nil
            else { return nil }
        }
        return components
    }
}
