/// A person's sex as papers state it.
package enum Gender: String, Codable, Sendable, Hashable, CaseIterable {
    case male, female, other

    /// Reads `male`, `Nam`, `NU`, `Nữ`, `F`, `khác` and the like; `nil` for anything else.
    package init?(written text: String) {
        switch TextRule.fold(text) {
        case "male", "nam", "m": self = .male
        case "female", "nu", "f": self = .female
        case "other", "khac", "x": self = .other
        default: return nil
        }
    }
}
