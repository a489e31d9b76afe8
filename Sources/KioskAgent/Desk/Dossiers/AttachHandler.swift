import Dossiers
import Foundation
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Takes a paper in. The dossier is looked at before a byte is read, so that a mistake costs nobody a long wait, and
    /// again in the transaction that adds the paper, since it may have been submitted meanwhile.
    func attach(_ request: AttachFile, content: any ByteSource) async throws -> AttachFile.Answer {
        let rules = try await ruleBook()
        let name = try fileName(request.fileName)
        try checkCounts(of: request)
        try checkOriginal(of: request)
        let (place, limits) = try await outbox.read { tx in
            (try self.place(for: request, rules, in: tx), try Limits(self.rules, published: tx.fact(.limits)))
        }
        if let size = content.expectedSize {
            if size == 0 { throw KioskProblem(.fileEmpty, ["file": name]) }
            if size > limits.bytes { throw KioskProblem(.fileTooLarge, ["file": name, "limit": String(limits.bytes)]) }
        }
        let spooled: SpooledFile
        do {
            spooled = try await outbox.spool.take(
                limitBytes: limits.bytes, minSavingPercent: self.rules.minSavingPercent, next: { try await content.next() })
        } catch let error as SpoolError {
            var problem = KioskProblem(spool: error)
            problem.parameters["file"] = name
            throw problem
        }
        do {
            try limits.check(spooled, name: name)
        } catch {
            // Nothing names the bytes, and nothing that obeys the same limits ever will.
            if !spooled.alreadyKept {
                try FileManager.default.removeItem(
                    atPath: outbox.spool.path(of: spooled.sha256, encoding: spooled.encoding))
            }
            throw error
        }
        let now = environment.now()
        let isNew = try await outbox.write { tx in
            let place = try self.place(for: request, expecting: place.dossier.id, rules, in: tx)
            try tx.addFile(
                StoredFile(
                    sha256: spooled.sha256, size: spooled.size, storedSize: spooled.storedSize, encoding: spooled.encoding,
                    mediaType: spooled.mediaType, recordedAt: now))
            return try add(spooled, name: name, request, to: place, in: tx, at: now)
        }
        await sync.wake()
        return AttachFile.Answer(
            id: place.dossier.id, sha256: spooled.sha256, size: spooled.size, storedSize: spooled.storedSize,
            encoding: spooled.encoding, mediaType: spooled.mediaType, name: name, alreadyKept: spooled.alreadyKept,
            warnings: (isNew ? [] : [told("same-file-twice")]) + nameWarning(name, spooled.mediaType), original: request.original)
    }

    /// Where a paper belongs: the dossier itself, or the answer to a request for supplements.
    private struct Place: Sendable {
        var dossier: Subject
        var request: SubjectID?
    }

    private func place(
        for request: AttachFile, expecting id: SubjectID? = nil, _ rules: RuleBook, in tx: OutboxTransaction
    ) throws -> Place {
        let dossier = try tx.dossier(named: id ?? request.dossier)
        if let name = request.supplementRequest {
            let notice = try openRequest(name.isEmpty ? nil : name, of: dossier, in: tx)
            if !asks(notice, for: request.component) { try rules.checkComponent(request.component, of: dossier.state) }
            return try Place(dossier: dossier, request: withoutCounts(notice, request).id)
        }
        if DossierState.isWithdrawn(dossier) {
            throw KioskProblem(.dossierWithdrawn, ["id": dossier.id])
        }
        if try !openRequests(of: dossier, in: tx).contains(where: { asks($0, for: request.component) }) {
            try rules.checkComponent(request.component, of: dossier.state)
        }
        guard try dossier.isDraft || mayStillGrow(dossier, in: tx) else {
            // It is on its way; only a request for supplements can want more papers.
            guard try !openRequests(of: dossier, in: tx).isEmpty else {
                if let answered = try answeredRequest(of: dossier, in: tx) {
                    throw KioskProblem(.requestAnswered, ["id": answered.id])
                }
                throw KioskProblem(.alreadySubmitted, ["id": dossier.id])
            }
            return try Place(dossier: dossier, request: withoutCounts(openRequest(nil, of: dossier, in: tx), request).id)
        }
        try refuseOpenConflict(dossier.id, in: tx)
        return Place(dossier: dossier, request: nil)
    }

    private func checkCounts(of request: AttachFile) throws {
        for case (let name, let count?) in [("originals", request.originals), ("copies", request.copies)] {
            guard (0...999).contains(count) else { throw KioskProblem(.invalidValue, field: name, ["known": "0–999"]) }
        }
    }

    /// Only bitmaps and TIFFs are ever turned into something else.
    private func checkOriginal(of request: AttachFile) throws {
        guard let original = request.original else { return }
        guard Digest.isValid(original.sha256) else { throw KioskProblem(.invalidValue, field: "original_sha256") }
        guard original.size > 0 else { throw KioskProblem(.invalidValue, field: "original_size") }
        guard ["image/bmp", "image/tiff"].contains(original.mediaType) else {
            throw KioskProblem(.invalidValue, field: "original_type", ["known": "image/bmp, image/tiff"])
        }
    }

    /// The request that is answered, if no counts came with the paper: an answer has no place for them.
    private func withoutCounts(_ notice: Subject, _ request: AttachFile) throws -> Subject {
        guard request.originals == nil, request.copies == nil else { throw KioskProblem(.countsOfSupplement, ["id": notice.id]) }
        return notice
    }

    private func asks(_ notice: Subject, for component: String) -> Bool {
        DossierState.components(of: notice.state).contains { $0["code"]?.stringValue == component }
    }

    /// Whether a submitted dossier can take another paper: the portal has neither it nor the count of its papers, and
    /// what is on its way to the portal is not fixed yet.
    func mayStillGrow(_ dossier: Subject, in tx: OutboxTransaction) throws -> Bool {
        guard dossier.revision == nil else { return false }
        return try tx.operations(of: dossier.id, openOnly: true).allSatisfy { $0.frozen == nil || $0.state == .rejected }
    }

    /// Adds the paper. False when the component has it under this name already: then nothing changes.
    private func add(
        _ file: SpooledFile, name: String, _ request: AttachFile, to place: Place, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> Bool {
        let component = request.component
        if let request = place.request {
            let links = try tx.fileLinks(dossier: place.dossier.id).filter { $0.request == request }
            let isThere = links.contains { $0.sha256 == file.sha256 && $0.component == component && $0.name == name }
            if isThere { return false }
            let position = (links.filter { $0.component == component }.map(\.position).max() ?? -1) + 1
            try tx.insertLink(
                FileLink(
                    sha256: file.sha256, dossier: place.dossier.id, component: component, position: position, name: name,
                    request: request))
        } else {
            let entry = DossierState.entry(sha256: file.sha256, size: file.size, mediaType: file.mediaType, name: name)
            let isThere = DossierState.holds(entry, in: component, of: place.dossier.state)
            var dossier = place.dossier
            if !isThere { dossier.state = DossierState.adding(entry, to: component, in: dossier.state) }
            dossier.state = DossierState.counting(
                originals: request.originals, copies: request.copies, of: component, in: dossier.state)
            guard dossier.state != place.dossier.state else { return false }
            dossier.editedAt = now
            try tx.update(dossier)
            if isThere { return false }
            if !dossier.isDraft { try recount(dossier.id, in: tx) }
        }
        var details: JSONObject = ["sha256": .string(file.sha256), "size": .integer(file.size)]
        if let original = request.original {
            details["original"] = [
                "sha256": .string(original.sha256), "size": .integer(original.size), "media_type": .string(original.mediaType),
            ]
        }
        try note("file-recorded", place.dossier.id, nil, details, in: tx, at: now)
        return true
    }

    /// A submission that still waits announces the papers that there are now.
    func recount(_ dossier: SubjectID, in tx: OutboxTransaction) throws {
        let body = try submission(of: dossier, in: tx)
        for operation in try tx.operations(of: dossier, openOnly: true)
        where operation.type == .dossierSubmit && operation.frozen == nil {
            try tx.setBody(operation.id, body)
        }
    }

    /// A file's own name: NFC, without a folder, otherwise as it is: it says where a paper came from.
    private func fileName(_ raw: String) throws -> String {
        let name = String(raw.precomposedStringWithCanonicalMapping.split(separator: "/").last ?? "")
        guard !name.isEmpty, name != ".", name != "..", name.utf8.count <= 255,
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw KioskProblem(.invalidText, field: "name") }
        return name
    }

    /// The name's ending is only a hint: the content was judged.
    private func nameWarning(_ name: String, _ mediaType: String) -> [String] {
        let endings: [String: [String]] = [
            "pdf": ["application/pdf"], "jpg": ["image/jpeg"], "jpeg": ["image/jpeg"], "png": ["image/png"],
            "tif": ["image/tiff"], "tiff": ["image/tiff"],
        ]
        guard let dot = name.lastIndex(of: "."), let types = endings[name[name.index(after: dot)...].lowercased()],
            !types.contains(mediaType)
        else { return [] }
        return [told("name-not-content", ["file": name])]
    }
}

/// What may be attached here: the desk's own rules and what the portal publishes, both at once.
private struct Limits: Sendable {
    let bytes: Int64
    /// Media types; empty allows all.
    let types: Set<String>

    init(_ rules: DeskRules, published: JSONValue?) throws {
        let portal = published?["max_file_bytes"]?.integerValue.flatMap { $0 > 0 ? $0 : nil }
        bytes = min(rules.maxFileBytes, portal ?? .max)
        let named = Set(published?["file_types"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        types =
            switch (rules.fileTypes.isEmpty, named.isEmpty) {
            case (true, _): named
            case (_, true): rules.fileTypes
            case (false, false): rules.fileTypes.intersection(named)
            }
    }

    /// Throws `fileType` or `fileTooLarge`. The encoded size counts too (protocol.md, section 7).
    func check(_ file: SpooledFile, name: String) throws {
        guard types.isEmpty || types.contains(file.mediaType) else {
            throw KioskProblem(.fileType, ["file": name, "known": types.sorted().joined(separator: ", ")])
        }
        guard file.storedSize <= bytes else {
            throw KioskProblem(.fileTooLarge, ["file": name, "limit": String(bytes)])
        }
    }
}
