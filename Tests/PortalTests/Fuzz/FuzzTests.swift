import Foundation
import FuzzSupport
import SyncProtocol
import Testing

@testable import Portal

/// What a kiosk, or whoever calls itself one, may send to the portal.
enum PortalFuzzTarget: String, CaseIterable, Sendable {
    case syncRequest, uploadMetadata, uploadChecksum, byteRange, publicKey

    private static let operation =
        #"{"id":"01934b5e-0000-7000-8000-000000000001","type":"account.put","subject":"01934b5e-0000-7000-8000-000000000002","base":null,"made_at":"2026-11-24T02:00:00Z","officer":null,"after":[],"body":{"kind":"citizen"}}"#

    var samples: [String] {
        switch self {
        case .syncRequest:
            [
                """
                {"sync":1,"kiosk":"k1","agent":"kiosk/1.0.0","cursor":null,"max_changes":200,"lines":1}
                \(Self.operation)

                """
            ]
        case .uploadMetadata:
            [
                "sha256 \(Data(String(repeating: "a", count: 64).utf8).base64EncodedString()),size OQ==,encoding Z3ppcA==,filename YS5wZGY=,filetype YXBwbGljYXRpb24vcGRm"
            ]
        case .uploadChecksum:
            [
                "sha1 \(Data(repeating: 7, count: 20).base64EncodedString())",
                "sha256 \(Data(repeating: 7, count: 32).base64EncodedString())",
            ]
        case .byteRange: ["bytes=0-99", "bytes=100-", "bytes=-5"]
        case .publicKey: [#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#]
        }
    }

    func read(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        switch self {
        case .syncRequest:
            guard let request = try? SyncRequest(bytes, maxOperations: 500) else { return false }
            return !request.lines.compactMap { try? Operation(line: $0) }.isEmpty
        case .uploadMetadata: return (try? UploadMetadata(text)) != nil
        case .uploadChecksum: return ((try? UploadChecksum(text)) ?? nil) != nil
        case .byteRange:
            if case .part = ByteRange(text, size: 1_000) { return true }
            return false
        case .publicKey: return (try? JSONParser.parse(bytes)).flatMap { PublicKey($0) } != nil
        }
    }
}

@Suite(.serialized, .timeLimit(.minutes(60))) struct FuzzTests {
    @Test(arguments: PortalFuzzTarget.allCases)
    func `nothing that is sent ends the portal, or takes longer than its length explains`(_ target: PortalFuzzTarget) async throws
    {
        try await FuzzRun(target.rawValue, samples: target.samples).run { target.read($0) }
    }
}
