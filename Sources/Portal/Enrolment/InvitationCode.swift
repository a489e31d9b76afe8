/// A one-time code that lets one machine enrol (protocol.md, section 3): short enough to read over a telephone, and never stored
/// but as a digest.
package struct InvitationCode: Sendable, Hashable {
    /// Eight letters and digits without the dash: 40 bits.
    private let letters: String

    package init(using random: inout some RandomNumberGenerator) { letters = SpokenCode.make(letters: 8, using: &random) }

    /// As people read it: `ABCD-EFGH`.
    package var text: String { SpokenCode.grouped(letters) }

    /// What the store keeps of it.
    package var digest: String { Self.digest(of: letters) }

    /// The digest of a code as somebody typed it, in whatever case and with whatever dashes and spaces.
    package static func digest(of typed: String) -> String { SpokenCode.digest(of: typed) }

    /// How long a code may live: 15 minutes to 72 hours (protocol.md, section 3).
    package static let lifetimes: ClosedRange<Duration> = .seconds(15 * 60)...Duration.seconds(72 * 3600)
}
