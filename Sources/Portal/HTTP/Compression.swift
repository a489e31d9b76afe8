import Gzip
import HTTPTypes
import Hummingbird

/// Whole answers, compressed for who offers to inflate them (protocol.md, section 1).
enum Compression {
    static func json(_ bytes: [UInt8], _ request: Request) -> Response {
        guard bytes.count > 1024, BodyReading.acceptsGzip(request), let small = try? Gzip.compress(bytes) else {
            return Answer.bytes(bytes, type: "application/json")
        }
        var answer = Answer.bytes(small, type: "application/json")
        answer.headers[.contentEncoding] = "gzip"
        return answer
    }
}
