import Foundation
import Gzip
import SyncProtocol
import Synchronization
import Transport

/// What a `FakePortal` answers, and how it misbehaves while doing so.
struct Reply: Sendable {
    var status = 200
    var headers: [(String, String)] = []
    var body: [UInt8] = []
    var isPortal = true
    var date: Timestamp? = FakePortal.time
    /// Closes after so many bytes of the body, which was announced whole.
    var cutAfter: Int?

    static func json(_ value: JSONValue, status: Int = 200) -> Reply {
        Reply(status: status, headers: [("Content-Type", "application/json")], body: value.encoded)
    }

    static func problem(_ name: ProblemName, status: Int, headers: [(String, String)] = []) -> Reply {
        Reply(
            status: status, headers: [("Content-Type", "application/problem+json")] + headers,
            body: Problem(name, title: "no", status: status).json.encoded)
    }

    var bytes: [UInt8] {
        var head = "HTTP/1.1 \(status) X\r\n"
        if isPortal { head += "Kiosk-Protocol: 1\r\n" }
        if let date { head += "Date: \(HTTPDate.format(date))\r\n" }
        if status != 204, status != 304 { head += "Content-Length: \(body.count)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return Array((head + "\r\n").utf8) + body.prefix(cutAfter ?? body.count)
    }
}

/// A portal that gives out tokens and answers everything else as the test says.
final class FakePortal: Sendable {
    /// The portal's clock stands still.
    static let time = Timestamp(seconds: 1_790_000_000)

    let server: ScriptedServer
    private let seen: Seen

    /// The requests so far, in order.
    final class Seen: Sendable {
        private let requests = Mutex<[ReceivedRequest]>([])
        func add(_ request: ReceivedRequest) -> Int {
            requests.withLock {
                $0.append(request)
                return $0.filter { $0.path == request.path && $0.method == request.method }.count
            }
        }
        var all: [ReceivedRequest] { requests.withLock { $0 } }
    }

    /// - Parameter answer: what to say to a request that comes for the n-th time (1, 2 …) to its path; `nil` for what a
    ///   well-behaved portal says to discovery and token requests, and a 404 to others.
    init(answer: @escaping @Sendable (ReceivedRequest, Int) -> Reply?) throws {
        let seen = Seen()
        self.seen = seen
        server = try ScriptedServer { connection in
            while true {
                let request = try connection.readRequest()
                let count = seen.add(request)
                let reply = answer(request, count) ?? Self.usual(request, count)
                try connection.send(reply.bytes)
                if reply.cutAfter != nil { return }
            }
        }
    }

    var requests: [ReceivedRequest] { seen.all }
    func requests(_ path: String) -> [ReceivedRequest] { requests.filter { $0.path == path } }
    var url: String { server.url }

    /// A client of this portal whose clock is `skew` ahead of the portal's.
    func client(skew: Duration = .zero, options: ConnectionOptions = ConnectionOptions(agent: "kiosk/1.2.3")) throws
        -> PortalClient
    {
        try PortalClient(
            address: PortalAddress(server.url), identity: KioskIdentity(kioskID: "kiosk-1", key: KioskKey()),
            options: options, now: { Self.time + skew })
    }

    private static func usual(_ request: ReceivedRequest, _ count: Int) -> Reply {
        switch request.path {
        case "/kiosk/v1/":
            // The URL as the kiosk reached us.
            .json([
                "protocol": [1], "name": "Test", "time": .string(time.description),
                "token_url": .string("http://\(request["host"] ?? "")/oauth2/token"), "minimum_agent": "1.3.0",
            ])
        case "/oauth2/token":
            .json(["access_token": .string("token-\(count)"), "token_type": "Bearer", "expires_in": 3600])
        default: .problem(.notFound, status: 404)
        }
    }
}

/// Runs `body` with a portal that is gone afterwards.
func withPortal<Result>(
    _ answer: @escaping @Sendable (ReceivedRequest, Int) -> Reply?, body: (FakePortal) async throws -> Result
) async throws -> Result {
    let portal = try FakePortal(answer: answer)
    defer { portal.server.stop() }
    return try await body(portal)
}

/// The error of `body`; `nil` when it succeeds.
func failure<Failure: Error, Success>(
    of body: () async throws(Failure) -> Success
) async -> Failure? {
    do throws(Failure) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
