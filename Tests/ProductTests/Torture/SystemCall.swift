import Foundation

/// One line of `strace -f -y -xx`, as far as what is on a disk depends on it.
enum SystemCall: Sendable {
    case opened(path: String, truncates: Bool)
    /// `offset` is `nil` for a write at the file's own place, which is its end here.
    case wrote(path: String, offset: Int?, bytes: [UInt8])
    case truncated(path: String, length: Int)
    case synced(path: String)
    case renamed(from: String, to: String)
    case removed(path: String)
    /// Something was said on standard output.
    case said([UInt8])

    /// All calls of a trace, in their order. Those that failed are left out.
    static func all(in trace: String) -> [SystemCall] {
        var begun: [Substring: String] = [:]
        return trace.split(separator: "\n").compactMap { line in
            guard let space = line.firstIndex(of: " ") else { return nil }
            let thread = line[..<space]
            var text = line[space...].drop { $0 == " " }
            if text.hasSuffix("<unfinished ...>") {
                begun[thread] = String(text.dropLast("<unfinished ...>".count))
                return nil
            }
            if text.hasPrefix("<... "), let end = text.firstRange(of: " resumed>") {
                text = Substring((begun.removeValue(forKey: thread) ?? "") + text[end.upperBound...])
            }
            return read(text)
        }
    }

    private static func read(_ text: Substring) -> SystemCall? {
        guard let open = text.firstIndex(of: "("), let equals = text.range(of: " = ", options: .backwards) else { return nil }
        let answer = text[equals.upperBound...]
        guard !answer.hasPrefix("-"), !answer.hasPrefix("?") else { return nil }
        let body = text[text.index(after: open)..<equals.lowerBound]
        let descriptor = bracketed(body).flatMap(word)
        switch text[..<open] {
        case "openat", "creat":
            guard let path = bracketed(answer).flatMap(word), body.contains("O_CREAT") || body.contains("O_TRUNC") else { return nil }
            return .opened(path: path, truncates: body.contains("O_TRUNC"))
        case "pwrite64", "write":
            guard let bytes = quoted(body).first else { return nil }
            let count = Int(answer.prefix { $0.isNumber }) ?? bytes.count
            if body.hasPrefix("1<") || body.hasPrefix("1,") { return .said(Array(bytes.prefix(count))) }
            guard let path = descriptor else { return nil }
            let offset = text.hasPrefix("pwrite64") ? body.split(separator: ",").last.flatMap { Int($0.filter(\.isNumber)) } : nil
            return .wrote(path: path, offset: offset, bytes: Array(bytes.prefix(count)))
        case "ftruncate":
            guard let path = descriptor, let length = body.split(separator: ",").last.flatMap({ Int($0.filter(\.isNumber)) }) else { return nil }
            return .truncated(path: path, length: length)
        case "fsync", "fdatasync": return descriptor.map { .synced(path: $0) }
        case "rename", "renameat", "renameat2":
            let names = quoted(body).map { String(decoding: $0, as: UTF8.self) }
            guard names.count == 2 else { return nil }
            return .renamed(from: resolved(names[0], body), to: resolved(names[1], body))
        case "unlink", "unlinkat":
            return quoted(body).first.map { .removed(path: resolved(String(decoding: $0, as: UTF8.self), body)) }
        default: return nil
        }
    }

    /// A name that is counted from a folder's descriptor.
    private static func resolved(_ name: String, _ body: Substring) -> String {
        guard !name.hasPrefix("/"), let folder = bracketed(body).flatMap(word) else { return plain(name) }
        return plain(folder + "/" + name)
    }

    /// Without `x/..`
    private static func plain(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    private static func bracketed(_ text: some StringProtocol) -> Substring? {
        guard let open = text.firstIndex(of: "<"), let close = text[open...].firstIndex(of: ">") else { return nil }
        return Substring(text[text.index(after: open)..<close])
    }

    private static func word(_ text: Substring) -> String? { bytes(text).map { String(decoding: $0, as: UTF8.self) } }

    private static func quoted(_ text: Substring) -> [[UInt8]] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.compactMap { bytes($0.element) }
    }

    /// `\x2f\x74`
    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4)
        for start in stride(from: 0, to: digits.count, by: 4) {
            guard digits[start] == UInt8(ascii: "\\"), let high = nibble(digits[start + 2]), let low = nibble(digits[start + 3]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
