/// What every answer of a portal carries (protocol.md, section 1); an answer without it did not come from the portal.
package enum ProtocolVersion {
    package static let headerName = "Kiosk-Protocol"
    package static let headerValue = "1"
    package static let basePath = "/kiosk/v1"
    package static let syncMediaType = "application/jsonl"
    package static let problemMediaType = "application/problem+json"
}

/// `GET /kiosk/v1/`: what this portal is (protocol.md, section 2).
package struct Discovery: Sendable, Hashable, Codable {
    package struct Limits: Sendable, Hashable, Codable {
        package var maxOperations: Int
        package var maxBatchBytes: Int
        package var maxFileBytes: Int
        /// Media types; empty means that the portal names none.
        package var fileTypes: [String]

        enum CodingKeys: String, CodingKey {
            case maxOperations = "max_operations"
            case maxBatchBytes = "max_batch_bytes"
            case maxFileBytes = "max_file_bytes"
            case fileTypes = "file_types"
        }

        package init(
            maxOperations: Int = 500, maxBatchBytes: Int = 1 << 20, maxFileBytes: Int = 50 << 20, fileTypes: [String] = []
        ) {
            self.maxOperations = maxOperations
            self.maxBatchBytes = maxBatchBytes
            self.maxFileBytes = maxFileBytes
            self.fileTypes = fileTypes
        }

        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            self.init()
            maxOperations = try values.decodeIfPresent(Int.self, forKey: .maxOperations) ?? maxOperations
            maxBatchBytes = try values.decodeIfPresent(Int.self, forKey: .maxBatchBytes) ?? maxBatchBytes
            maxFileBytes = try values.decodeIfPresent(Int.self, forKey: .maxFileBytes) ?? maxFileBytes
            fileTypes = try values.decodeIfPresent([String].self, forKey: .fileTypes) ?? []
        }
    }

    package var protocols: [Int]
    package var name: String
    package var time: Timestamp?
    package var limits: Limits
    package var catalogue: String?
    /// The portal's public keys for signed receipts (section 9), as JWKs.
    package var keys: [JSONValue]
    package var tokenURL: String
    package var minimumAgent: String?

    enum CodingKeys: String, CodingKey {
        case protocols = "protocol"
        case name, time, limits, catalogue, keys
        case tokenURL = "token_url"
        case minimumAgent = "minimum_agent"
    }

    package init(
        name: String, time: Timestamp?, limits: Limits = Limits(), catalogue: String? = nil, keys: [JSONValue] = [],
        tokenURL: String, minimumAgent: String? = nil
    ) {
        protocols = [1]
        self.name = name
        self.time = time
        self.limits = limits
        self.catalogue = catalogue
        self.keys = keys
        self.tokenURL = tokenURL
        self.minimumAgent = minimumAgent
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        protocols = try values.decode([Int].self, forKey: .protocols)
        name = try values.decodeIfPresent(String.self, forKey: .name) ?? ""
        time = try values.decodeIfPresent(Timestamp.self, forKey: .time)
        limits = try values.decodeIfPresent(Limits.self, forKey: .limits) ?? Limits()
        catalogue = try values.decodeIfPresent(String.self, forKey: .catalogue)
        keys = try values.decodeIfPresent([JSONValue].self, forKey: .keys) ?? []
        tokenURL = try values.decode(String.self, forKey: .tokenURL)
        minimumAgent = try values.decodeIfPresent(String.self, forKey: .minimumAgent)
    }
}

/// `POST /kiosk/v1/enrolments` (protocol.md, section 3).
package struct EnrolmentRequest: Sendable, Hashable, Codable {
    package struct Kiosk: Sendable, Hashable, Codable {
        package var name: String?
        package var unit: String?
        package init(name: String?, unit: String?) {
            self.name = name
            self.unit = unit
        }
    }
    package var code: String
    package var kiosk: Kiosk
    /// The public half of the kiosk's key.
    package var jwk: JSONValue

    package init(code: String, kiosk: Kiosk, jwk: JSONValue) {
        self.code = code
        self.kiosk = kiosk
        self.jwk = jwk
    }
}

/// The answer to an enrolment.
package struct EnrolmentAnswer: Sendable, Hashable, Codable {
    package var kioskID: String
    package var unit: String

    package init(kioskID: String, unit: String) {
        self.kioskID = kioskID
        self.unit = unit
    }

    enum CodingKeys: String, CodingKey {
        case kioskID = "kiosk_id"
        case unit
    }
}

/// The answer of the token endpoint (RFC 6749, 5.1).
package struct TokenAnswer: Sendable, Hashable, Codable {
    package var accessToken: String
    package var tokenType: String
    /// Seconds.
    package var expiresIn: Int

    /// How long a token is taken to live when its portal does not say: `expires_in` is only recommended.
    static let usualLifetime = 300

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        accessToken = try values.decode(String.self, forKey: .accessToken)
        tokenType = try values.decode(String.self, forKey: .tokenType)
        expiresIn = try values.decodeIfPresent(Int.self, forKey: .expiresIn) ?? Self.usualLifetime
    }

    package init(accessToken: String, expiresIn: Int) {
        self.accessToken = accessToken
        self.tokenType = "Bearer"
        self.expiresIn = expiresIn
    }

    enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case tokenType = "token_type"
        case expiresIn = "expires_in"
    }
}
