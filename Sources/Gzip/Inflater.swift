import CZlib

/// Inflates gzip (RFC 1952, several members included) piece by piece, in constant memory, and never makes more bytes
/// than its limit: a bomb ends in `GzipError.tooLarge`.
package struct Inflater: ~Copyable {
    private let stream: ZlibStream
    private let limit: Int
    /// Bytes made so far.
    package private(set) var count = 0
    /// True at the end of a whole member, where the data may end.
    private var isAtMemberEnd = false
    private var isStarted = false
    /// What went wrong before; the data after it cannot be read.
    private var failure: GzipError?

    /// - Parameter limit: the most bytes to make in all.
    package init(limit: Int) throws(GzipError) {
        stream = try ZlibStream.inflating()
        self.limit = min(max(limit, 0), Int.max - 1)
    }

    /// Takes the next bytes and hands out what they inflate to, in pieces of at most 16 KiB. Throws what `emit` throws,
    /// and a `GzipError`; what was handed out before an error is good as far as the data was.
    package mutating func write(_ input: Span<UInt8>, emit: (Span<UInt8>) throws -> Void) throws {
        try input.withUnsafeBytes { try run($0, emit: emit) }
    }

    /// Takes the next bytes and adds to `output` what they inflate to, as far as they are good.
    package mutating func write(_ input: [UInt8], to output: inout [UInt8]) throws(GzipError) {
        do {
            try input.span.withUnsafeBytes { bytes in
                try run(bytes) { chunk in chunk.withUnsafeBufferPointer { output.append(contentsOf: $0) } }
            }
        } catch {
            throw error as? GzipError ?? .corrupt
        }
    }

    /// Says that the input has ended. Throws `truncated` unless that was at the end of a whole member.
    package func finish() throws(GzipError) {
        if let failure { throw failure }
        guard isStarted, isAtMemberEnd else { throw .truncated }
    }

    private mutating func run(_ input: UnsafeRawBufferPointer, emit: (Span<UInt8>) throws -> Void) throws {
        if let failure { throw failure }
        guard !input.isEmpty else { return }
        isStarted = true
        var taken = 0
        while taken < input.count {
            if isAtMemberEnd {
                // Another member begins with 0x1F 0x8B; anything else after the end is not gzip.
                guard input[taken] == 0x1F else { throw fail(.trailingBytes) }
                guard inflateReset(stream.pointer) == Z_OK else { throw fail(.corrupt) }
                isAtMemberEnd = false
            }
            let piece = input.zlibSlice(from: taken)
            taken += piece.count - (try inflateMember(piece, emit: emit))
        }
    }

    /// Inflates until the piece or the member ends; returns how many bytes were left over.
    private mutating func inflateMember(
        _ input: UnsafeRawBufferPointer, emit: (Span<UInt8>) throws -> Void
    ) throws -> Int {
        let state = stream.pointer
        state.pointee.next_in = UnsafeMutablePointer(mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
        state.pointee.avail_in = UInt32(input.count)
        return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ZlibStream.chunkSize) { output in
            while true {
                state.pointee.next_out = output.baseAddress
                // One byte more than is allowed tells "exactly at the limit" from "beyond"; it is never handed out.
                state.pointee.avail_out = UInt32(min(output.count, limit - count + 1))
                let room = Int(state.pointee.avail_out)
                let code = inflate(state, Z_NO_FLUSH)
                let produced = room - Int(state.pointee.avail_out)
                let allowed = min(produced, limit - count)
                if allowed > 0 {
                    count += allowed
                    try emit(UnsafeBufferPointer(rebasing: output[..<allowed]).span)
                }
                guard produced == allowed else { throw fail(.tooLarge(limit: limit)) }
                switch code {
                case Z_STREAM_END:
                    isAtMemberEnd = true
                    return Int(state.pointee.avail_in)
                case Z_OK:
                    if state.pointee.avail_out > 0 && state.pointee.avail_in == 0 { return 0 }
                case Z_BUF_ERROR:
                    // Nothing to do until more comes.
                    return 0
                case Z_MEM_ERROR: throw fail(.outOfMemory)
                default: throw fail(.corrupt)
                }
            }
        }
    }

    private mutating func fail(_ error: GzipError) -> GzipError {
        failure = error
        return error
    }
}
