import CZlib

/// Compresses a stream of bytes to gzip (RFC 1952) piece by piece, in constant memory.
///
/// Move-only: the state has one owner and is freed with it. The same input at the same level gives the same bytes.
package struct Deflater: ~Copyable {
    private let stream: ZlibStream
    private var isFinished = false

    /// - Parameter level: 0 (stored) to 9 (smallest); anything outside counts as the nearest.
    package init(level: Int = 6) throws(GzipError) {
        stream = try ZlibStream.deflating(level: Int32(min(max(level, 0), 9)))
    }

    /// Takes the next bytes and hands out what is ready, in pieces of at most 16 KiB. Throws what `emit` throws, and
    /// `GzipError.finished` after the end.
    package mutating func write(_ input: Span<UInt8>, emit: (Span<UInt8>) throws -> Void) throws {
        try input.withUnsafeBytes { try run($0, flush: Z_NO_FLUSH, emit: emit) }
    }

    /// Hands out everything taken so far, so that the reader can use it at once: a portal does so after each verdict
    /// line (protocol.md, section 4). Costs some bytes.
    package mutating func flush(emit: (Span<UInt8>) throws -> Void) throws {
        try run(UnsafeRawBufferPointer(start: nil, count: 0), flush: Z_SYNC_FLUSH, emit: emit)
    }

    /// Ends the gzip data. Nothing may be written afterwards.
    package mutating func finish(emit: (Span<UInt8>) throws -> Void) throws {
        try run(UnsafeRawBufferPointer(start: nil, count: 0), flush: Z_FINISH, emit: emit)
        isFinished = true
    }

    /// Takes the next bytes and returns what is ready, which may be nothing.
    package mutating func write(_ input: [UInt8]) throws(GzipError) -> [UInt8] {
        try collect(input, flush: Z_NO_FLUSH)
    }

    /// Takes the next bytes and returns everything taken so far, so that the reader can use it at once.
    package mutating func writeAndFlush(_ input: [UInt8]) throws(GzipError) -> [UInt8] {
        try collect(input, flush: Z_SYNC_FLUSH)
    }

    /// Ends the gzip data and returns the last bytes.
    package mutating func finish() throws(GzipError) -> [UInt8] {
        let bytes = try collect([], flush: Z_FINISH)
        isFinished = true
        return bytes
    }

    private mutating func collect(_ input: [UInt8], flush: Int32) throws(GzipError) -> [UInt8] {
        var output: [UInt8] = []
        do {
            try input.span.withUnsafeBytes { bytes in
                try run(bytes, flush: flush) { chunk in
                    chunk.withUnsafeBufferPointer { output.append(contentsOf: $0) }
                }
            }
        } catch {
            throw error as? GzipError ?? .corrupt
        }
        return output
    }

    private func run(
        _ input: UnsafeRawBufferPointer, flush: Int32, emit: (Span<UInt8>) throws -> Void
    ) throws {
        guard !isFinished else { throw GzipError.finished }
        let state = stream.pointer
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ZlibStream.chunkSize) { output in
            var taken = 0
            repeat {
                let piece = input.zlibSlice(from: taken)
                taken += piece.count
                state.pointee.next_in = UnsafeMutablePointer(
                    mutating: piece.assumingMemoryBound(to: UInt8.self).baseAddress)
                state.pointee.avail_in = UInt32(piece.count)
                repeat {
                    state.pointee.next_out = output.baseAddress
                    state.pointee.avail_out = UInt32(output.count)
                    let code = deflate(state, taken < input.count ? Z_NO_FLUSH : flush)
                    // Z_BUF_ERROR says that there was nothing to do, which is no fault.
                    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw GzipError.corrupt }
                    let produced = output.count - Int(state.pointee.avail_out)
                    if produced > 0 {
                        try emit(UnsafeBufferPointer(rebasing: output[..<produced]).span)
                    }
                } while state.pointee.avail_out == 0
            } while taken < input.count
        }
    }
}
