import Foundation
import Glibc

/// `openssl s_server` with certificates of its own, answering `GET /answer` with `OK`.
struct TLSServer {
    static let openssl = "/usr/bin/openssl"
    static var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: openssl) }

    struct Failure: Error { let text: String }

    let folder: String
    let port: Int
    private let process: Process

    var url: String { "https://localhost:\(port)/answer" }
    func path(_ name: String) -> String { folder + "/" + name }

    /// Makes `name.pem` (a self-signed certificate for localhost) and `name.key` in `folder`.
    static func makeCertificate(_ name: String, in folder: String, days: Int = 2) throws {
        _ = try run(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
            "\(folder)/\(name).key", "-out", "\(folder)/\(name).csr", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost")
        _ = try run(
            "x509", "-req", "-in", "\(folder)/\(name).csr", "-signkey", "\(folder)/\(name).key", "-days", "\(days)",
            "-copy_extensions", "copy", "-out", "\(folder)/\(name).pem")
    }

    /// `sha256//…`, the pin of `name.key`.
    static func pin(_ name: String, in folder: String) throws -> String {
        let key = try run("pkey", "-in", "\(folder)/\(name).key", "-pubout", "-outform", "DER")
        try key.write(to: URL(filePath: "\(folder)/\(name).der"))
        let digest = try run("dgst", "-sha256", "-binary", "\(folder)/\(name).der")
        return "sha256//" + digest.base64EncodedString()
    }

    private static func run(_ arguments: String...) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: openssl)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(text: arguments.joined(separator: " ")) }
        return data
    }

    /// - Parameter clientCA: the certificate that a client must show; `nil` asks for none.
    init(folder: String, certificate: String, clientCA: String? = nil) throws {
        self.folder = folder
        try Data("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK".utf8).write(to: URL(filePath: folder + "/answer"))
        process = Process()
        process.executableURL = URL(filePath: Self.openssl)
        process.currentDirectoryURL = URL(filePath: folder)
        process.arguments =
            [
                "s_server", "-accept", "127.0.0.1:0", "-cert", "\(certificate).pem", "-key", "\(certificate).key",
                "-HTTP",
            ]
            + (clientCA.map { ["-Verify", "1", "-verify_return_error", "-CAfile", "\($0).pem"] } ?? [])
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // It says where it listens: "ACCEPT 127.0.0.1:40123".
        var text = ""
        while true {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Failure(text: text) }
            text += String(decoding: data, as: UTF8.self)
            if let line = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().first(where: {
                $0.hasPrefix("ACCEPT")
            }),
                let port = line.split(separator: ":").last.flatMap({ Int($0) })
            {
                self.port = port
                return
            }
        }
    }

    /// A child inherits the mask of our thread, which may block the polite signals.
    func stop() { kill(process.processIdentifier, SIGKILL) }
}
