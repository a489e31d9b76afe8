import SyncProtocol

/// What this program calls itself.
package enum Version {
    package static let number = "0.1.0"
    /// As the protocol wants it: `name/version`.
    package static let agent = "commune-kiosk/\(number)"
    /// 2026-11-01T00:00:00Z: no machine runs this before. One without a clock of its own wakes in 1970, and people who were born since
    /// must not be told that they are not born yet.
    static let earliestRun = Timestamp(seconds: 1_793_491_200)
}
