import Foundation

/// A unit's name as documents write it: the kind in small letters inside a sentence, and left out where the place alone stands.
struct UnitWords {
    /// `xã Sa Thầy`
    let name: String
    /// `Sa Thầy`
    let place: String

    /// What the desk is called beside the unit's name: one that names the unit itself would have it twice. `Quầy 1` for `Xã Sa Thầy, quầy 1`.
    func desk(_ desk: String?) -> String {
        guard let desk, !desk.isEmpty else { return "Bộ phận Một cửa" }
        guard !name.isEmpty, let own = desk.range(of: name, options: .caseInsensitive) else { return desk }
        let rest = (desk[..<own.lowerBound] + desk[own.upperBound...]).trimmingCharacters(in: CharacterSet(charactersIn: " ,–-"))
        return rest.isEmpty ? "Bộ phận Một cửa" : rest.prefix(1).uppercased() + rest.dropFirst()
    }

    init(_ unit: String?) {
        let unit = unit ?? ""
        let kind = ["Xã ", "Phường ", "Thị trấn "].first { unit.hasPrefix($0) }
        name = kind == nil ? unit : unit.prefix(1).lowercased() + unit.dropFirst()
        place = kind.map { String(unit.dropFirst($0.count)) } ?? unit
    }
}
