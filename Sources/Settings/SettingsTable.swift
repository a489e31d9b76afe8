/// One table of the settings. Getters answer `nil` when the key is not set, and also when its value is wrong: then the
/// problem is kept and `SettingsReader.finish()` throws it.
package final class SettingsTable {
    /// The variables that override settings.
    struct Overrides {
        /// What the variables of this table start with, such as `KIOSK_SYNC_PORTAL_`.
        let prefix: String
        let values: [String: String]
    }

    /// A value and where it came from.
    struct Given {
        let value: SettingsValue
        /// The key's path, or the variable's name.
        let key: String
        let isOverride: Bool
    }

    /// Such as `sync` or `unit[0]`; empty for the root.
    package let path: String
    let log: SettingsProblems
    private let members: [String: SettingsValue]
    private let overrides: Overrides?
    private var knownKeys: Set<String> = []
    private var tables: [String: SettingsTable] = [:]
    private var lists: [String: [SettingsTable]] = [:]

    init(path: String, members: [String: SettingsValue], overrides: Overrides?, log: SettingsProblems) {
        self.path = path
        self.members = members
        self.overrides = overrides
        self.log = log
    }

    /// True when the file or the environment sets `key`.
    package func has(_ key: String) -> Bool { given(key) != nil }

    /// Adds a problem that only the caller can see, such as two settings that exclude each other.
    package func reject(_ key: String, _ kind: SettingsProblem.Kind, nearest: String? = nil) {
        let name = given(key).map { $0.isOverride ? $0.key : nil } ?? nil
        if let name {
            log.add(SettingsProblem(key: name, kind: kind, nearest: nearest))
        } else {
            log.add(kind, at: pathOf(key), nearest: nearest)
        }
    }

    /// The line on which `key` stands in the file, or its item `item` when it is a list; `nil` when the file does not have it.
    package func line(of key: String, item: Int? = nil) -> Int? {
        let place = pathOf(key)
        return (item.flatMap { log.locations["\(place)[\($0)]"] } ?? log.locations[place])?.line
    }

    /// The table under this one; one that the file does not have is empty.
    package func table(_ key: String) -> SettingsTable {
        if let table = tables[key] { return table }
        var inner: [String: SettingsValue] = [:]
        switch members[key] {
        case .table(let members): inner = members
        case .some(let value): log.add(.wrongType(found: value.type, wanted: .table), at: pathOf(key))
        case nil: break
        }
        let table = SettingsTable(
            path: pathOf(key), members: inner,
            overrides: overrides.map { Overrides(prefix: $0.prefix + Self.variable(key) + "_", values: $0.values) },
            log: log)
        tables[key] = table
        return table
    }

    /// The tables of `[[key]]`; none when the file has none. They cannot be overridden by the environment.
    package func tables(_ key: String) -> [SettingsTable] {
        if let list = lists[key] { return list }
        var list: [SettingsTable] = []
        switch members[key] {
        case .list(let values):
            for (index, value) in values.enumerated() {
                guard case .table(let members) = value else {
                    log.add(.wrongType(found: value.type, wanted: .table), at: "\(pathOf(key))[\(index)]")
                    continue
                }
                list.append(
                    SettingsTable(path: "\(pathOf(key))[\(index)]", members: members, overrides: nil, log: log))
            }
        case .some(let value): log.add(.wrongType(found: value.type, wanted: .listOfTables), at: pathOf(key))
        case nil: break
        }
        lists[key] = list
        return list
    }

    /// The names of the keys that the file has here, sorted: for tables whose keys are data, such as a table from fee
    /// codes to amounts. Asking makes none of them known.
    package var names: [String] { members.keys.sorted() }

    /// What is set for `key`, which is known from now on.
    func given(_ key: String) -> Given? {
        knownKeys.insert(key)
        if let overrides, let text = overrides.values[overrides.prefix + Self.variable(key)] {
            return Given(value: .string(text), key: overrides.prefix + Self.variable(key), isOverride: true)
        }
        return members[key].map { Given(value: $0, key: pathOf(key), isOverride: false) }
    }

    /// Keeps the problem of a value that was given.
    func add(_ kind: SettingsProblem.Kind, to given: Given, nearest: String? = nil) {
        if given.isOverride {
            log.add(SettingsProblem(key: given.key, kind: kind, nearest: nearest))
        } else {
            log.add(kind, at: given.key, nearest: nearest)
        }
    }

    func pathOf(_ key: String) -> String { path.isEmpty ? key : path + "." + key }

    private static func variable(_ key: String) -> String {
        String(key.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    var allKnownKeys: [String] {
        knownKeys.map(pathOf) + tables.values.flatMap(\.allKnownKeys) + lists.values.joined().flatMap(\.allKnownKeys)
    }

    var allVariables: [String] {
        guard let overrides else { return [] }
        return knownKeys.map { overrides.prefix + Self.variable($0) } + tables.values.flatMap(\.allVariables)
    }

    /// Keeps a problem for every member that nobody asked for. The nearest known key is looked for in the same table
    /// first, then everywhere: a key under the wrong header is a common slip.
    func rejectUnknown(allKnown: [String]) {
        let known = knownKeys.union(tables.keys).union(lists.keys)
        for (key, _) in members where !known.contains(key) {
            let sibling = NearestName.of(key, among: known).map(pathOf)
            let elsewhere = allKnown.filter { $0.split(separator: ".").last.map(String.init) == key }.min()
            log.add(.unknownKey, at: pathOf(key), nearest: elsewhere ?? sibling)
        }
        for table in tables.values { table.rejectUnknown(allKnown: allKnown) }
        for table in lists.values.joined() { table.rejectUnknown(allKnown: allKnown) }
    }
}
