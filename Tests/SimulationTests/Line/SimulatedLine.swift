import CurlHTTP
import Foundation

/// The HTTP line of one process of one kiosk: it hands every request to the world and gives back what the world makes of it.
struct SimulatedLine: HTTPSession {
    let world: World
    let kiosk: Int
    /// Which process of the kiosk this is: a request of one that has ended goes nowhere.
    let life: Int

    func send(_ request: CurlRequest) async throws(CurlError) -> CurlResponse {
        if Task.isCancelled { throw CurlError(.cancelled) }
        return try await world.carry(request, of: kiosk, life: life).get()
    }

    /// The simulated machine keeps its one address.
    func lost(addresses: Set<String>) async {}
    func knockAgain() async {}
    func shutdown() async {}
}

extension WireRequest {
    /// The request as it goes over the wire. `nil` when the file that it sends cannot be read.
    init?(_ request: CurlRequest) {
        let path =
            request.url.hasPrefix(ModelPortal.origin)
            ? String(request.url.dropFirst(ModelPortal.origin.count)) : request.url
        let body: [UInt8]
        switch request.body {
        case .none: body = []
        case .bytes(let bytes): body = bytes
        case .file(let slice):
            guard let handle = FileHandle(forReadingAtPath: slice.path) else { return nil }
            defer { try? handle.close() }
            guard (try? handle.seek(toOffset: UInt64(slice.offset))) != nil,
                let data = slice.length == 0 ? Data() : try? handle.read(upToCount: Int(slice.length)),
                data.count == Int(slice.length)
            else { return nil }
            body = Array(data)
        }
        self.init(
            method: request.method, path: path,
            headers: Dictionary(request.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 }),
            body: body)
    }
}
