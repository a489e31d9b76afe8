/// Why a paper could not be made. The texts on the paper are personal data and are part of none of these.
package enum PaperError: Error, Sendable, Hashable {
    /// The font lacks letters of the paper's own wording: DejaVu Sans (Debian: fonts-dejavu-core) is not installed.
    case fontMissing
    /// It would have more than `limit` pages.
    case tooManyPages(limit: Int)
    /// It would be larger than `limit` bytes.
    case tooLarge(limit: Int)
    /// Cairo gave up, with its own status number; only a lack of memory is known to lead here.
    case failed(status: Int)
}
