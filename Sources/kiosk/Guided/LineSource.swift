import Foundation
import Status

/// Where the answers of a person come from, line by line.
protocol LineSource: Sendable {
    /// The next line without its end; `nil` at the end. Throws `CancellationError` when the work is cancelled.
    func line() async throws -> String?
}

/// Standard input of a terminal. Waits in short spells, so that Ctrl-C is noticed.
actor TerminalLines: LineSource {
    /// Bytes; nobody types more.
    private static let limit = 16_384
    private var pending: [UInt8] = []
    private var isAtEnd = false

    func line() async throws -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = pending[..<end]
                pending.removeSubrange(...end)
                return try Self.text(line)
            }
            guard !isAtEnd else {
                guard !pending.isEmpty else { return nil }
                defer { pending = [] }
                return try Self.text(pending[...])
            }
            try Task.checkCancellation()
            try read()
        }
    }

    private func read() throws {
        var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&wait, 1, 200) > 0 else { return }
        var piece = [UInt8](repeating: 0, count: 4096)
        let count = unsafe piece.withUnsafeMutableBytes { unsafe Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
        if count > 0 {
            pending += piece[..<count]
            guard pending.count <= Self.limit else { throw KioskProblem(.invalidText) }
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
            isAtEnd = true
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw KioskProblem(.legacyEncoding) }
        return text
    }
}
