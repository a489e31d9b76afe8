import SyncProtocol
import Testing

@Suite struct JSONLinesTests {
    @Test(arguments: 1...12) func `lines come out the same however the stream is cut`(_ size: Int) throws {
        let text = bytes("one\n\ntwo Ạ\nthree\nrest")
        var lines = JSONLines(limit: 100)
        var found: [[UInt8]] = []
        for start in stride(from: 0, to: text.count, by: size) {
            found += try lines.append(text[start..<min(start + size, text.count)])
        }
        #expect(found == ["one", "", "two Ạ", "three"].map(bytes))
        #expect(lines.hasPartialLine)
    }

    @Test func `a stream that ends at a line's end was not cut`() throws {
        var lines = JSONLines(limit: 10)
        #expect(try lines.append(bytes("{}\n")) == [bytes("{}")])
        #expect(!lines.hasPartialLine)
    }

    @Test func `a line may be as long as the limit and no longer`() throws {
        var fitting = JSONLines(limit: 4)
        #expect(try fitting.append(bytes("abcd\n")) == [bytes("abcd")])
        var long = JSONLines(limit: 4)
        #expect(throws: JSONLines.LineTooLong.self) { try long.append(bytes("abcde\n")) }
        var endless = JSONLines(limit: 4)
        #expect(try endless.append(bytes("abc")) == [])
        #expect(throws: JSONLines.LineTooLong.self) { try endless.append(bytes("de")) }
    }
}
