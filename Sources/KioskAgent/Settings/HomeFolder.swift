import Foundation
package import Status

/// The folder where the kiosk's data lives (cli.md, "Everywhere").
package struct HomeFolder: Sendable, Hashable {
    /// Absolute, without a `/` at the end.
    package let path: String

    /// - Parameter path: absolute.
    package init(path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// `--home`, else `KIOSK_HOME`, else systemd's `STATE_DIRECTORY`, else `/var/lib/kiosk` for the user `kiosk`, else
    /// `$XDG_STATE_HOME/kiosk`, else `~/.local/state/kiosk`. A relative path counts from `workingFolder`.
    ///
    /// - Throws: `KioskProblem` `home-missing` when none of those is known.
    package static func resolve(
        option: String?, environment: [String: String], user: String = NSUserName(),
        workingFolder: String = FileManager.default.currentDirectoryPath
    ) throws(KioskProblem) -> HomeFolder {
        func set(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let given = option ?? set("KIOSK_HOME") {
            guard !given.isEmpty else { throw KioskProblem(.homeMissing, field: "--home") }
            return HomeFolder(path: given.hasPrefix("/") ? given : workingFolder + "/" + given)
        }
        // systemd lists all folders of `StateDirectory=` with colons between; ours is the first.
        if let state = set("STATE_DIRECTORY")?.split(separator: ":").first { return HomeFolder(path: String(state)) }
        if user == "kiosk" { return HomeFolder(path: "/var/lib/kiosk") }
        // The XDG specification: relative paths in these variables are to be ignored.
        if let state = set("XDG_STATE_HOME"), state.hasPrefix("/") { return HomeFolder(path: state + "/kiosk") }
        if let home = set("HOME"), home.hasPrefix("/") { return HomeFolder(path: home + "/.local/state/kiosk") }
        throw KioskProblem(.homeMissing, field: "--home")
    }

    /// Where the settings of this kiosk are, if it has its own.
    package var settingsFile: String { path + "/kiosk.toml" }
    /// The folder of the socket, mode 0750.
    package var runFolder: String { path + "/run" }
    /// The agent's socket, where the settings name no other.
    package var socket: String { runFolder + "/kiosk.sock" }
}
