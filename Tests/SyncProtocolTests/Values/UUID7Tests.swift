import SyncProtocol
import Testing

/// "queue id reuse deletes the wrong item": ids grow and are never used again.
@Suite struct UUID7Tests {
    @Test func `ids are valid, different and in order within one millisecond`() {
        var ids = UUID7()
        var random = Seeded(1)
        let now = Timestamp(seconds: 1_795_000_000)
        let made = (0..<20_000).map { _ in ids.next(now: now, using: &random) }
        #expect(made.allSatisfy(UUID7.isValid))
        #expect(zip(made, made.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `ids stay in order when the clock jumps back and forth`() {
        var ids = UUID7()
        var random = Seeded(2)
        var last = ""
        for _ in 0..<5_000 {
            let now = Timestamp(seconds: 1_795_000_000 + Int64.random(in: -100_000...100_000, using: &random))
            let id = ids.next(now: now, using: &random)
            #expect(UUID7.isValid(id) && id > last)
            last = id
        }
    }

    @Test(arguments: [Int64.min, -1, 0, 1 << 48, Int64.max]) func `a clock that is nonsense makes no nonsense of an id`(
        _ time: Int64
    ) {
        var ids = UUID7()
        var random = Seeded(3)
        #expect(UUID7.isValid(ids.next(now: Timestamp(milliseconds: time), using: &random)))
        #expect(UUID7.isValid(ids.next(now: Timestamp(milliseconds: time), using: &random)))
    }

    @Test func `the time can be read off an id`() {
        var ids = UUID7()
        var random = Seeded(4)
        #expect(ids.next(now: Timestamp(milliseconds: 0x0123_4567_89AB), using: &random).hasPrefix("01234567-89ab-7"))
    }

    @Test(arguments: [
        "", "019abcde-0000-7000-8000-00000000000", "019abcde-0000-7000-8000-0000000000011",
        "019ABCDE-0000-7000-8000-000000000001",
        "019abcde-0000-4000-8000-000000000001", "019abcde-0000-7000-c000-000000000001", "019abcde00007000800000000000000001ab",
        "019abcdg-0000-7000-8000-000000000001", "019abcde-0000-7000-8000-00000000000é",
    ])
    func `any other spelling is refused`(_ text: String) {
        #expect(!UUID7.isValid(text))
    }

    @Test func `a digest is 64 lower-case digits`() {
        let digest = Digest.sha256(bytes("abc"))
        #expect(digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest.isValid(digest) && !Digest.isValid(digest.uppercased()) && !Digest.isValid(String(digest.dropLast())))
    }
}
