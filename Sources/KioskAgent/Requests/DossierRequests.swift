package import SyncProtocol

/// Makes a draft: kept at the desk, sent only once it is submitted. `fields` has the members of a dossier's state
/// (protocol.md, section 6); `owner` and `submitter` may be shortened ids.
package struct NewDossier: DeskRequest {
    package static var name: String { "dossier-new" }
    package var fields: JSONObject
    package init(fields: JSONObject) { self.fields = fields }
    package typealias Answer = Recorded
}

/// Changes members of a dossier that the portal has not received; `form` is merged name by name.
package struct EditDossier: DeskRequest {
    package static var name: String { "dossier-edit" }
    package var id: String
    package var changes: JSONObject
    package init(id: String, changes: JSONObject) {
        self.id = id
        self.changes = changes
    }
    package typealias Answer = Recorded
}

/// What goes with the bytes of a file that is attached.
package struct AttachFile: DeskRequest {
    package static var name: String { "dossier-attach" }
    package var dossier: String
    package var component: String
    /// The file's own name, without its folder.
    package var fileName: String
    /// For the answer to a request for supplements: the file is kept for that request.
    package var supplementRequest: String?
    /// How many originals and copies of the component the desk was given, 0 to 999; `nil` leaves what is recorded.
    package var originals: Int64?
    package var copies: Int64?
    /// What it was before a person let it be turned into this; `nil` for a file as it was given.
    package var original: Original?
    package init(
        dossier: String, component: String, fileName: String, supplementRequest: String? = nil, originals: Int64? = nil,
        copies: Int64? = nil, original: Original? = nil
    ) {
        self.dossier = dossier
        self.component = component
        self.fileName = fileName
        self.supplementRequest = supplementRequest
        self.originals = originals
        self.copies = copies
        self.original = original
    }

    /// A scan that was turned into the file that is attached; it stays with whoever gave it.
    package struct Original: Codable, Sendable, Hashable {
        package var sha256: String
        /// Bytes.
        package var size: Int64
        package var mediaType: String
        package init(sha256: String, size: Int64, mediaType: String) {
            self.sha256 = sha256
            self.size = size
            self.mediaType = mediaType
        }
        enum CodingKeys: String, CodingKey {
            case sha256, size
            case mediaType = "media_type"
        }
    }

    package struct Answer: Codable, Sendable {
        package var id: String
        package var sha256: String
        package var size: Int64
        package var storedSize: Int64
        /// `gzip` or `identity`
        package var encoding: String
        package var mediaType: String
        package var name: String
        /// The paper was in the spool already; it is kept and sent once.
        package var alreadyKept: Bool
        package var warnings: [String]
        package var original: Original?
        package init(
            id: String, sha256: String, size: Int64, storedSize: Int64, encoding: String, mediaType: String, name: String,
            alreadyKept: Bool, warnings: [String] = [], original: Original? = nil
        ) {
            self.id = id
            self.sha256 = sha256
            self.size = size
            self.storedSize = storedSize
            self.encoding = encoding
            self.mediaType = mediaType
            self.name = name
            self.alreadyKept = alreadyKept
            self.warnings = warnings
            self.original = original
        }
        enum CodingKeys: String, CodingKey {
            case id, sha256, size, encoding, name, warnings, original
            case storedSize = "stored_size"
            case mediaType = "media_type"
            case alreadyKept = "already_kept"
        }
    }
}

/// Takes papers out of a dossier that the portal has not been sent.
package struct DetachFiles: DeskRequest {
    package static var name: String { "dossier-detach" }
    package var dossier: String
    package var component: String
    /// The name of one file; `nil` for all of the component's.
    package var fileName: String?
    package init(dossier: String, component: String, fileName: String? = nil) {
        self.dossier = dossier
        self.component = component
        self.fileName = fileName
    }
    package typealias Answer = Recorded
}

/// Queues the dossier and the request that the portal receive it.
package struct SubmitDossier: DeskRequest {
    package static var name: String { "dossier-submit" }
    package var id: String
    package init(id: String) { self.id = id }
    package typealias Answer = Recorded
}

/// Answers a request for more papers with the files attached for it.
package struct SupplementDossier: DeskRequest {
    package static var name: String { "dossier-supplement" }
    package var id: String
    /// The notice that asks; `nil` when the dossier has just one open.
    package var request: String?
    package var note: String?
    package init(id: String, request: String? = nil, note: String? = nil) {
        self.id = id
        self.request = request
        self.note = note
    }
    package typealias Answer = Recorded
}

package struct WithdrawDossier: DeskRequest {
    package static var name: String { "dossier-withdraw" }
    package var id: String
    package var reason: String
    package init(id: String, reason: String) {
        self.id = id
        self.reason = reason
    }
    package typealias Answer = Recorded
}

/// Newest first: state with `id`, `local.state`, and the names of owner and procedure.
package struct ListDossiers: DeskRequest {
    package static var name: String { "dossier-list" }
    package static var isReading: Bool { true }
    package var words: String?
    package var page: Page
    package init(words: String? = nil, page: Page = Page()) {
        self.words = words
        self.page = page
    }
    package typealias Answer = PageOf<JSONValue>
}

/// The state with `id`, `local` (`state`, `operations`, `files`) and `notices`.
package struct ShowDossier: DeskRequest {
    package static var name: String { "dossier-show" }
    package static var isReading: Bool { true }
    package var id: String
    package init(id: String) { self.id = id }
    package typealias Answer = JSONValue
}

/// Procedures that fit `words` in any order, folded, best first.
package struct SearchProcedures: DeskRequest {
    package static var name: String { "procedure-search" }
    package static var isReading: Bool { true }
    package var words: String
    package var unit: String?
    package var field: String?
    package var limit: Int
    package init(words: String, unit: String? = nil, field: String? = nil, limit: Int = 20) {
        self.words = words
        self.unit = unit
        self.field = field
        self.limit = limit
    }
    package typealias Answer = PageOf<JSONValue>
}

package struct ShowProcedure: DeskRequest {
    package static var name: String { "procedure-show" }
    package static var isReading: Bool { true }
    package var code: String
    package init(code: String) { self.code = code }
    package typealias Answer = JSONValue
}

/// Fetches the portal's catalogue if it changed.
package struct UpdateProcedures: DeskRequest {
    package static var name: String { "procedure-update" }
    package init() {}
    package struct Answer: Codable, Sendable {
        package var version: String
        package var procedures: Int
        package var changed: Bool
        /// Rows that are wrong and were left out: their codes or places, and why, for an administrator.
        package var leftOut: [String]
        package init(version: String, procedures: Int, changed: Bool, leftOut: [String] = []) {
            self.version = version
            self.procedures = procedures
            self.changed = changed
            self.leftOut = leftOut
        }
        enum CodingKeys: String, CodingKey {
            case version, procedures, changed
            case leftOut = "left_out"
        }
    }
}
