import Testing

@testable import Portal

@Suite struct ByteRangeTests {
    @Test(arguments: [
        ("bytes=0-9", 0, 9), ("bytes=90-", 90, 99), ("bytes=90-5000", 90, 99), ("bytes=-1", 99, 99), ("bytes=-5000", 0, 99),
        ("Bytes = 3-3 ", 3, 3), ("bytes=0-99999999999999999999", 0, 99),
    ] as [(String, Int64, Int64)])
    func `a range names the bytes that it means`(header: String, first: Int64, last: Int64) {
        #expect(ByteRange(header, size: 100) == .part(first: first, last: last))
    }

    @Test(arguments: ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999-"])
    func `a range beyond the end is unsatisfiable`(header: String) { #expect(ByteRange(header, size: 100) == .unsatisfiable) }

    @Test(arguments: [
        nil, "", "bytes", "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "items=0-1", "bytes=0-1,3-4", "bytes=+1-2", "bytes=1",
        "bytes=-1-2", "bytes=１-2",
    ])
    func `what is no range of bytes, or several of them, is all of it`(header: String?) {
        #expect(ByteRange(header, size: 100) == .whole)
    }
}
