import Foundation
package import Settings
package import Status

extension KioskSettings {
    /// The file that is read when neither `--config`, `KIOSK_CONFIG` nor the home has one.
    package static let machineFile = "/etc/kiosk/kiosk.toml"

    /// Which file holds the settings: `--config`, else `KIOSK_CONFIG`, else `HOME/kiosk.toml` if it is there, else
    /// `/etc/kiosk/kiosk.toml` if that is there, else none (the defaults then hold).
    package static func file(
        option: String?, home: HomeFolder, environment: [String: String], machineFile: String = machineFile
    ) -> String? {
        if let option { return option }
        if let variable = environment["KIOSK_CONFIG"], !variable.isEmpty { return variable }
        return [home.settingsFile, machineFile].first { FileManager.default.fileExists(atPath: $0) }
    }

    /// The settings for this run.
    ///
    /// - Throws: `KioskProblem` `config-missing` when a file that was named is not there, and `config-invalid` for the
    ///   first thing that is wrong, with the number of all.
    package static func load(
        option: String?, home: HomeFolder, environment: [String: String], machineFile: String = machineFile
    ) throws(KioskProblem) -> KioskSettings {
        let path = file(option: option, home: home, environment: environment, machineFile: machineFile)
        do throws(SettingsError) {
            return try KioskSettings(
                path.map { path throws(SettingsError) in try SettingsSource.read(path) }, environment: environment)
        } catch {
            throw KioskProblem(error)
        }
    }

    /// Everything that is wrong with the settings of this run, each as a problem of its own; empty when all is well.
    package static func check(
        option: String?, home: HomeFolder, environment: [String: String], machineFile: String = machineFile
    ) -> [KioskProblem] {
        let path = file(option: option, home: home, environment: environment, machineFile: machineFile)
        do throws(SettingsError) {
            _ = try KioskSettings(
                path.map { path throws(SettingsError) in try SettingsSource.read(path) }, environment: environment)
            return []
        } catch {
            return error.problems.map { KioskProblem($0, file: error.file) }
        }
    }
}

extension KioskProblem {
    /// The first of the problems, with their number as `count`.
    package init(_ error: SettingsError) {
        guard let first = error.problems.first else {
            self.init(.defect)
            return
        }
        self.init(first, file: error.file)
        parameters["count"] = "\(error.problems.count)"
    }

    /// One thing that is wrong with the settings. The parameters are `path`, `line`, `column`, `key`, `problem` (a
    /// stable word), `nearest`, and `detail` in English with `detail_vi` in Vietnamese.
    package init(_ problem: SettingsProblem, file: String?) {
        var parameters = ["problem": problem.kind.word]
        parameters["path"] = file
        parameters["file"] = file
        parameters["line"] = problem.line.map { "\($0)" }
        parameters["column"] = problem.column.map { "\($0)" }
        parameters["key"] = problem.key.isEmpty ? nil : problem.key
        parameters["nearest"] = problem.nearest
        parameters["detail"] = problem.detail(.en)
        parameters["detail_vi"] = problem.detail(.vi)
        self.init(
            problem.kind == .fileMissing ? .configMissing : .configInvalid,
            field: problem.key.isEmpty ? nil : problem.key, parameters)
    }
}
