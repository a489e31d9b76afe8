import NIOCore
import NIOPosix

/// Hands mails to a mail server nearby: no TLS and no password, as a relay on the same machine or in the same rack wants it.
struct SMTPRelay: Sendable {
    let host: String
    let port: Int
    /// For one mail in all.
    var timeLimit = Duration.seconds(60)

    /// Returns once the server has taken the mail over. Throws what NIO throws, and `SMTPConversation.Failure`.
    func deliver(_ message: MailMessage) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await converse(message) }
            group.addTask {
                try await Task.sleep(for: timeLimit)
                throw SMTPConversation.Failure.closed
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func converse(_ message: MailMessage) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.seconds(10))
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let isDelivered = try await channel.executeThenClose { inbound, outbound in
            var conversation = SMTPConversation(message)
            for try await bytes in inbound {
                if let command = try conversation.receive(bytes.readableBytesView) {
                    try await outbound.write(ByteBuffer(string: command))
                }
                if conversation.isDelivered { break }
            }
            return conversation.isDelivered
        }
        guard isDelivered else { throw SMTPConversation.Failure.closed }
    }
}
