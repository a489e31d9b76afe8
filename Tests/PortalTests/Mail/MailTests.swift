import Foundation
import GRDB
import Logging
import NIOCore
import NIOPosix
import SyncProtocol
import Synchronization
import Testing

@testable import Portal

private let message = MailMessage(
    id: 7, from: "cong@vidu.vn", recipient: "a@b.vn", subject: "Xác nhận đăng ký tài khoản sử dụng dịch vụ công trực tuyến",
    body: "Kính gửi,\n.một dòng\n", date: OfficeBench.now)

@Suite struct MailMessageTests {
    @Test func `a mail is readable by any reader of mail`() throws {
        let text = message.text
        #expect(text.contains("From: <cong@vidu.vn>\r\n") && text.contains("To: <a@b.vn>\r\n"))
        #expect(text.contains(" +0000\r\n") && !text.contains("GMT"))
        #expect(text.hasSuffix("\r\n\r\nKính gửi,\r\n.một dòng\r\n\r\n"))
        #expect(text.replacing("\r\n", with: "").contains("\n") == false)
        let words = text.matches(of: /=\?utf-8\?B\?([A-Za-z0-9+\/=]+)\?=/)
        #expect(words.count > 1 && words.allSatisfy { $0.0.count <= 75 })
        let subject = words.map { Data(base64Encoded: String($0.1)).map { String(decoding: $0, as: UTF8.self) } ?? "?" }.joined()
        #expect(subject == message.subject)
    }

    @Test(arguments: ["a@b.vn\r\nBcc: x@y", "a b@c", "a@b>c", "x", "á@b.vn", ""])
    func `an address that could end a line is not sent to`(recipient: String) {
        var mail = message
        mail.recipient = recipient
        #expect(message.isSendable && !mail.isSendable)
    }
}

@Suite struct SMTPConversationTests {
    @Test func `a server is greeted, told and left in the order of the standard`() throws {
        var conversation = SMTPConversation(message)
        #expect(try conversation.receive("220 mail".utf8) == nil)
        #expect(try conversation.receive(" ready\r\n".utf8) == "EHLO localhost\r\n")
        #expect(try conversation.receive("250-mail\r\n250 8BITMIME\r\n".utf8) == "MAIL FROM:<cong@vidu.vn>\r\n")
        #expect(try conversation.receive("250 ok\r\n".utf8) == "RCPT TO:<a@b.vn>\r\n")
        #expect(try conversation.receive("250 ok\r\n".utf8) == "DATA\r\n")
        let text = try #require(try conversation.receive("354 go\r\n".utf8))
        #expect(text.contains("\r\n..một dòng\r\n") && text.hasSuffix("\r\n.\r\n") && !conversation.isDelivered)
        #expect(try conversation.receive("250 taken\r\n".utf8) == "QUIT\r\n")
        #expect(conversation.isDelivered)
    }

    @Test(arguments: [
        ("554 no\r\n", SMTPConversation.Failure.refused(code: 554)), ("HTTP/1.1 400\r\n", .notSMTP), ("4\r\n", .notSMTP),
    ])
    func `an answer that does not go on ends it`(answer: String, failure: SMTPConversation.Failure) {
        var conversation = SMTPConversation(message)
        #expect(throws: failure) { try conversation.receive(answer.utf8) }
    }

    @Test func `a server that never ends its line is left`() {
        var conversation = SMTPConversation(message)
        #expect(throws: SMTPConversation.Failure.notSMTP) { try conversation.receive([UInt8](repeating: 0x32, count: 20_000)) }
    }
}

@Suite struct MailCourierTests {
    private static var code: Regex<(Substring, Substring)> { /\/confirm\/([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/ }

    /// Queues the confirmation of an address of the bench's account.
    private func enqueue(_ bench: OfficeBench, email: String = "a@b.vn") throws {
        try bench.edit("email=\(email)")
        try bench.write { db, context in
            var random = SystemRandomNumberGenerator()
            try ConfirmationMail(portal: "Cổng thử", address: "https://cong.vidu.vn").enqueue(
                account: OfficeBench.account, email: email, in: db, now: OfficeBench.now, newID: context.newID, using: &random)
        }
    }

    private func courier(_ bench: OfficeBench, folder: String? = nil, port: Int? = nil, at now: Timestamp = OfficeBench.now)
        -> MailCourier
    {
        var settings = PortalSettings.Mail()
        settings.folder = folder
        settings.smtpHost = port == nil ? nil : "127.0.0.1"
        settings.smtpPort = port ?? 25
        return MailCourier(
            store: bench.store, settings: settings, now: { now }, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test func `a mail lies in the folder once, with a link that confirms`() async throws {
        try await withFolder { folder async throws in
            let bench = try OfficeBench()
            try enqueue(bench)
            #expect(try await courier(bench, folder: folder).deliverDue() == 1)
            #expect(try await courier(bench, folder: folder).deliverDue() == 0)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(files.count == 1 && files[0].hasSuffix(".eml"))
            let text = try String(contentsOfFile: folder + "/" + files[0], encoding: .utf8)
            let link = try #require(text.firstMatch(of: Self.code))
            #expect(text.contains("https://cong.vidu.vn/confirm/\(link.1)"))
            let outcome = try bench.write { db, _ in
                try Portal.Confirmation.confirm(link.1.lowercased(), in: db, now: OfficeBench.now)
            }
            #expect(outcome == .confirmed(account: OfficeBench.account))
            #expect(try bench.read { try AccountView.show(OfficeBench.account, in: $0) }["confirmation"] == "confirmed")
            // Neither the code nor the mail's text stays in the store.
            #expect(try bench.read { try String.fetchAll($0, sql: "SELECT body FROM outgoing_mail") } == [""])
        }
    }

    @Test func `a notice says that the mail was sent`() throws {
        let bench = try OfficeBench()
        try enqueue(bench)
        let notice = try bench.read { try String.fetchAll($0, sql: "SELECT state FROM subjects WHERE kind = 'notice'") }
        #expect(notice.count == 1 && notice[0].contains("\"mail\"") && !notice[0].contains("a@b.vn"))
        #expect(try bench.feed().count { $0.contains("notice") } == 2)
    }

    @Test func `a server that cannot be reached is tried again later, and the mail is not lost`() async throws {
        let bench = try OfficeBench()
        try enqueue(bench)
        // A port that was free a moment ago: nobody listens there.
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: 0)
            .get()
        let port = try #require(server.localAddress?.port)
        try await server.close()
        #expect(try await courier(bench, port: port).deliverDue() == 0)
        #expect(try await courier(bench, port: port).deliverDue() == 0)
        #expect(try bench.read { try Int.fetchOne($0, sql: "SELECT attempts FROM outgoing_mail WHERE sent_at IS NULL") } == 1)
        try await withFolder { folder async throws in
            #expect(try await courier(bench, folder: folder, at: OfficeBench.now + .seconds(31)).deliverDue() == 1)
        }
    }

    @Test func `a folder that cannot be written to is tried again later, and the mail is not lost`() async throws {
        try await withFolder { folder async throws in
            let bench = try OfficeBench()
            try enqueue(bench)
            // A file where the folder should be stops root, too.
            try Data().write(to: URL(filePath: folder + "/mail"))
            #expect(try await courier(bench, folder: folder + "/mail").deliverDue() == 0)
            try FileManager.default.removeItem(atPath: folder + "/mail")
            #expect(try await courier(bench, folder: folder + "/mail", at: OfficeBench.now + .seconds(31)).deliverDue() == 1)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a mail server takes the mail over`() async throws {
        let bench = try OfficeBench()
        try enqueue(bench)
        let received = Received()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(SMTPServer(received)) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        #expect(try await courier(bench, port: port).deliverDue() == 1)
        try await server.close()
        let text = received.text.withLock { $0 }
        #expect(text.contains("RCPT TO:<a@b.vn>\r\n") && text.contains("Cổng thử") && text.firstMatch(of: Self.code) != nil)
    }

    @Test func `tries come ever more slowly, up to one an hour`() {
        let waits = (0..<12).map { MailCourier.due(OfficeBench.now, attempts: $0) - OfficeBench.now }
        #expect(waits[0] == .zero && waits[1] == .seconds(30) && waits[2] == .seconds(90))
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 < $1 && $1 - $0 <= .seconds(3600) })
    }
}

/// What a server was told.
private final class Received: Sendable { let text = Mutex("") }

/// A mail server that takes everything.
private final class SMTPServer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let received: Received
    private var isText = false

    init(_ received: Received) { self.received = received }

    func channelActive(context: ChannelHandlerContext) { say("220 test", context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let line = String(buffer: unwrapInboundIn(data))
        let all = received.text.withLock {
            $0 += line
            return $0
        }
        if isText {
            guard all.hasSuffix("\r\n.\r\n") else { return }
            isText = false
            say("250 taken", context)
        } else if line.hasPrefix("DATA") {
            isText = true
            say("354 go", context)
        } else {
            say(line.hasPrefix("EHLO") ? "250-test\r\n250 8BITMIME" : "250 ok", context)
        }
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
    }
}
