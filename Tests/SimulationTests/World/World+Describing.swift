import CurlHTTP
import Gzip
import SyncProtocol

/// Exchanges in words, for the trace. Nothing random of the transport is told, so that two runs tell the same.
extension World {
    func describe(_ wire: WireRequest) -> String {
        guard wire.path == "/kiosk/v1/sync" else {
            let offset = wire.headers["upload-offset"].map { " from \($0)" } ?? ""
            return
                "\(wire.method) \(wire.path)\(offset)\(wire.path.hasPrefix("/kiosk/v1/files") && !wire.body.isEmpty ? ", \(wire.body.count) bytes" : "")"
        }
        let lines = plain(wire.body, wire.headers["content-encoding"]).split(separator: 0x0A).compactMap {
            try? JSONParser.parseObject($0)
        }
        let operations = lines.dropFirst().map { line in
            "\(line["type"]?.stringValue ?? "?") \(line["id"]?.stringValue ?? "?") of \(line["subject"]?.stringValue ?? "?") on \(line["base"]?.stringValue ?? "nothing")"
        }
        return
            "sync \(lines.first?["cursor"]?.stringValue ?? "from the start")\(operations.isEmpty ? "" : ": " + operations.joined(separator: ", "))"
    }

    /// The operations that a sync request carries.
    func operations(in wire: WireRequest) -> [String] {
        guard wire.path == "/kiosk/v1/sync" else { return [] }
        return plain(wire.body, wire.headers["content-encoding"]).split(separator: 0x0A)
            .compactMap { (try? JSONParser.parseObject($0))?["id"]?.stringValue }
    }

    func describe(_ result: Result<CurlResponse, CurlError>) -> String {
        switch result {
        case .failure(let error): "\(error.kind)" + (error.partialAnswer.map { " after \(describe($0))" } ?? "")
        case .success(let response): describe(response)
        }
    }

    private func describe(_ response: CurlResponse) -> String {
        guard response.header("content-type") == "application/jsonl" else {
            return "\(response.status)" + (response.header("upload-offset").map { " at \($0)" } ?? "")
                + (response.header("retry-after").map { ", retry after \($0)" } ?? "")
        }
        let lines = plain(response.body, response.header("content-encoding")).split(separator: 0x0A).compactMap {
            try? JSONParser.parseObject($0)
        }
        let told = lines.compactMap { line -> String? in
            if let verdict = line["verdict"]?.stringValue {
                let why =
                    line["reason"]?.stringValue ?? line["problem"]?["type"]?.stringValue ?? line["receipt"]?[
                        "revision"]?.stringValue ?? ""
                return "\(line["op"]?.stringValue ?? "?") \(verdict) \(why)"
            }
            if let change = line["change"]?.stringValue {
                return
                    "\(change) \(line["subject"]?.stringValue ?? "?") is \(line["revision"]?.stringValue ?? "?")\(line["deleted"] == nil ? "" : ", deleted")"
            }
            if line["resync"] != nil { return "resync" }
            return line["end"] == nil ? nil : "end \(line["cursor"]?.stringValue ?? "?")"
        }
        return "\(response.status) \(told.joined(separator: ", "))"
    }

    private func plain(_ body: [UInt8], _ encoding: String?) -> [UInt8] {
        guard encoding == "gzip" else { return body }
        var text: [UInt8] = []
        guard var inflater = try? Inflater(limit: 1 << 20) else { return [] }
        do { try inflater.write(body, to: &text) } catch { return text }
        return text
    }
}
