package import Foundation

extension Dossier {
    /// The members that a desk gives.
    package static let members = [
        "procedure", "catalogue", "unit", "owner", "submitter", "authority", "form", "components", "delivery", "recorded_at",
    ]

    /// What the portal adds to a dossier's state: ignored when it comes back in a put (protocol.md, section 4).
    package static let portalMembers = [
        "code", "received_at", "due_at", "status", "steps", "fees", "results", "id", "revision", "local", "notices",
    ]

    /// Reads a dossier from one JSON object, brings every text into its stored form and holds it to the rules. Whether procedure, unit and
    /// accounts exist is for those to ask who know them; `Procedure.check` compares it with what is prescribed.
    ///
    /// - Throws: `DomainError` with the member's name, nothing of its value.
    package static func validate(
        json: Data, reading: Reading = .wire
    ) throws(DomainError) -> (dossier: Dossier, warnings: [DomainWarning]) {
        let reader = FieldReader(try FieldValue.object(json: json), reading: reading)
        try reader.refuseUnknown(known: members, ofPortal: portalMembers)
        let procedure = try reader.required("procedure", limit: 64)
        guard ProcedureCode.isPlausible(procedure) else {
            throw DomainError(.invalidValue, field: "procedure", detail: "not a procedure's code")
        }
        guard let owner = try readSubject(reader, "owner") else { throw reader.missing("owner") }
        let dossier = Dossier(
            procedure: procedure, catalogue: try reader.text("catalogue", limit: 128), unit: try reader.text("unit", limit: 64),
            owner: owner, submitter: try readSubject(reader, "submitter"),
            authority: try reader.choice("authority", Authority.self), form: try readForm(reader),
            components: try readComponents(reader, "components"), delivery: try readDelivery(reader),
            recordedAt: try reader.time("recorded_at"))
        return (dossier, [])
    }

    /// Reads a list of components alone, as `dossier.supplement` carries it: the value of the member `components` of `json`.
    package static func validateComponents(json: Data, reading: Reading = .wire) throws(DomainError) -> [Component] {
        try readComponents(FieldReader(try FieldValue.object(json: json), reading: reading), "components")
    }

    // MARK: Members

    private static func readSubject(_ reader: FieldReader, _ member: String) throws(DomainError) -> String? {
        guard let text = try reader.text(member, limit: 64) else { return nil }
        guard let id = UUID(uuidString: text) else {
            throw DomainError(.invalidValue, field: reader.name(member), detail: "not the id of an account")
        }
        return id.uuidString.lowercased()
    }

    private static func readForm(_ reader: FieldReader) throws(DomainError) -> [String: String] {
        guard let parts = try reader.object("form") else { return [:] }
        guard parts.members.count <= 500 else {
            throw DomainError(.invalidValue, field: "form", detail: "more than 500 entries")
        }
        var form: [String: String] = [:]
        for (rawName, value) in parts.members {
            let name = try TextRule.normalise(rawName, field: "form", limit: 100)
            guard !name.isEmpty else { throw DomainError(.invalidValue, field: "form", detail: "an entry without a name") }
            switch value {
            case .null: continue
            case .text(let raw): form[name] = try TextRule.normalise(raw, field: parts.name(name))
            case .integer(let number): form[name] = String(number)
            case .number(let number): form[name] = String(number)
            case .bool(let truth): form[name] = truth ? "true" : "false"
            case .list, .object:
                throw DomainError(.invalidValue, field: parts.name(name), detail: "must be a text")
            }
        }
        return form
    }

    private static func readComponents(_ reader: FieldReader, _ member: String) throws(DomainError) -> [Component] {
        var components: [Component] = []
        for entry in try reader.objects(member, atMost: 200) ?? [] {
            try entry.refuseUnknown(known: ["code", "title", "originals", "copies", "files"])
            let code = try entry.required("code", limit: 100)
            var files: [File] = []
            for file in try entry.objects("files", atMost: 500) ?? [] { files.append(try readFile(file)) }
            components.append(
                Component(
                    code: code, title: try entry.text("title", limit: 1000),
                    originals: try entry.integer("originals", in: 0...1000).map(Int.init),
                    copies: try entry.integer("copies", in: 0...1000).map(Int.init), files: files))
        }
        return components
    }

    private static func readFile(_ reader: FieldReader) throws(DomainError) -> File {
        try reader.refuseUnknown(known: ["sha256", "size", "media_type", "name"])
        let digest = try reader.required("sha256", limit: 64)
        guard digest.utf8.count == 64, digest.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else {
            throw DomainError(.invalidValue, field: reader.name("sha256"), detail: "must be 64 lower-case hex digits")
        }
        guard let size = try reader.integer("size", in: 0...(1 << 50)) else { throw reader.missing("size") }
        let type = try reader.required("media_type", limit: 127)
        guard type.split(separator: "/", omittingEmptySubsequences: false).count == 2, type.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw DomainError(.invalidValue, field: reader.name("media_type"), detail: "not a media type")
        }
        return File(sha256: digest, size: size, mediaType: type, name: try readFileName(reader))
    }

    /// A file's name is kept as it is but for NFC: it says where a paper came from, so neither spaces nor odd letters are touched.
    private static func readFileName(_ reader: FieldReader) throws(DomainError) -> String {
        guard let value = reader["name"] else { throw reader.missing("name") }
        guard case .text(let raw) = value else { throw reader.wrongType("name", "a text") }
        let name = raw.precomposedStringWithCanonicalMapping
        guard !name.isEmpty, name.utf8.count <= 1024,
            !name.unicodeScalars.contains(where: { $0 == "/" || $0.properties.generalCategory == .control })
        else {
            throw DomainError(.invalidValue, field: reader.name("name"), detail: "not a file name without folder")
        }
        return name
    }

    private static func readDelivery(_ reader: FieldReader) throws(DomainError) -> Delivery? {
        guard let parts = try reader.object("delivery") else { return nil }
        try parts.refuseUnknown(known: ["hand_in", "hand_in_address", "result", "result_address"])
        let delivery = Delivery(
            handIn: try parts.choice("hand_in", Delivery.HandIn.self) ?? .counter,
            handInAddress: try parts.text("hand_in_address", limit: 500),
            result: try parts.choice("result", Delivery.Result.self) ?? .counter,
            resultAddress: try parts.text("result_address", limit: 500))
        if delivery.handIn == .home, delivery.handInAddress == nil { throw parts.missing("hand_in_address") }
        if delivery.result == .home, delivery.resultAddress == nil { throw parts.missing("result_address") }
        return delivery
    }
}
