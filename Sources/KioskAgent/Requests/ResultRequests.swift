/// A part of a result's file. Where the file is not here, it is asked for: then it comes before anything else that is fetched.
package struct ReadResult: DeskRequest {
    package static var name: String { "dossier-result" }
    /// The dossier: its id here, or the official code.
    package var dossier: String
    /// Which of its results: the beginning of the file's digest, or its title or name; `nil` when there is one file alone.
    package var result: String?
    package var offset: Int64
    package init(dossier: String, result: String? = nil, offset: Int64 = 0) {
        self.dossier = dossier
        self.result = result
        self.offset = offset
    }

    package struct Answer: Codable, Sendable {
        package var id: String
        package var sha256: String
        package var title: String
        package var name: String?
        package var mediaType: String
        /// Bytes.
        package var size: Int64
        /// `waiting`, `here` or `quarantined`.
        package var state: String
        package var fetched: Int64
        /// A stable word, and the same in the language asked for.
        package var reason: String?
        package var text: String?
        /// From `offset` on, in base64; empty at the end, and where the file is not here.
        package var bytes: String

        enum CodingKeys: String, CodingKey {
            case id, sha256, title, name, size, state, fetched, reason, text, bytes
            case mediaType = "media_type"
        }
    }
}
