import GRDB
import SyncProtocol

extension StoredFile {
    init(row: Row) throws {
        self.init(
            sha256: try row.text("sha256"), size: try row.long("size"), storedSize: try row.long("stored_size"),
            encoding: try row.text("encoding"), mediaType: try row.text("media_type"), recordedAt: try row.moment("recorded_at"))
        state = try row.word("state")
        reason = try row.optionalText("reason")
        problem = Problem(try row.optionalJSON("problem"))
        uploadURL = try row.optionalText("upload_url")
        offset = try row.long("sent")
        attempts = try row.integer("attempts")
        starts = try row.integer("starts")
        restarts = try row.integer("restarts")
        failures = try row.integer("failures")
        nextAttemptAt = try row.optionalMoment("next_attempt_at")
    }
}

extension FileLink {
    init(row: Row) throws {
        self.init(
            sha256: try row.text("sha256"), dossier: try row.text("dossier"), component: try row.text("component"),
            position: try row.integer("position"), name: try row.text("name"), request: try row.optionalText("request"),
            isAnnounced: try row.flag("is_announced"))
    }

    /// The same place of the same paper, announced or not.
    func isSame(as other: FileLink) -> Bool {
        var other = other
        other.isAnnounced = isAnnounced
        return self == other
    }

    /// The papers that a dossier's state or a supplement's body names, each with its place within its component.
    static func named(
        in object: JSONObject, dossier: SubjectID, request: SubjectID? = nil
    ) -> [FileLink] {
        var positions: [String: Int] = [:]
        var links: [FileLink] = []
        for component in object["components"]?.arrayValue ?? [] {
            guard let code = component["code"]?.stringValue else { continue }
            for file in component["files"]?.arrayValue ?? [] {
                guard let sha256 = file["sha256"]?.stringValue else { continue }
                let position = positions[code, default: 0]
                positions[code] = position + 1
                links.append(
                    FileLink(
                        sha256: sha256, dossier: dossier, component: code, position: position,
                        name: file["name"]?.stringValue ?? "", request: request))
            }
        }
        return links
    }
}
