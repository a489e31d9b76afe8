import Portal
import SyncProtocol

/// A length of time as an option spells it: `90s`, `15m`, `24h`, `3d`.
enum DurationText {
    /// Throws `PortalError` for any other text, and for what is longer than ten years.
    static func read(_ text: String) throws(PortalError) -> Duration {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()), number >= 0,
            number <= 315_360_000 / unit
        else {
            throw PortalError(
                .invalidValue, vi: "thời hạn phải viết như 30m, 24h hoặc 3d", en: "a length of time is written 30m, 24h or 3d")
        }
        return .seconds(number * unit)
    }
}

extension JSONObject {
    /// A member as a word of a list's line.
    func word(_ name: String) -> String? {
        guard let value = self[name], !value.isNull else { return nil }
        return value.stringValue ?? value.text
    }
}
