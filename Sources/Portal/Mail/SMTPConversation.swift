/// One mail handed to a mail server, as a pure conversation (RFC 5321): what to send after each reply.
struct SMTPConversation: Sendable {
    enum Failure: Error, Hashable {
        /// The server's answer was not the one that goes on; 4xx may pass, 5xx will not.
        case refused(code: Int)
        case notSMTP
        case closed
    }

    private enum Step { case greeting, hello, sender, recipient, data, text, done }

    private let message: MailMessage
    private var step = Step.greeting
    private var buffer: [UInt8] = []
    /// More than any server's reply.
    private static let longestReply = 16_384

    init(_ message: MailMessage) { self.message = message }

    /// The server has the mail.
    var isDelivered: Bool { step == .done }

    /// Takes bytes of the server in, and answers what to send next. Throws `Failure`.
    mutating func receive(_ bytes: some Sequence<UInt8>) throws(Failure) -> String? {
        buffer += bytes
        guard buffer.count <= Self.longestReply else { throw .notSMTP }
        guard let code = try reply() else { return nil }
        return try next(code)
    }

    /// The code of a whole reply: lines `250-…` and at last `250 …`.
    private mutating func reply() throws(Failure) -> Int? {
        while let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
            let line = buffer[..<end]
            buffer = Array(buffer[(end + 1)...])
            guard line.count >= 3, let code = Int(String(decoding: line.prefix(3), as: UTF8.self)), (200...599).contains(code)
            else {
                throw .notSMTP
            }
            if line.count == 3 || line[3] != UInt8(ascii: "-") { return code }
        }
        return nil
    }

    private mutating func next(_ code: Int) throws(Failure) -> String? {
        let isGood = step == .data ? code == 354 : (200...299).contains(code)
        guard isGood else { throw .refused(code: code) }
        switch step {
        case .greeting:
            step = .hello
            return "EHLO localhost\r\n"
        case .hello:
            step = .sender
            return "MAIL FROM:<\(message.from)>\r\n"
        case .sender:
            step = .recipient
            return "RCPT TO:<\(message.recipient)>\r\n"
        case .recipient:
            step = .data
            return "DATA\r\n"
        case .data:
            step = .text
            return Self.stuffed(message.text) + ".\r\n"
        case .text:
            step = .done
            return "QUIT\r\n"
        case .done: return nil
        }
    }

    /// A line that begins with a dot gets one more (RFC 5321, 4.5.2).
    private static func stuffed(_ text: String) -> String {
        text.split(separator: "\r\n", omittingEmptySubsequences: false).map { $0.hasPrefix(".") ? "." + $0 : String($0) }
            .joined(separator: "\r\n")
    }
}
