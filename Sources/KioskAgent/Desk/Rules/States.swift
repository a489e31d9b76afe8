import SyncProtocol

extension JSONObject {
    /// The object with `changes` made: a null takes a member away.
    func changed(by changes: JSONObject) -> JSONObject {
        var result = self
        for (name, value) in changes { result[name] = value.isNull ? nil : value }
        return result
    }

    /// Whether two states say the same as far as a desk has a say; a null and an absent member are the same.
    func saysTheSame(as other: JSONObject, _ kind: SubjectKind) -> Bool {
        PortalMembers.strip(self, kind: kind) == PortalMembers.strip(other, kind: kind)
    }
}
