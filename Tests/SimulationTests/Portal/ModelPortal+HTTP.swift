import Foundation
import Gzip
import SyncProtocol

/// One HTTP request as it reaches the portal, perhaps with a body that was cut.
struct WireRequest: Sendable {
    var method: String
    var path: String
    var headers: [String: String]
    var body: [UInt8]
    /// The line broke before the announced end of the body.
    var isCut = false
}

struct WireAnswer: Sendable {
    var status: Int
    var headers: [(String, String)] = []
    var body: [UInt8] = []
    /// The verdict and other lines, of a sync answer, before they were packed.
    var lines: [[UInt8]] = []
}

extension ModelPortal {
    mutating func answer(_ request: WireRequest) -> WireAnswer {
        switch (request.method, request.path) {
        case ("GET", "/kiosk/v1/"): return json(200, discovery)
        case ("POST", "/oauth2/token"): return token(request)
        default: break
        }
        guard let bearer = request.headers["authorization"]?.split(separator: " ").last.map(String.init),
            let grant = tokens[bearer],
            grant.until > uptime
        else { return refusal(401, "unauthorized") }
        guard !revoked.contains(grant.kiosk) else { return refusal(401, "revoked") }
        switch (request.method, request.path) {
        case ("POST", "/kiosk/v1/sync"): return sync(request, kiosk: grant.kiosk)
        case ("POST", "/kiosk/v1/files"): return createUpload(request)
        case ("HEAD", _) where uploads[request.path] != nil, ("PATCH", _) where uploads[request.path] != nil:
            return request.method == "HEAD" ? stand(request.path, 200) : append(request)
        case ("GET", _) where request.path.hasPrefix("/kiosk/v1/results/"): return result(request)
        default: return refusal(404, request.path.hasPrefix("/kiosk/v1/files/") ? "upload-gone" : "not-found")
        }
    }

    private var discovery: JSONObject {
        [
            "protocol": [1], "name": "Cổng mẫu", "time": .string(now.description),
            "limits": [
                "max_operations": .integer(Int64(maxOperations)), "max_batch_bytes": 1_048_576,
                "max_file_bytes": 52_428_800, "file_types": [],
            ],
            "catalogue": "c1", "keys": [], "token_url": .string(Self.origin + "/oauth2/token"),
            "minimum_agent": "0.0.1",
        ]
    }

    /// What every answer carries.
    func headers(_ type: String? = nil) -> [(String, String)] {
        [("kiosk-protocol", "1"), ("date", HTTPDate.format(now))] + (type.map { [("content-type", $0)] } ?? [])
    }

    func json(_ status: Int, _ object: JSONObject) -> WireAnswer {
        WireAnswer(status: status, headers: headers("application/json"), body: JSONWriter.encode(.object(object)))
    }

    func refusal(_ status: Int, _ name: String, error: String? = nil, more: JSONObject = [:]) -> WireAnswer {
        var problem: JSONObject = [
            "type": .string("/problems/\(name)"), "title": .string(name), "status": .integer(Int64(status)),
        ]
        problem["error"] = error.map(JSONValue.string)
        problem.merge(more) { $1 }
        return WireAnswer(
            status: status, headers: headers("application/problem+json"), body: JSONWriter.encode(.object(problem)))
    }

    // MARK: Tokens (section 3)

    private mutating func token(_ request: WireRequest) -> WireAnswer {
        let form = Dictionary(
            String(decoding: request.body, as: UTF8.self).split(separator: "&").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                return (parts[0], parts.count > 1 ? parts[1] : "")
            }, uniquingKeysWith: { $1 })
        guard form["grant_type"] == "client_credentials", let assertion = form["client_assertion"],
            let claims = Self.claims(assertion), let kiosk = claims["iss"]?.stringValue, claims["sub"] == claims["iss"],
            claims["aud"]?.stringValue == Self.origin + "/oauth2/token"
                || claims["aud"]?.arrayValue?.first?.stringValue == Self.origin + "/oauth2/token",
            let exp = claims["exp"]?.integerValue, let jti = claims["jti"]?.stringValue
        else { return refusal(400, "invalid-client", error: "invalid_client") }
        if revoked.contains(kiosk) { return refusal(401, "revoked", error: "invalid_client") }
        let ahead = exp - now.milliseconds / 1000
        guard ahead > 0, ahead <= 300 else { return refusal(400, "assertion-time", error: "invalid_client") }
        guard usedAssertions.insert(jti).inserted else {
            return refusal(400, "invalid-client", error: "invalid_client")
        }
        tokenNumber += 1
        tokens["t\(tokenNumber)"] = (kiosk, uptime + .seconds(tokenLifetime))
        return json(
            200,
            [
                "access_token": .string("t\(tokenNumber)"), "token_type": "Bearer",
                "expires_in": .integer(Int64(tokenLifetime)),
            ])
    }

    private static func claims(_ token: String) -> JSONObject? {
        let parts = token.split(separator: ".")
        guard parts.count == 3 else { return nil }
        let plain = parts[1].replacing("-", with: "+").replacing("_", with: "/")
        guard let data = Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)) else {
            return nil
        }
        return try? JSONParser.parseObject(Array(data))
    }

    // MARK: Sync (section 4)

    private mutating func sync(_ request: WireRequest, kiosk: String) -> WireAnswer {
        var body = request.body
        if request.headers["content-encoding"] == "gzip" {
            guard let plain = try? Gzip.decompress(body, limit: 1 << 20) else {
                return refusal(400, "malformed-request")
            }
            body = plain
        }
        guard !request.isCut, body.last == 0x0A else { return refusal(400, "malformed-request") }
        let lines = body.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map(Array.init)
        guard let head = lines.first, let header = try? JSONParser.parseObject(head), header["sync"] == 1,
            header["kiosk"]?.stringValue == kiosk, header["lines"]?.integerValue == Int64(lines.count - 1)
        else { return refusal(400, "malformed-request") }
        if lines.count - 1 > maxOperations { return refusal(413, "batch-too-large") }
        var out: [JSONObject] = [["sync": 1, "time": .string(now.description), "portal": "Cổng mẫu"]]
        for line in lines.dropFirst() { out.append(verdict(on: line, kiosk: kiosk)) }
        let limit = min(pageSize, Int(header["max_changes"]?.integerValue ?? 200))
        out += news(after: header["cursor"]?.stringValue, kiosk: kiosk, limit: limit)
        return pack(
            out.map { JSONWriter.encode(.object($0)) },
            gzip: compresses && request.headers["accept-encoding"]?.contains("gzip") == true)
    }

    /// The lines as one answer; each stands whole in what a cut leaves.
    func pack(_ lines: [[UInt8]], gzip: Bool) -> WireAnswer {
        var answer = WireAnswer(status: 200, headers: headers("application/jsonl"), lines: lines)
        if gzip, var deflater = try? Deflater(level: 6) {
            answer.headers.append(("content-encoding", "gzip"))
            for line in lines { answer.body += (try? deflater.writeAndFlush(line + [0x0A])) ?? [] }
            answer.body += (try? deflater.finish()) ?? []
        } else {
            for line in lines { answer.body += line + [0x0A] }
        }
        return answer
    }

    // MARK: Results

    private func result(_ request: WireRequest) -> WireAnswer {
        let sha256 = String(request.path.dropFirst("/kiosk/v1/results/".count))
        guard let bytes = store.results[sha256] else { return refusal(404, "not-found") }
        let tag = ("etag", "\"\(sha256)\"")
        guard let range = request.headers["range"]?.dropFirst("bytes=".count).split(separator: "-").compactMap({ Int($0) }),
            range.count == 2
        else { return WireAnswer(status: 200, headers: headers("application/pdf") + [tag], body: bytes) }
        guard range[0] < bytes.count else { return refusal(416, "not-found") }
        let end = min(range[1], bytes.count - 1)
        return WireAnswer(
            status: 206,
            headers: headers("application/pdf") + [tag, ("content-range", "bytes \(range[0])-\(end)/\(bytes.count)")],
            body: Array(bytes[range[0]...end]))
    }

    // MARK: Files (section 7)

    private func stand(_ path: String, _ status: Int) -> WireAnswer {
        guard let upload = uploads[path] else { return refusal(404, "upload-gone") }
        let offset = upload.isWhole ? upload.length : upload.bytes.count
        return WireAnswer(
            status: status,
            headers: headers() + [
                ("tus-resumable", "1.0.0"), ("upload-offset", "\(offset)"), ("upload-length", "\(upload.length)"),
            ])
    }

    private mutating func createUpload(_ request: WireRequest) -> WireAnswer {
        guard let length = request.headers["upload-length"].flatMap({ Int($0) }),
            let text = request.headers["upload-metadata"]
        else {
            return refusal(400, "malformed-request")
        }
        let metadata = Dictionary(
            text.split(separator: ",").compactMap { pair -> (String, String)? in
                let parts = pair.split(separator: " ").map(String.init)
                guard parts.count == 2, let data = Data(base64Encoded: parts[1]) else { return nil }
                return (parts[0], String(decoding: data, as: UTF8.self))
            }, uniquingKeysWith: { $1 })
        guard let sha256 = metadata["sha256"], let size = metadata["size"].flatMap({ Int($0) }) else {
            return refusal(400, "malformed-request")
        }
        uploadNumber += 1
        let path = "/kiosk/v1/files/u\(uploadNumber)"
        uploads[path] = Upload(
            sha256: sha256, size: size, encoding: metadata["encoding"] ?? "identity", length: length,
            isWhole: store.files.contains(sha256))
        if let refusal = take(request.body, into: path) { return refusal }
        var answer = stand(path, 201)
        answer.headers.append(("location", path))
        return answer
    }

    private mutating func append(_ request: WireRequest) -> WireAnswer {
        guard let upload = uploads[request.path] else { return refusal(404, "upload-gone") }
        let offset = upload.isWhole ? upload.length : upload.bytes.count
        guard request.headers["upload-offset"] == "\(offset)" else { return refusal(409, "offset-mismatch") }
        return take(request.body, into: request.path) ?? stand(request.path, 204)
    }

    /// Bytes arrive; with the last one the file is looked at. Returns a refusal.
    private mutating func take(_ bytes: [UInt8], into path: String) -> WireAnswer? {
        guard var upload = uploads[path], !upload.isWhole else { return nil }
        guard upload.bytes.count + bytes.count <= upload.length else { return refusal(400, "malformed-request") }
        upload.bytes += bytes
        uploads[path] = upload
        guard upload.bytes.count == upload.length else { return nil }
        let plain = upload.encoding == "gzip" ? try? Gzip.decompress(upload.bytes, limit: upload.size) : upload.bytes
        guard let plain, plain.count == upload.size, Digest.sha256(plain) == upload.sha256 else {
            uploads[path] = nil
            return refusal(422, "file-digest-mismatch")
        }
        uploads[path]?.isWhole = true
        uploads[path]?.bytes = []
        store.files.insert(upload.sha256)
        log.append(.stored(sha256: upload.sha256))
        receiveComplete()
        return nil
    }
}
