/// Somebody's matter: what is asked for, for whom, by whom, with which papers (protocol.md, section 6). What the portal adds (`code`, `status`,
/// `due_at` …) is not part of it. Members that were not given stay absent.
package struct Dossier: Codable, Sendable, Hashable {
    /// The procedure's code, as the catalogue or a person wrote it.
    package var procedure: String
    /// The version of the catalogue under which the form was filled.
    package var catalogue: String?
    package var unit: String?
    /// The account whose matter it is.
    package var owner: String
    /// The account that files it: an officer on a citizen's behalf, among others.
    package var submitter: String?
    package var authority: Authority?
    /// What was filled in, by the names of the procedure's form.
    package var form: [String: String]
    package var components: [Component]
    package var delivery: Delivery?
    /// When it was recorded at the desk, RFC 3339. Not the day of receipt: that is the portal's to say.
    package var recordedAt: String?

    /// On what ground the submitter files for the owner.
    package enum Authority: String, Codable, Sendable, Hashable, CaseIterable {
        /// The owner stands at the desk.
        case present
        /// There is a letter of authority.
        case authorised
        /// A filing service acts for the owner.
        case service
    }

    /// One prescribed paper, and the files that were given for it.
    package struct Component: Codable, Sendable, Hashable {
        package var code: String
        package var title: String?
        package var originals: Int?
        package var copies: Int?
        package var files: [File]

        package init(code: String, title: String? = nil, originals: Int? = nil, copies: Int? = nil, files: [File] = []) {
            self.code = code
            self.title = title
            self.originals = originals
            self.copies = copies
            self.files = files
        }
    }

    package struct File: Codable, Sendable, Hashable {
        /// Lower-case hex of the file as it was given.
        package var sha256: String
        /// In bytes, not encoded.
        package var size: Int64
        package var mediaType: String
        /// Without its folder.
        package var name: String

        package init(sha256: String, size: Int64, mediaType: String, name: String) {
            self.sha256 = sha256
            self.size = size
            self.mediaType = mediaType
            self.name = name
        }

        enum CodingKeys: String, CodingKey {
            case sha256, size, name
            case mediaType = "media_type"
        }
    }

    /// Where papers are handed in and the result is handed out.
    package struct Delivery: Codable, Sendable, Hashable {
        package enum HandIn: String, Codable, Sendable, Hashable, CaseIterable { case counter, home }
        package enum Result: String, Codable, Sendable, Hashable, CaseIterable { case counter, home, electronic }

        package var handIn: HandIn
        /// Given when papers are fetched from home.
        package var handInAddress: String?
        package var result: Result
        /// Given when the result is brought home.
        package var resultAddress: String?

        package init(
            handIn: HandIn = .counter, handInAddress: String? = nil, result: Result = .counter, resultAddress: String? = nil
        ) {
            self.handIn = handIn
            self.handInAddress = handInAddress
            self.result = result
            self.resultAddress = resultAddress
        }

        enum CodingKeys: String, CodingKey {
            case result
            case handIn = "hand_in"
            case handInAddress = "hand_in_address"
            case resultAddress = "result_address"
        }
    }

    /// The members that name an account.
    package static let parties = ["owner", "submitter"]

    /// All file entries; two may share a digest.
    package var files: [File] { components.flatMap(\.files) }

    enum CodingKeys: String, CodingKey {
        case procedure, catalogue, unit, owner, submitter, authority, form, components, delivery
        case recordedAt = "recorded_at"
    }
}
