import Foundation
package import SyncProtocol

/// A mail as it travels and lies in a folder (RFC 5322, text of RFC 2045 in UTF-8).
package struct MailMessage: Sendable, Hashable {
    package var id: Int64
    package var from: String
    package var recipient: String
    package var subject: String
    package var body: String
    package var date: Timestamp

    package init(id: Int64, from: String, recipient: String, subject: String, body: String, date: Timestamp) {
        self.id = id
        self.from = from
        self.recipient = recipient
        self.subject = subject
        self.body = body
        self.date = date
    }

    /// Addresses go into headers and into commands of SMTP: what could end a line or a command there is no address.
    package var isSendable: Bool {
        [from, recipient].allSatisfy { address in
            address.utf8.count <= 254 && address.contains("@")
                && address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3C && $0 != 0x3E }
        }
    }

    /// The whole mail, lines ended by CRLF.
    package var text: String {
        let host = from.split(separator: "@").last.map(String.init) ?? "localhost"
        let date = HTTPDate.format(self.date).replacing("GMT", with: "+0000")
        let headers = [
            "From: <\(from)>", "To: <\(recipient)>", "Subject: \(Self.words(subject))", "Date: \(date)",
            "Message-ID: <\(id).\(self.date.milliseconds)@\(host)>", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit", "Auto-Submitted: auto-generated",
        ]
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.filter { $0 != "\r" && $0 != "\r\n" }
        }
        return (headers + [""] + lines).joined(separator: "\r\n") + "\r\n"
    }

    /// A header's text as encoded words (RFC 2047), each short enough for a line and whole in its letters.
    private static func words(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var words: [[UInt8]] = [[]]
        for letter in text {
            let bytes = Array(String(letter).utf8)
            if words[words.count - 1].count + bytes.count > 42 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }
}
