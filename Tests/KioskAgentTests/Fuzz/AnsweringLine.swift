import CurlHTTP
import Foundation
import SyncProtocol
import Transport

/// A line on which whoever is asked for something gives the input as the answer: its status, its headers, an empty line, its body.
struct AnsweringLine: HTTPSession {
    let answer: CurlResponse
    /// The path that gets it; everything before that is answered as it should be.
    let path: String

    private static let origin = "https://a.example"

    func send(_ request: CurlRequest) async throws(CurlError) -> CurlResponse {
        if request.url.contains(path) { return answer }
        let own = [(name: "kiosk-protocol", value: "1")]
        let body =
            if request.url.hasSuffix("/token") {
                #"{"access_token":"t","token_type":"Bearer","expires_in":3600}"#
            } else {
                #"{"name":"C","protocol":[1],"time":"2026-11-24T02:00:00Z","token_url":"\#(Self.origin)/oauth2/token","catalogue":"e","keys":[],"limits":{"max_operations":500,"max_batch_bytes":1048576,"max_file_bytes":52428800,"file_types":["application/pdf"]},"minimum_agent":"0.1.0"}"#
            }
        return CurlResponse(status: 200, headers: own, body: Array(body.utf8))
    }
    func lost(addresses: Set<String>) async {}
    func knockAgain() async {}
    func shutdown() async {}

    /// Reads the input as libcurl would hand it on.
    init(_ input: [UInt8], to path: String) {
        self.path = path
        let end = input.indices.first { $0 + 1 < input.count && input[$0] == 0x0A && input[$0 + 1] == 0x0A } ?? input.count
        let lines = String(decoding: input[..<end], as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        answer = CurlResponse(
            status: lines.first.flatMap { Int($0) } ?? 200,
            headers: lines.dropFirst().compactMap { line in
                guard let colon = line.firstIndex(of: ":") else { return nil }
                return (line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
            }, body: Array(input[min(end + 2, input.count)...]))
    }

    /// Asks for what `target` says over such a line. True when a whole answer of the portal was seen, good or bad.
    static func read(_ input: [UInt8], as target: FuzzTarget) async -> Bool {
        let path = target == .tusAnswer ? "/files" : target == .tokenAnswer ? "/oauth2/token" : "/enrolments"
        guard let address = try? PortalAddress(origin) else { return false }
        let client = PortalClient(
            address: address, identity: KioskIdentity(kioskID: "k1", key: KioskKey()), agent: "kiosk/0",
            session: AnsweringLine(input, to: path), now: { Timestamp(seconds: 1_795_000_000) }, uptime: { .zero })
        switch target {
        case .tusAnswer:
            let file = UploadDescription(
                sha256: String(repeating: "a", count: 64), size: 9, encoding: "identity", storedSize: 9, fileName: "a.pdf",
                mediaType: "application/pdf", dossier: "01934b5e-0000-7000-8000-000000000001")
            let created = await outcome { () async throws(UploadFailure) in
                try await client.createUpload(file, firstBytes: nil, onProgress: nil)
            }
            let stands = await outcome { () async throws(UploadFailure) in
                try await client.uploadState(origin + "/kiosk/v1/files/u1")
            }
            return created || stands
        case .tokenAnswer:
            do throws(PortalFailure) { _ = try await client.catalogue(etag: nil) } catch { return isAnswer(error) }
            return true
        default:
            do throws(PortalFailure) {
                _ = try await client.enrol(code: "ABCD", name: "Q", unit: "23527", key: KioskKey())
                return true
            } catch { return isAnswer(error) }
        }
    }

    private static func outcome<T>(_ body: () async throws(UploadFailure) -> T) async -> Bool {
        do throws(UploadFailure) {
            _ = try await body()
            return true
        } catch {
            if case .portal(let failure) = error { return isAnswer(failure) }
            return true
        }
    }

    private static func isAnswer(_ failure: PortalFailure) -> Bool {
        switch failure {
        case .badAnswer, .captivePortal: false
        default: true
        }
    }
}
