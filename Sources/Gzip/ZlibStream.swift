import CZlib

/// Sole owner of one `z_stream`.
///
/// On the heap, because zlib keeps a pointer back to the stream that it was initialised with and refuses one that has
/// moved.
struct ZlibStream: ~Copyable {
    let pointer: UnsafeMutablePointer<z_stream>
    private let end: (UnsafeMutablePointer<z_stream>) -> Void

    /// `window`: zlib's window bits; 31 is gzip with the largest window.
    static let gzipWindow: Int32 = 15 + 16

    /// Bytes handed out at a time, and so the whole memory that output takes.
    static let chunkSize = 16 * 1024

    static func deflating(level: Int32) throws(GzipError) -> ZlibStream {
        let pointer = allocate()
        let code = deflateInit2_(
            pointer, level, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        return try ZlibStream(pointer, code) { deflateEnd($0) }
    }

    static func inflating() throws(GzipError) -> ZlibStream {
        let pointer = allocate()
        let code = inflateInit2_(pointer, gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        return try ZlibStream(pointer, code) { inflateEnd($0) }
    }

    private static func allocate() -> UnsafeMutablePointer<z_stream> {
        let pointer = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        pointer.initialize(to: z_stream())
        return pointer
    }

    private init(
        _ pointer: UnsafeMutablePointer<z_stream>, _ code: Int32,
        end: @escaping (UnsafeMutablePointer<z_stream>) -> Void
    ) throws(GzipError) {
        guard code == Z_OK else {
            // Before any stored property is set, so that `deinit` does not run on a stream that zlib does not know.
            pointer.deallocate()
            throw .outOfMemory
        }
        self.pointer = pointer
        self.end = end
    }

    deinit {
        end(pointer)
        pointer.deallocate()
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes from `offset` on, as many as zlib's 32-bit counters take at once.
    func zlibSlice(from offset: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[offset..<Swift.min(count, offset + (1 << 30))])
    }
}
