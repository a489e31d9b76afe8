package import SyncProtocol

/// A paper in the spool, by its digest, and how far it is on its way.
package struct StoredFile: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, Codable, CaseIterable { case waiting, sending, done, quarantined }

    package var sha256: String
    /// Bytes of the paper itself.
    package var size: Int64
    /// Bytes as kept and sent: the encoded size.
    package var storedSize: Int64
    /// `gzip` or `identity`
    package var encoding: String
    package var mediaType: String
    package var state: State
    package var reason: String?
    package var problem: Problem?
    /// Where the portal takes the bytes, and how many it has.
    package var uploadURL: String?
    package var offset: Int64
    package var attempts: Int
    /// Attempts that started and neither ended nor got the portal any further.
    package var starts: Int
    /// Uploads from the start after a digest mismatch (protocol.md, section 7).
    package var restarts: Int
    /// Tries in a row that failed and got the portal no further.
    package var failures: Int
    package var nextAttemptAt: Timestamp?
    package var recordedAt: Timestamp

    package init(
        sha256: String, size: Int64, storedSize: Int64, encoding: String, mediaType: String, recordedAt: Timestamp
    ) {
        self.sha256 = sha256
        self.size = size
        self.storedSize = storedSize
        self.encoding = encoding
        self.mediaType = mediaType
        self.recordedAt = recordedAt
        state = .waiting
        offset = 0
        attempts = 0
        starts = 0
        restarts = 0
        failures = 0
    }
}

/// What one piece of a paper may have, in bytes, for whoever claims one ahead of its turn.
package struct Lookahead: Sendable, Hashable {
    /// A paper that has no more left is finished by its next piece.
    package var finishing: Int64
    /// A paper of no more goes whole with its creation.
    package var whole: Int64

    package init(finishing: Int64, whole: Int64) {
        self.finishing = finishing
        self.whole = whole
    }
}

/// A paper's place in a dossier.
package struct FileLink: Sendable, Hashable {
    package var sha256: String
    package var dossier: SubjectID
    package var component: String
    package var position: Int
    package var name: String
    /// The request for supplements that it answers; `nil` for a paper handed in with the dossier.
    package var request: SubjectID?
    /// True once the portal knows the dossier (or the supplement) that names it, so that the file may follow.
    package var isAnnounced: Bool

    package init(
        sha256: String, dossier: SubjectID, component: String, position: Int, name: String, request: SubjectID? = nil,
        isAnnounced: Bool = false
    ) {
        self.sha256 = sha256
        self.dossier = dossier
        self.component = component
        self.position = position
        self.name = name
        self.request = request
        self.isAnnounced = isAnnounced
    }
}
