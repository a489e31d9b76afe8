import DurableFiles
import Foundation
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Bytes in one answer: with base64 far below what a socket's answer may have.
    private static var partBytes: Int { 192 << 10 }

    func readResult(_ request: ReadResult) async throws -> ReadResult.Answer {
        let (dossier, entry, file) = try await outbox.read { tx in
            let dossier = try tracked(request.dossier, in: tx)
            let entry = try named(request.result, of: dossier)
            guard let file = try tx.result(entry["sha256"]?.stringValue ?? "") else {
                throw KioskProblem(.noResultFile, ["id": dossier.id])
            }
            return (dossier, entry, file)
        }
        var known = file
        if request.offset == 0, file.state != .here || !outbox.shelf.isSound(file.sha256) {
            let isLost = file.state == .here
            try await outbox.write { try $0.wantResult(file.sha256, isLost: isLost) }
            await sync.wake()
            known = try await outbox.read { try $0.result(file.sha256) } ?? file
        }
        var bytes: [UInt8] = []
        if known.state == .here {
            do throws(DurableFileError) {
                bytes = try outbox.shelf.read(known.sha256, at: max(0, request.offset), atMost: Self.partBytes)
            } catch {
                throw KioskProblem(.fileUnreadable, ["file": entry["name"]?.stringValue ?? known.sha256])
            }
        }
        return ReadResult.Answer(
            id: dossier.id, sha256: known.sha256, title: entry["title"]?.stringValue ?? "", name: entry["name"]?.stringValue,
            mediaType: known.mediaType, size: known.size, state: known.state.rawValue, fetched: known.fetched,
            reason: known.reason, text: known.reason.map { Texts.reason($0, in: language) },
            bytes: Data(bytes).base64EncodedString())
    }

    /// The one result that a person means. Only those with a file can be fetched.
    private func named(_ name: String?, of dossier: Subject) throws -> JSONObject {
        let all = (dossier.state["results"]?.arrayValue ?? []).compactMap(\.objectValue)
        let files = all.filter { $0["sha256"]?.stringValue != nil }
        guard let name else {
            guard let only = files.first else { throw KioskProblem(.noResultFile, ["id": dossier.id]) }
            guard files.count == 1 else {
                throw KioskProblem(.missingField, field: "result", ["known": files.compactMap { $0["title"]?.stringValue }.joined(separator: ", ")])
            }
            return only
        }
        let found = files.filter { entry in
            let names = [entry["title"], entry["name"]].compactMap { $0?.stringValue?.lowercased() }
            return names.contains(name.lowercased())
                || name.utf8.count >= 4 && entry["sha256"]?.stringValue?.hasPrefix(name.lowercased()) == true
        }
        guard let only = found.first, found.count == 1 else { throw KioskProblem(.noResultFile, ["id": dossier.id]) }
        return only
    }

    /// The results that the portal told of, each with how far its file has come here.
    func resultViews(of dossier: Subject, in tx: OutboxTransaction) throws -> [JSONValue] {
        try (dossier.state["results"]?.arrayValue ?? []).map { result in
            guard var members = result.objectValue, let digest = members["sha256"]?.stringValue,
                let file = try tx.result(digest)
            else { return result }
            var local: JSONObject = [
                "state": .string(file.state.rawValue), "bytes_done": .integer(file.fetched), "bytes_total": .integer(file.size),
            ]
            local["reason"] = file.reason.map(JSONValue.string)
            local["text"] = file.reason.map { .string(Texts.reason($0, in: language)) }
            local["here_at"] = file.hereAt.map { .string($0.description) }
            members["local"] = .object(local)
            return .object(members)
        }
    }
}
