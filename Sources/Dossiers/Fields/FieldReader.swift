/// Takes the members of one JSON object, each with its type and its rules, and knows their full names for the errors.
struct FieldReader {
    let members: [String: FieldValue]
    /// The object's own name, empty at the top.
    let path: String
    let reading: Reading

    init(_ members: [String: FieldValue], path: String = "", reading: Reading) {
        self.members = members
        self.path = path
        self.reading = reading
    }

    /// The full name of a member.
    func name(_ member: String) -> String { path.isEmpty ? member : path + "." + member }

    /// The member's value; absent and null are the same.
    subscript(_ member: String) -> FieldValue? {
        guard let value = members[member], value != .null else { return nil }
        return value
    }

    /// At the desk, refuses members that are neither ours nor the portal's.
    func refuseUnknown(known: [String], ofPortal: [String] = []) throws(DomainError) {
        guard reading == .desk else { return }
        for member in members.keys.sorted() where !known.contains(member) && !ofPortal.contains(member) {
            throw DomainError(
                .unknownField, field: name(String(member.prefix(64))), detail: "no such member",
                hint: NearestWord.of(member, among: known))
        }
    }

    func text(_ member: String, limit: Int = TextRule.longest) throws(DomainError) -> String? {
        guard let value = self[member] else { return nil }
        guard case .text(let raw) = value else { throw wrongType(member, "a text") }
        let text = try TextRule.normalise(raw, field: name(member), limit: limit)
        return text.isEmpty ? nil : text
    }

    func required(_ member: String, limit: Int = TextRule.longest) throws(DomainError) -> String {
        guard let text = try text(member, limit: limit) else { throw missing(member) }
        return text
    }

    func object(_ member: String) throws(DomainError) -> FieldReader? {
        guard let value = self[member] else { return nil }
        guard case .object(let members) = value else { throw wrongType(member, "an object") }
        return FieldReader(members, path: name(member), reading: reading)
    }

    func objects(_ member: String, atMost limit: Int) throws(DomainError) -> [FieldReader]? {
        guard let value = self[member] else { return nil }
        guard case .list(let values) = value else { throw wrongType(member, "a list") }
        guard values.count <= limit else {
            throw DomainError(.invalidValue, field: name(member), detail: "more than \(limit) entries")
        }
        var readers: [FieldReader] = []
        for (index, value) in values.enumerated() {
            let path = "\(name(member)).\(index)"
            guard case .object(let members) = value else {
                throw DomainError(.invalidValue, field: path, detail: "must be an object")
            }
            readers.append(FieldReader(members, path: path, reading: reading))
        }
        return readers
    }

    func integer(_ member: String, in range: ClosedRange<Int64>) throws(DomainError) -> Int64? {
        guard let value = self[member] else { return nil }
        guard case .integer(let number) = value else { throw wrongType(member, "a whole number") }
        guard range.contains(number) else {
            throw DomainError(.invalidValue, field: name(member), detail: "must be \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func truth(_ member: String) throws(DomainError) -> Bool? {
        guard let value = self[member] else { return nil }
        guard case .bool(let truth) = value else { throw wrongType(member, "true or false") }
        return truth
    }

    /// One of the raw words of `Choice`.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ member: String, _ type: Choice.Type
    ) throws(DomainError) -> Choice? where Choice.RawValue == String {
        guard let word = try text(member, limit: 64) else { return nil }
        if let choice = Choice(rawValue: word) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        throw DomainError(
            .invalidValue, field: name(member), detail: "must be one of \(words.joined(separator: ", "))",
            hint: words.joined(separator: ", "))
    }

    /// A time as RFC 3339 spells it; kept as it is written.
    func time(_ member: String) throws(DomainError) -> String? {
        guard let text = try text(member, limit: 64) else { return nil }
        guard MomentText.isValid(text) else {
            throw DomainError(.invalidDate, field: name(member), detail: "not an RFC 3339 time")
        }
        return text
    }

    func missing(_ member: String) -> DomainError {
        DomainError(.missingField, field: name(member), detail: "must be given")
    }

    func wrongType(_ member: String, _ wanted: String) -> DomainError {
        DomainError(.invalidValue, field: name(member), detail: "must be \(wanted)")
    }
}
