/// A commune (xã, phường, thị trấn), with what it belonged to.
package struct Commune: Sendable, Hashable {
    /// The general statistics office's number.
    package let code: String
    /// With its kind: `Thị trấn Sa Thầy`.
    package let name: String
    /// With its kind; none since districts were abolished on 1 July 2025.
    package let district: String?
    package let province: String
    /// The name for comparing: folded, without the kind. Made once: an address is held against every commune.
    let key: String
    /// The district's, likewise.
    let districtKey: String?

    init(code: String, name: String, district: String?, province: String) {
        self.code = code
        self.name = name
        self.district = district
        self.province = province
        key = PlaceName.key(name)
        districtKey = district.map(PlaceName.key)
    }
}

/// A commune that has been merged or renamed.
struct FormerCommune: Sendable, Hashable {
    let commune: Commune
    /// The number of the commune of today.
    let now: String
}

/// A province that became part of another.
struct FormerProvince: Sendable, Hashable {
    let name: String
    let now: String
}

/// The communes of today and what they were made of, as data of a site (`kiosk-config/sites/`): the merger of July 2025 renamed most places, while
/// citizens' papers keep the old names (domain.md, 8.1).
package struct CommuneRegister: Sendable, Hashable {
    let present: [Commune]
    let former: [FormerCommune]
    let formerProvinces: [FormerProvince]

    /// The commune of today that a number names: itself, or what the former commune of that number became.
    package func present(code: String) -> Commune? {
        if let commune = present.first(where: { $0.code == code }) { return commune }
        guard let now = former.first(where: { $0.commune.code == code })?.now else { return nil }
        return present.first { $0.code == now }
    }

    /// What a commune of today was made of, in the order of the data.
    package func predecessors(ofCode code: String) -> [Commune] { former.filter { $0.now == code }.map(\.commune) }
}

/// Names of places without what differs from paper to paper.
enum PlaceName {
    /// What a place is called before its name.
    enum Level: Sendable, Hashable {
        case commune, district, province
        /// A province of its own, or a part of one.
        case city
    }

    /// Whole words, and the abbreviations that stand only at the beginning of a part.
    private static let words: [(words: [String], level: Level)] = [
        (["thi", "tran"], .commune), (["tt"], .commune), (["xa"], .commune), (["phuong"], .commune),
        (["huyen"], .district),
        (["quan"], .district), (["thi", "xa"], .district), (["tx"], .district), (["tinh"], .province),
        (["thanh", "pho"], .city),
        (["tp"], .city),
    ]
    private static let abbreviations: [String: Level] = [
        "x": .commune, "p": .commune, "h": .district, "q": .district, "t": .province,
    ]

    /// The level that begins at `index`, and the number of its words.
    static func level(in parts: [String], at index: Int) -> (level: Level, count: Int)? {
        for (words, level) in words where parts[index...].starts(with: words) && index + words.count < parts.count {
            return (level, words.count)
        }
        guard index == 0, parts.count > 1, let level = abbreviations[parts[0]] else { return nil }
        return (level, 1)
    }

    /// What the name says that the place is.
    static func level(of name: String) -> Level? {
        level(in: TextRule.words(ofFolded: TextRule.fold(name)), at: 0)?.level
    }

    static func key(_ name: String) -> String {
        let words = TextRule.words(ofFolded: TextRule.fold(name))
        return words.dropFirst(words.isEmpty ? 0 : level(in: words, at: 0)?.count ?? 0).joined(separator: " ")
    }
}
