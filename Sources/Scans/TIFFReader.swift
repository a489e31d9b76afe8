import CScans
import Glibc

/// The pages of a TIFF.
final class TIFFReader: ScanReader {
    private let tiff: OpaquePointer
    private var isAtStart = true

    /// What libtiff may take at once for rows or tiles.
    private static let memory: UInt64 = 64 << 20

    init(_ file: borrowing OpenScan) throws(ScanFault) {
        let copy = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw .unreadable }
        lseek(copy, 0, SEEK_SET)
        guard let tiff = cscans_tiff_open(copy) else { throw .broken }
        self.tiff = tiff
    }

    deinit { cscans_tiff_close(tiff) }

    func next() throws(ScanFault) -> ScanPage? {
        if !isAtStart {
            switch cscans_tiff_next(tiff) {
            case 1: break
            case 0: return nil
            default: throw .broken
            }
        }
        isAtStart = false
        var page = cscans_page()
        switch cscans_tiff_page(tiff, UInt64(ScanPage.mostPixels), Self.memory, &page) {
        case CSCANS_OK: break
        case CSCANS_UNSUPPORTED: throw .unsupported
        case CSCANS_TOO_LARGE: throw .tooLarge
        default: throw .broken
        }
        return ScanPage(
            width: Int(page.width), height: Int(page.height), components: Int(page.components), across: page.dpi_across,
            down: page.dpi_down, orientation: Int(page.orientation))
    }

    func read(into row: UnsafeMutableBufferPointer<UInt8>) throws(ScanFault) {
        guard cscans_tiff_row(tiff, row.baseAddress) else { throw .broken }
    }
}
