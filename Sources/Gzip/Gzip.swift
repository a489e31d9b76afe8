/// Gzip at once, for bytes that are in memory anyway. Streams use `Deflater` and `Inflater`.
package enum Gzip {
    /// `bytes` as one gzip member.
    /// - Parameter level: 0 (stored) to 9 (smallest).
    package static func compress(_ bytes: [UInt8], level: Int = 6) throws(GzipError) -> [UInt8] {
        var deflater = try Deflater(level: level)
        return try deflater.write(bytes) + deflater.finish()
    }

    /// What `bytes` inflate to. Throws `tooLarge` before a byte beyond `limit` is made.
    package static func decompress(_ bytes: [UInt8], limit: Int) throws(GzipError) -> [UInt8] {
        var inflater = try Inflater(limit: limit)
        var output: [UInt8] = []
        try inflater.write(bytes, to: &output)
        try inflater.finish()
        return output
    }
}
