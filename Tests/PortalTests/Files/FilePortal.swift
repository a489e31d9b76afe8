import CurlHTTP
import DurableFiles
import Foundation
import GRDB
import Gzip
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import SyncProtocol
import Synchronization

@testable import Portal

/// The file routes alone, on a free port; who calls is what the header `X-Unit` says.
final class FilePortal: Sendable {
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        var unit = ""

        init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
    }

    private struct UnitByHeader: RouterMiddleware {
        func handle(
            _ request: Request, context: Context, next: (Request, Context) async throws -> Response
        ) async throws -> Response {
            var context = context
            context.unit = request.headers[.tus("X-Unit")] ?? "xa-1"
            return try await next(request, context)
        }
    }

    let home: String
    let store: PortalStore
    let uploads: UploadStore
    let port = Mutex(0)
    let curl: CurlSession

    init(home: String, limits: FileLimits) throws {
        self.home = home
        store = try PortalStore.open(home: home)
        curl = try CurlSession()
        uploads = try UploadStore(
            store: store, folders: FileFolders(home: home), limits: limits, now: { [clock] in clock.now.withLock { $0 } },
            arrival: { [arrivals] unit, sha256, _, database in
                let inTransaction = database.isInsideTransaction
                arrivals.list.withLock { $0.append("\(unit)/\(sha256)/\(inTransaction)") }
            })
    }

    /// The portal's clock, set by tests.
    final class Clock: Sendable { let now = Mutex(Timestamp(seconds: 1_790_000_000)) }
    /// `unit/sha256/in transaction` of files that became whole, in order.
    final class Arrivals: Sendable { let list = Mutex<[String]>([]) }
    let clock = Clock()
    let arrivals = Arrivals()

    var url: String { "http://127.0.0.1:\(port.withLock { $0 })" }

    func path(of sha256: String, unit: String = "xa-1") -> String {
        FileFolders.path(home: home, unit: unit, sha256: sha256)
    }

    /// The bytes of the whole file `sha256` of `unit`; `nil` when there is none.
    func stored(_ sha256: String, unit: String = "xa-1") -> [UInt8]? {
        try? SmallFile.read(path(of: sha256, unit: unit), limit: 64 << 20)
    }

    /// Whether the whole file is there, byte for byte.
    func stores(_ bytes: [UInt8], unit: String = "xa-1") -> Bool { stored(Digest.sha256(bytes), unit: unit) == bytes }

    /// Serves while `body` runs.
    func serve<T: Sendable>(_ body: @escaping @Sendable () async throws -> T) async throws -> T {
        let router = Router(context: Context.self)
        router.add(middleware: UnitByHeader())
        FileRoutes.add(open: router, closed: router, uploads: uploads) { FileCaller(kiosk: "k1", unit: $0.unit) }
        let (ready, signal) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let app = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { signal.yield($0.localAddress?.port ?? 0) }, logger: logger)
        // Stopped as in earnest: a server that is cancelled drops connections that it has just accepted.
        let services = ServiceGroup(services: [app], logger: logger)
        async let running: Void = services.run()
        for await port in ready {
            self.port.withLock { $0 = port }
            break
        }
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        await services.triggerGracefulShutdown()
        try await running
        return try result.get()
    }

    // MARK: Requests

    static let chunkType = ("Content-Type", "application/offset+octet-stream")

    func send(
        _ method: String, _ target: String, _ headers: [(String, String)] = [], body: [UInt8]? = nil, unit: String = "xa-1",
        resumable: Bool = true
    ) async throws -> CurlResponse {
        var all: [(name: String, value: String)] = [("X-Unit", unit)]
        if resumable { all.append(("Tus-Resumable", "1.0.0")) }
        for (name, value) in headers { all.append((name: name, value: value)) }
        return try await curl.send(
            CurlRequest(
                method, target.hasPrefix("http") ? target : url + target, headers: all, body: body.map { .bytes($0) } ?? .none))
    }

    func create(
        length: Int, metadata: [(String, String)] = [], headers: [(String, String)] = [], body: [UInt8]? = nil,
        unit: String = "xa-1"
    ) async throws -> CurlResponse {
        var all = headers + [("Upload-Length", String(length))]
        if !metadata.isEmpty { all.append(("Upload-Metadata", Self.header(metadata))) }
        if body != nil { all.append(Self.chunkType) }
        return try await send("POST", "/kiosk/v1/files", all, body: body ?? [], unit: unit)
    }

    func patch(
        _ location: String, at offset: Int, _ bytes: [UInt8], _ headers: [(String, String)] = [], unit: String = "xa-1"
    ) async throws -> CurlResponse {
        try await send(
            "PATCH", location, [Self.chunkType, ("Upload-Offset", String(offset))] + headers, body: bytes, unit: unit)
    }

    /// `Upload-Offset` as HEAD tells it; `nil` when HEAD finds nothing.
    func offset(_ location: String, unit: String = "xa-1") async throws -> Int? {
        let answer = try await send("HEAD", location, unit: unit)
        return answer.status == 200 ? answer.header("upload-offset").flatMap { Int($0) } : nil
    }

    static func header(_ metadata: [(String, String)]) -> String {
        metadata.map { "\($0.0) \(Data($0.1.utf8).base64EncodedString())" }.joined(separator: ",")
    }

    /// Metadata of `plain` as a kiosk sends it.
    static func metadata(
        of plain: [UInt8], encoding: String = "identity", sha256: String? = nil, size: Int? = nil,
        filetype: String = "application/pdf"
    ) -> [(String, String)] {
        [
            ("sha256", sha256 ?? Digest.sha256(plain)), ("size", String(size ?? plain.count)), ("encoding", encoding),
            ("filename", "don.pdf"), ("filetype", filetype),
        ]
    }
}

/// Runs `body` against the file routes in a home of their own.
func withFilePortal(
    limits: FileLimits = FileLimits(maxFileBytes: 8 << 20, fileTypes: ["application/pdf", "image/jpeg", "image/png"]),
    _ body: @escaping @Sendable (FilePortal) async throws -> Void
) async throws {
    let home = FileManager.default.temporaryDirectory.path + "/portal-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: home) }
    let portal = try FilePortal(home: home, limits: limits)
    try await portal.serve { try await body(portal) }
    await portal.curl.shutdown()
}

/// A paper of `count` bytes that shrinks a little and looks like a PDF.
func paper(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed
    var bytes = Array("%PDF-1.7\n".utf8)
    bytes.reserveCapacity(count)
    while bytes.count < count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(UInt8(truncatingIfNeeded: state >> 40) & 0x3F)
    }
    return Array(bytes.prefix(count))
}

extension CurlResponse {
    /// The name of the problem that the answer tells.
    var problem: ProblemName? { (try? JSONParser.parse(body)).flatMap { Problem($0)?.name } }
}
