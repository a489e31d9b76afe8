import Foundation
import Subprocess
import Testing

@testable import Portal

/// A Python that has tuspy, for a client that we did not write: `KIOSK_TUS_PYTHON` names it.
private let python = ProcessInfo.processInfo.environment["KIOSK_TUS_PYTHON"]

/// "Any tus client can upload" (protocol.md, section 7).
@Suite(.timeLimit(.minutes(2)), .enabled(if: python != nil, "set KIOSK_TUS_PYTHON to a python that has tuspy"))
struct ForeignClientTests {
    /// Uploads argument 2 to argument 1 in chunks, with checksums or not, and once more in two halves by two clients.
    private static let script = """
        import sys
        from tusclient import client
        url, path, checksum = sys.argv[1], sys.argv[2], sys.argv[3] == "checksum"
        tus = client.TusClient(url, headers={"X-Unit": "xa-1"})
        first = tus.uploader(path, chunk_size=70001, upload_checksum=checksum, metadata={"filename": "đơn.pdf"})
        first.upload(stop_at=140002)
        again = tus.uploader(path, chunk_size=70001, upload_checksum=checksum, url=first.url)
        assert again.offset == 140002, again.offset
        again.upload()
        print(again.offset)
        """

    @Test(arguments: ["plain", "checksum"]) func `tuspy uploads and goes on where it stopped`(_ way: String) async throws {
        let python = try #require(python)
        try await withFilePortal { portal in
            let plain = paper(500_000)
            let path = portal.home + "/outgoing"
            try Data(plain).write(to: URL(filePath: path))
            let result = try await run(
                .name("env"), arguments: [python, "-c", Self.script, portal.url + "/kiosk/v1/files/", path, way],
                output: .string(limit: 4096), error: .string(limit: 16_384))
            #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
            #expect(result.standardOutput == "500000\n")
            #expect(portal.stores(plain))
        }
    }
}
