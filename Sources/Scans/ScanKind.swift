/// The kinds of scan that can be turned into a PDF: what scanners leave when nobody has told them otherwise, large because it is
/// hardly compressed. Judged by the first bytes, as every paper is.
package enum ScanKind: String, Sendable, Hashable {
    case bitmap = "image/bmp"
    case tiff = "image/tiff"

    /// Bytes that decide.
    package static let headSize = 18

    /// `nil` for everything else.
    package init?(head: some Collection<UInt8>) {
        let bytes = Array(head.prefix(Self.headSize))
        switch bytes.prefix(4) {
        case [0x49, 0x49, 0x2A, 0x00], [0x4D, 0x4D, 0x00, 0x2A], [0x49, 0x49, 0x2B, 0x00], [0x4D, 0x4D, 0x00, 0x2B]:
            self = .tiff
        case _ where Self.isBitmap(bytes): self = .bitmap
        default: return nil
        }
    }

    /// BM alone begins many a text: the size of the header that follows tells.
    private static func isBitmap(_ head: [UInt8]) -> Bool {
        guard head.count == headSize, head.starts(with: [0x42, 0x4D]) else { return false }
        return [12, 40, 52, 56, 108, 124].contains(head[14]) && head[15...17].allSatisfy { $0 == 0 }
    }
}
