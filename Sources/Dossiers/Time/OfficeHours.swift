/// When an office works on a working day: sessions in their order, and the hour after which a paper counts as the next day's.
/// Minutes are counted from midnight in Việt Nam (UTC+7 all year).
package struct OfficeHours: Sendable, Hashable {
    /// One run of work, such as a morning.
    package struct Session: Sendable, Hashable {
        /// Minutes from midnight; the end is not part of it.
        package let from: Int
        package let to: Int
    }

    /// At least one; in order and apart.
    package let sessions: [Session]
    /// What comes after this minute is the next working day's where the law says "same day" (NĐ 61/2018, domain.md 4.1).
    package let lastReceipt: Int

    /// Eight hours, 07:30 to 11:30 and 13:00 to 17:00, with receipt for the same day until 15:00: what a calendar that says nothing else has.
    package static let usual = OfficeHours(
        sessions: [Session(from: 450, to: 690), Session(from: 780, to: 1020)], lastReceipt: 900)

    /// When the last session ends.
    package var closing: Int { sessions.last?.to ?? 1020 }

    /// Reads `HH:mm`; `nil` for anything else.
    package static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 2, parts[1].utf8.count == 2,
            let hour = DigitText.number(parts[0]),
            let minute = DigitText.number(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }
}
