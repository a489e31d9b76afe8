import TOMLKit

/// Reads settings from a TOML text and the environment, and gathers everything that is wrong with them instead of
/// stopping at the first.
///
/// Every key that a getter is asked for is known from then on; `finish()` then rejects the keys and tables of the file,
/// and the variables of the environment, that nobody asked for. An override wins over the file: with the prefix
/// `KIOSK_SYNC`, `KIOSK_SYNC_SYNC_RETRY_CAP=2m` sets `[sync] retry_cap`. Defaults belong to the caller's code.
///
/// ```swift
/// let reader = try SettingsReader(SettingsSource.read("/etc/kiosk/kiosk.toml"), environment: environment, prefix: "KIOSK_SYNC")
/// let sync = reader.table("sync")
/// let cap = sync.duration("retry_cap", in: .seconds(1)...(.seconds(86_400))) ?? .seconds(300)
/// try reader.finish()
/// ```
package final class SettingsReader {
    /// The root table, for keys above the first header.
    package let root: SettingsTable
    private let log: SettingsProblems
    private let environment: [String: String]
    private let prefix: String

    /// - Parameters:
    ///   - source: the file's text; `nil` when there is no file and only overrides count.
    ///   - environment: the process's variables, or those of a test.
    ///   - prefix: what overrides start with, without the `_` after it; `nil` for no overrides.
    /// - Throws: `SettingsError` with the kind `syntax` when the text is not TOML.
    package init(_ source: SettingsSource?, environment: [String: String] = [:], prefix: String?) throws(SettingsError) {
        let locations = KeyLocations(source?.text ?? "")
        if let place = locations.namelessHeader {
            let problem = SettingsProblem(
                line: place.line, column: place.column, key: "", kind: .syntax("a table's header must begin with its name"))
            throw SettingsError(file: source?.file, problems: [problem])
        }
        let log = SettingsProblems(file: source?.file, locations: locations)
        self.log = log
        self.prefix = prefix.map { $0 + "_" } ?? ""
        self.environment = prefix == nil ? [:] : environment.filter { [start = self.prefix] in $0.key.hasPrefix(start) }
        var members: [String: SettingsValue] = [:]
        do {
            members = try SettingsValue.parse(source?.text ?? "")
        } catch let error as TOMLParseError {
            let problem = SettingsProblem(
                line: error.source.begin.line, column: error.source.begin.column, key: "",
                kind: .syntax(error.description))
            throw SettingsError(file: source?.file, problems: [problem])
        } catch {
            throw SettingsError(file: source?.file, problems: [SettingsProblem(key: "", kind: .syntax("\(error)"))])
        }
        root = SettingsTable(
            path: "", members: members,
            overrides: SettingsTable.Overrides(prefix: self.prefix, values: self.environment),
            log: log)
    }

    /// The table `[name]`; one that the file does not have is empty. `name` may be dotted.
    package func table(_ name: String) -> SettingsTable {
        name.split(separator: ".").reduce(root) { $0.table(String($1)) }
    }

    /// The paths of all keys asked for so far, tables not counted: after reading, every key that there is.
    package var knownKeys: [String] { root.allKnownKeys.sorted() }

    /// Ends the reading: throws everything that is wrong, unknown keys included.
    package func finish() throws(SettingsError) {
        let known = root.allKnownKeys
        root.rejectUnknown(allKnown: known)
        let variables = Set(root.allVariables)
        for name in environment.keys.sorted() where !variables.contains(name) {
            log.add(SettingsProblem(key: name, kind: .unknownKey, nearest: NearestName.of(name, among: variables)))
        }
        guard log.problems.isEmpty else { throw SettingsError(file: log.file, problems: log.problems) }
    }
}

/// What is wrong so far, shared by the tables of one reader.
final class SettingsProblems {
    let file: String?
    let locations: KeyLocations
    private(set) var problems: [SettingsProblem] = []

    init(file: String?, locations: KeyLocations) {
        self.file = file
        self.locations = locations
    }

    func add(_ problem: SettingsProblem) { problems.append(problem) }

    /// Adds a problem of the key at `path`, with its place in the file.
    func add(_ kind: SettingsProblem.Kind, at path: String, nearest: String? = nil) {
        // A key that is missing stands, if anywhere, at its table.
        let place = locations[path] ?? path.lastIndex(of: ".").flatMap { locations[String(path[..<$0])] }
        add(SettingsProblem(line: place?.line, column: place?.column, key: path, kind: kind, nearest: nearest))
    }
}
