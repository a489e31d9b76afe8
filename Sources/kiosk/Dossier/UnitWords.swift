/// A unit's name as documents write it: the kind in small letters inside a sentence, and left out where the place alone stands.
struct UnitWords {
    /// `xã Sa Thầy`
    let name: String
    /// `Sa Thầy`
    let place: String

    init(_ unit: String?) {
        let unit = unit ?? ""
        let kind = ["Xã ", "Phường ", "Thị trấn "].first { unit.hasPrefix($0) }
        name = kind == nil ? unit : unit.prefix(1).lowercased() + unit.dropFirst()
        place = kind.map { String(unit.dropFirst($0.count)) } ?? unit
    }
}
