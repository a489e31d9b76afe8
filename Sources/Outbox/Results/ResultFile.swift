import GRDB
package import SyncProtocol

/// The file of a result: what came of a dossier, to be fetched from the portal. Dossiers may share one.
package struct ResultFile: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Not all of it is here. It is fetched by itself when it is small or a person asked for it.
        case waiting
        /// The whole file is here, and its digest is right.
        case here
        /// A person must act; `reason` says why.
        case quarantined
        /// No dossier names it any more.
        case gone
    }

    /// Of the whole file, lower-case hexadecimal.
    package var sha256: String
    /// Bytes of the whole file, as the portal announced it.
    package var size: Int64
    package var mediaType: String
    package var state: State
    /// A person asked for it.
    package var isWanted: Bool
    /// Bytes that are here and durable.
    package var fetched: Int64
    package var attempts: Int
    package var starts: Int
    package var failures: Int
    /// How often it began anew after a wrong digest.
    package var restarts: Int
    /// A stable word.
    package var reason: String?
    package var nextAttemptAt: Timestamp?
    /// When the portal named it.
    package var toldAt: Timestamp
    package var hereAt: Timestamp?

    init(row: Row) throws {
        sha256 = try row.text("sha256")
        size = try row.long("size")
        mediaType = try row.text("media_type")
        state = try row.word("state")
        isWanted = try row.flag("wanted")
        fetched = try row.long("fetched")
        attempts = try row.integer("attempts")
        starts = try row.integer("starts")
        failures = try row.integer("failures")
        restarts = try row.integer("restarts")
        reason = try row.optionalText("reason")
        nextAttemptAt = try row.optionalMoment("next_attempt_at")
        toldAt = try row.moment("told_at")
        hereAt = try row.optionalMoment("here_at")
    }
}

/// What a dossier's state says of one result that has a file.
package struct NamedResult: Sendable, Hashable {
    package var sha256: String
    /// Bytes, at least 1.
    package var size: Int64
    package var mediaType: String

    /// More than a dossier has; what a portal sends beyond that is not fetched.
    static let most = 100

    /// Those of `state` (protocol.md, section 6) that can be fetched: a digest and a size that can be. Each digest once.
    package static func all(in state: JSONObject) -> [NamedResult] {
        var seen: Set<String> = []
        return (state["results"]?.arrayValue ?? []).prefix(most).compactMap { result in
            guard let digest = result["sha256"]?.stringValue, isDigest(digest), let size = result["size"]?.integerValue, size > 0,
                seen.insert(digest).inserted
            else { return nil }
            return NamedResult(
                sha256: digest, size: size, mediaType: result["media_type"]?.stringValue ?? "application/octet-stream")
        }
    }

    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
