import HTTPTypes
import NIOCore
import NIOHTTPTypes
import SyncProtocol

extension HTTPField.Name {
    /// Names that are constants of ours and tokens of RFC 9110.
    static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .server }
    static let kioskProtocol = known(ProtocolVersion.headerName)
}

/// Puts `Kiosk-Protocol` and `Date` on every answer that leaves, those of the HTTP parser included (protocol.md, section 1),
/// and lets clients send that wait to be asked for their body (RFC 9110, 10.1.1).
final class PortalHeaders: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let now: @Sendable () -> Timestamp

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data), head.headerFields[.expect]?.lowercased() == "100-continue" {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        head.headerFields[.kioskProtocol] = ProtocolVersion.headerValue
        head.headerFields[.date] = HTTPDate.format(now())
        guard head.status == .badRequest, head.headerFields[.contentType] == nil, head.headerFields[.contentLength] == "0" else {
            return context.write(wrapOutboundOut(.head(head)), promise: promise)
        }
        // The server's own answer to what is not HTTP: it has no body, and errors of ours are problems (RFC 9457).
        let body = Problem(
            .malformedRequest, title: ProblemName.malformedRequest.title, status: 400, detail: "this is not HTTP/1.1"
        ).json.encoded
        head.headerFields[.contentType] = ProtocolVersion.problemMediaType
        head.headerFields[.contentLength] = String(body.count)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(context.channel.allocator.buffer(bytes: body))), promise: promise)
    }
}
