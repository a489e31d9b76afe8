import Glibc

/// The text of a configuration file, not yet understood.
package struct SettingsSource: Sendable {
    /// Files beyond this are refused unread: a configuration is a page or two.
    package static let maximumBytes = 1 << 20

    /// The file's path as it was given; `nil` for a text from elsewhere.
    package let file: String?
    /// TOML, as UTF-8, without NUL.
    package let text: String

    package init(text: String, file: String? = nil) {
        self.text = text
        self.file = file
    }

    /// Reads the regular file at `path`. Throws a `SettingsError` with `fileMissing`, `fileUnreadable`,
    /// `fileNotRegular`, `fileTooLarge` or `notText`.
    package static func read(_ path: String) throws(SettingsError) -> SettingsSource {
        let bytes = try contents(of: path)
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            let line = 1 + validPrefix(of: bytes).count { $0 == UInt8(ascii: "\n") }
            throw SettingsError(file: path, problems: [SettingsProblem(line: line, key: "", kind: .notText)])
        }
        return SettingsSource(text: text, file: path)
    }

    /// At most `maximumBytes` of the regular file at `path`.
    static func contents(of path: String) throws(SettingsError) -> [UInt8] {
        func failed(_ kind: SettingsProblem.Kind) -> SettingsError {
            SettingsError(file: path, problems: [SettingsProblem(key: "", kind: kind)])
        }
        // O_NONBLOCK: opening a FIFO must not wait for a writer.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw failed(errno == ENOENT ? .fileMissing : .fileUnreadable(reason: reason(errno)))
        }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw failed(.fileUnreadable(reason: reason(errno))) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw failed(.fileNotRegular) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe Glibc.read(descriptor, &piece, piece.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw failed(.fileUnreadable(reason: reason(errno)))
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: piece[..<count])
            guard bytes.count <= maximumBytes else { throw failed(.fileTooLarge(limit: maximumBytes)) }
        }
    }

    private static func reason(_ code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }

    /// The bytes before the first that is not UTF-8 text.
    private static func validPrefix(of bytes: [UInt8]) -> ArraySlice<UInt8> {
        var position = 0
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator), scalar.value != 0 {
            position += UTF8.width(scalar)
        }
        return bytes[..<position]
    }
}
