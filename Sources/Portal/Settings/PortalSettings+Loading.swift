import Foundation
package import Settings

extension PortalSettings {
    package static let machineFile = "/etc/kiosk/portal.toml"

    /// The settings for this run: `--config`, else `KIOSK_PORTAL_CONFIG`, else `HOME/portal.toml` or `/etc/kiosk/portal.toml` where one
    /// is there, else the defaults.
    /// - Throws: `PortalError` with 78 and the first thing that is wrong.
    package static func load(option: String?, home: String, environment: [String: String]) throws(PortalError) -> PortalSettings {
        let variable = environment["KIOSK_PORTAL_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let path =
            option ?? variable
            ?? [home + "/portal.toml", machineFile].first { FileManager.default.fileExists(atPath: $0) }
        do throws(SettingsError) {
            return try PortalSettings(
                path.map { path throws(SettingsError) in try SettingsSource.read(path) }, environment: environment)
        } catch {
            throw PortalError(error)
        }
    }
}

extension PortalError {
    /// The first thing that is wrong with a configuration, and how many there are.
    package init(_ error: SettingsError) {
        let first = error.problems.first
        let more = error.problems.count - 1
        let file = error.file ?? ""
        let field = first.flatMap { $0.key.isEmpty ? nil : $0.key }
        let place = [file, first?.line.map { "\($0)" } ?? ""].filter { !$0.isEmpty }.joined(separator: ":")
        let nearest = first?.nearest
        self.init(
            78, type: first?.kind == .fileMissing ? "config-missing" : "config-invalid",
            vi: "cấu hình sai: \(place) \(field ?? "") (\(first?.kind.word ?? ""))"
                + (nearest.map { "; có phải là \($0)?" } ?? "")
                + (more > 0 ? "; còn \(more) lỗi khác" : ""),
            en: "wrong configuration: \(file.isEmpty ? "" : file + ": ")\(first?.description ?? "")"
                + (more > 0 ? "; and \(more) more" : ""),
            field: field)
    }
}
