import Gzip
import Testing

/// A small seeded generator (SplitMix64), so that a failing case can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Bytes that repeat themselves here and there, as text does.
    mutating func bytes(_ count: Int) -> [UInt8] {
        var result: [UInt8] = []
        while result.count < count {
            if result.count > 8, Bool.random(using: &self) {
                let start = Int.random(in: 0..<result.count - 4, using: &self)
                result += result[start..<min(result.count, start + Int.random(in: 4...300, using: &self))]
            } else {
                result.append(UInt8.random(in: 0...255, using: &self))
            }
        }
        return Array(result.prefix(count))
    }
}

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 2, 100, 16_383, 16_384, 16_385, 200_000], [0, 1, 6, 9])
    func `what is compressed comes back`(count: Int, level: Int) throws {
        var generator = SeededGenerator(state: UInt64(count * 10 + level))
        let bytes = generator.bytes(count)
        let packed = try Gzip.compress(bytes, level: level)
        #expect(try Gzip.decompress(packed, limit: count) == bytes)
    }

    @Test(arguments: 1...40)
    func `pieces of any size give the same as the whole`(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        let bytes = generator.bytes(Int.random(in: 0...60_000, using: &generator))
        var deflater = try Deflater(level: 6)
        var packed: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(Int.random(in: 1...9_000, using: &generator)))
            rest = rest.dropFirst(piece.count)
            packed += Bool.random(using: &generator) ? try deflater.write(piece) : try deflater.writeAndFlush(piece)
        }
        packed += try deflater.finish()

        var inflater = try Inflater(limit: bytes.count)
        var output: [UInt8] = []
        var input = packed[...]
        while !input.isEmpty {
            let piece = Array(input.prefix(Int.random(in: 1...5_000, using: &generator)))
            input = input.dropFirst(piece.count)
            try inflater.write(piece, to: &output)
        }
        try inflater.finish()
        #expect(output == bytes)
        #expect(inflater.count == bytes.count)
    }

    @Test func `what was flushed can be read before the end`() throws {
        var deflater = try Deflater(level: 9)
        var inflater = try Inflater(limit: 1000)
        var output: [UInt8] = []
        for line in ["first\n", "second\n", "third\n"] {
            output = []
            try inflater.write(try deflater.writeAndFlush(Array(line.utf8)), to: &output)
            #expect(output == Array(line.utf8))
        }
        #expect(throws: GzipError.truncated) { try inflater.finish() }
    }

    @Test func `the same bytes always give the same gzip`() throws {
        var generator = SeededGenerator(state: 7)
        let bytes = generator.bytes(10_000)
        #expect(try Gzip.compress(bytes, level: 9) == Gzip.compress(bytes, level: 9))
    }

    @Test(arguments: [0, 1, 15, 16_384, 1_000_000])
    func `a bomb stops at the limit and not a byte beyond`(limit: Int) throws {
        let bomb = try Gzip.compress([UInt8](repeating: 0, count: 8_000_000), level: 9)
        #expect(bomb.count < 10_000)
        #expect(throws: GzipError.tooLarge(limit: limit)) { try Gzip.decompress(bomb, limit: limit) }
        var inflater = try Inflater(limit: limit)
        var output: [UInt8] = []
        #expect(throws: GzipError.tooLarge(limit: limit)) { try inflater.write(bomb, to: &output) }
        #expect(output.count == limit)
        // And again: a stream that failed stays failed.
        #expect(throws: GzipError.tooLarge(limit: limit)) { try inflater.write([1], to: &output) }
        #expect(output.count == limit)
    }

    @Test func `data of exactly the limit is accepted`() throws {
        let bytes = [UInt8](repeating: 65, count: 50_000)
        #expect(try Gzip.decompress(Gzip.compress(bytes), limit: 50_000) == bytes)
        #expect(throws: GzipError.tooLarge(limit: 49_999)) {
            try Gzip.decompress(Gzip.compress(bytes), limit: 49_999)
        }
    }

    @Test func `cut at any byte it is truncated, and what came out is a prefix`() throws {
        let bytes = Array("the same line, the same line, and a different one".utf8)
        let packed = try Gzip.compress(bytes, level: 9)
        for cut in 0..<packed.count {
            var inflater = try Inflater(limit: 1000)
            var output: [UInt8] = []
            try inflater.write(Array(packed[..<cut]), to: &output)
            #expect(bytes.starts(with: output))
            #expect(throws: GzipError.truncated, "cut at \(cut)") { try inflater.finish() }
        }
    }

    @Test func `members one after the other are one text`() throws {
        let packed = try Gzip.compress(Array("one ".utf8)) + Gzip.compress([]) + Gzip.compress(Array("two".utf8))
        #expect(try Gzip.decompress(packed, limit: 100) == Array("one two".utf8))
        // The same when the seam falls between two pieces.
        var inflater = try Inflater(limit: 100)
        var output: [UInt8] = []
        for byte in packed { try inflater.write([byte], to: &output) }
        try inflater.finish()
        #expect(output == Array("one two".utf8))
        // The limit is for all of them.
        #expect(throws: GzipError.tooLarge(limit: 5)) { try Gzip.decompress(packed, limit: 5) }
    }

    @Test(arguments: [[0], [65], [0, 0, 0, 0], Array("garbage".utf8)] as [[UInt8]])
    func `bytes after the end are an error`(garbage: [UInt8]) throws {
        let packed = try Gzip.compress(Array("text".utf8))
        #expect(throws: GzipError.trailingBytes) { try Gzip.decompress(packed + garbage, limit: 100) }
    }

    @Test func `damage is found wherever it is`() throws {
        let bytes = Array("some text that is long enough to matter, really".utf8)
        let packed = try Gzip.compress(bytes)
        // The time, the flags and the system in the header mean nothing to us, nor do the bits that fill up the last
        // byte before the check sum.
        let ignored = Set([4, 5, 6, 7, 8, 9, packed.count - 9])
        for index in packed.indices where !ignored.contains(index) {
            var damaged = packed
            damaged[index] ^= 0x10
            let result = Result { try Gzip.decompress(damaged, limit: 1000) }
            #expect((try? result.get()) != bytes, "byte \(index)")
        }
        #expect(throws: GzipError.corrupt) { try Gzip.decompress(bytes, limit: 1000) }
        #expect(throws: GzipError.truncated) { try Gzip.decompress([], limit: 1000) }
    }

    @Test(arguments: 1...200)
    func `random bytes never crash it`(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        var noise = generator.bytes(500)
        if seed % 2 == 0 { noise = try Array(Gzip.compress(noise).prefix(20)) + noise }
        #expect(throws: GzipError.self) { try Gzip.decompress(noise, limit: 4_000) }
    }

    @Test func `nothing can be written after the end`() throws {
        var deflater = try Deflater()
        _ = try deflater.finish()
        #expect(throws: GzipError.finished) { try deflater.write([1]) }
    }

    @Test func `a sink that throws ends the work with its error`() throws {
        struct Full: Error {}
        var inflater = try Inflater(limit: 100_000)
        let packed = try Gzip.compress([UInt8](repeating: 1, count: 90_000))
        #expect(throws: Full.self) { try inflater.write(packed.span) { _ in throw Full() } }
    }
}
