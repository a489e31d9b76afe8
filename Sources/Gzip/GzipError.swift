/// Why bytes could not be deflated or inflated.
package enum GzipError: Error, Sendable, Hashable {
    /// The output would exceed the limit given; not one byte beyond it was made.
    case tooLarge(limit: Int)
    /// The input ended inside a gzip member.
    case truncated
    /// Not gzip, or damaged: a wrong header, code, check sum or length.
    case corrupt
    /// Bytes that are not another gzip member follow the end.
    case trailingBytes
    /// Something was written after the end.
    case finished
    /// zlib could not get its (fixed, small) memory.
    case outOfMemory
}

extension GzipError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge(let limit): "more than \(limit) bytes when inflated"
        case .truncated: "gzip data ends too early"
        case .corrupt: "not gzip, or damaged"
        case .trailingBytes: "bytes after the end of the gzip data"
        case .finished: "written after the end"
        case .outOfMemory: "no memory for zlib"
        }
    }
}
