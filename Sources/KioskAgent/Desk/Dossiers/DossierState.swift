import Outbox
import SyncProtocol

/// A dossier's state as JSON (protocol.md, section 6): its components and the papers in them.
enum DossierState {
    static func components(of state: JSONObject) -> [JSONObject] {
        state["components"]?.arrayValue?.compactMap(\.objectValue) ?? []
    }

    static func files(of component: JSONObject) -> [JSONObject] {
        component["files"]?.arrayValue?.compactMap(\.objectValue) ?? []
    }

    /// The components' titles by their codes.
    static func titles(of state: JSONObject) -> JSONObject {
        components(of: state).reduce(into: [:]) { titles, component in
            if let code = component["code"]?.stringValue, let title = component["title"] { titles[code] = title }
        }
    }

    /// How many file entries there are; two may be the same paper.
    static func entries(in state: JSONObject) -> Int { components(of: state).reduce(0) { $0 + files(of: $1).count } }

    /// A paper and what it was given for.
    struct Paper: Hashable {
        var component: String
        var sha256: String
    }

    static func papers(of state: JSONObject) -> Set<Paper> {
        Set(
            components(of: state).flatMap { component in
                files(of: component).map {
                    Paper(component: component["code"]?.stringValue ?? "", sha256: $0["sha256"]?.stringValue ?? "")
                }
            })
    }

    /// One file entry.
    static func entry(sha256: String, size: Int64, mediaType: String, name: String) -> JSONObject {
        [
            "sha256": .string(sha256), "size": .integer(size), "media_type": .string(mediaType), "name": .string(name),
        ]
    }

    /// Whether the component has this paper under this name already.
    static func holds(_ entry: JSONObject, in component: String, of state: JSONObject) -> Bool {
        components(of: state).first { $0["code"]?.stringValue == component }.map(files(of:))?.contains {
            $0["sha256"] == entry["sha256"] && $0["name"] == entry["name"]
        } ?? false
    }

    /// `state` with the paper at the end of the component, which is made when it is not there.
    static func adding(_ entry: JSONObject, to code: String, in state: JSONObject) -> JSONObject {
        var components = components(of: state)
        if let index = components.firstIndex(where: { $0["code"]?.stringValue == code }) {
            components[index]["files"] = .array((files(of: components[index]) + [entry]).map(JSONValue.object))
        } else {
            components.append(["code": .string(code), "files": .array([.object(entry)])])
        }
        var state = state
        state["components"] = .array(components.map(JSONValue.object))
        return state
    }

    /// `state` with how many originals and copies of a component there are; what is `nil` stays.
    static func counting(originals: Int64?, copies: Int64?, of code: String, in state: JSONObject) -> JSONObject {
        var components = components(of: state)
        guard let index = components.firstIndex(where: { $0["code"]?.stringValue == code }) else { return state }
        for case (let name, let count?) in ["originals": originals, "copies": copies] {
            components[index][name] = .integer(count)
        }
        var state = state
        state["components"] = .array(components.map(JSONValue.object))
        return state
    }

    /// `state` without the files of a component that `leaves` fits.
    static func removing(from code: String, in state: JSONObject, where leaves: (JSONObject) -> Bool) -> JSONObject {
        var components = components(of: state)
        guard let index = components.firstIndex(where: { $0["code"]?.stringValue == code }) else { return state }
        components[index]["files"] = .array(files(of: components[index]).filter { !leaves($0) }.map(JSONValue.object))
        var state = state
        state["components"] = .array(components.map(JSONValue.object))
        return state
    }

    /// What the portal says of the dossier as a national status number (domain.md, 1.5).
    static func status(of state: JSONObject) -> Int64? {
        state["status"]?.integerValue ?? state["status"]?.stringValue.flatMap { Int64($0) }
    }

    /// Whether it is withdrawn or gone: nothing more is done with it.
    static func isWithdrawn(_ dossier: Subject) -> Bool { dossier.isDeleted || status(of: dossier.state) == 7 }

    /// Whether the portal has received it: from then on the desk cannot change it.
    static func isReceived(_ state: JSONObject) -> Bool {
        if let status = status(of: state), status >= 2 { return true }
        return [state["received_at"], state["code"]].contains { $0?.stringValue != nil }
    }
}
