/// What this program calls itself.
package enum Version {
    package static let number = "0.1.0"
    /// As the protocol wants it: `name/version`.
    package static let agent = "commune-kiosk/\(number)"
}
