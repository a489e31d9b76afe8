import Gzip
import HTTPTypes
import Hummingbird

/// Whole answers, compressed for who offers to inflate them (protocol.md, section 1).
enum Compression {
    static func bytes(_ bytes: [UInt8], type: String, _ request: Request, cacheable: Bool = false) -> Response {
        let small = BodyReading.acceptsGzip(request) ? try? Gzip.compress(bytes) : nil
        var answer = Answer.bytes(small ?? bytes, type: type, cacheable: cacheable)
        if small != nil { answer.headers[.contentEncoding] = "gzip" }
        answer.headers[.vary] = "Accept-Encoding"
        return answer
    }
}
