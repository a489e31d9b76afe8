/// Why a scan is left as it is.
package enum ScanFault: Error, Sendable, Hashable {
    /// It is neither a bitmap nor a TIFF.
    case notScan
    /// It ends early, or a part of it contradicts another.
    case broken
    /// A kind that would lose more than a scan may: palettes in a TIFF, more than 8 bits, transparency.
    case unsupported
    /// More pixels or pages than a paper has.
    case tooLarge
    /// It cannot be read, or changed while it was read.
    case unreadable
    /// There is no room for what it is turned into.
    case unwritable
}
