/// An address as it is printed, and the commune of today that it lies in, where that can be told for certain.
package struct PlacedAddress: Sendable, Hashable {
    /// Unchanged but for `TextRule.normalise`: papers keep the old names.
    package let text: String
    /// The commune of today.
    package let commune: Commune?
    /// The commune that the text names, when it is no longer what it was.
    package let former: Commune?
    /// Places that no longer exist, with their successors, and a commune that is not known.
    package let warnings: [DomainWarning]

    /// For an account (protocol.md, section 6).
    package var accountAddress: Account.Address { Account.Address(text: text, communeCode: commune?.code) }
}

extension CommuneRegister {
    /// Finds the commune of an address. Nothing is guessed: a text that fits two communes of today, or none, gets no number.
    ///
    /// - Throws: `invalidText` and `legacyEncoding` as `TextRule.normalise`.
    package func place(_ raw: String, field: String = "address") throws(DomainError) -> PlacedAddress {
        let text = try TextRule.normalise(raw, field: field, limit: 500)
        var parts = AddressPart.parts(of: text)
        let formerProvince = takeFormerProvince(&parts)
        let province = formerProvince?.name ?? takePresentProvince(&parts)
        let district = takeDistrict(&parts, province: province)
        let isLocated = province != nil || district != nil
        // Without a province or a district around it, only what calls itself a commune is one; in another district none is ours.
        let isElsewhere = parts.contains { $0.level == .district || $0.level == .city }
        let named = parts.lastIndex { $0.level == .commune } ?? (isLocated ? parts.lastIndex { $0.level == nil } : nil)
        let isDoubtful = named.map { hasTwoReadings(parts, $0, province: province, district: district) } ?? false
        let found =
            isElsewhere || isDoubtful ? nil : named.map { find(parts[$0].key, province: province, district: district) }

        var warnings: [DomainWarning] = []
        if let former = found?.former, let now = found?.commune, former.name != now.name {
            warnings.append(
                DomainWarning(
                    .abolishedCommune, field: field,
                    parameters: ["former": former.name, "now": now.name, "code": now.code]))
        }
        if let district {
            warnings.append(DomainWarning(.abolishedDistrict, field: field, parameters: ["former": district]))
        }
        if let formerProvince {
            warnings.append(
                DomainWarning(
                    .abolishedProvince, field: field,
                    parameters: ["former": formerProvince.name, "now": formerProvince.now]))
        }
        if isDoubtful || (district != nil && found?.commune == nil) {
            warnings.append(DomainWarning(.unknownCommune, field: field))
        }
        return PlacedAddress(text: text, commune: found?.commune, former: found?.former, warnings: warnings)
    }

    // MARK: From the end of the address to its beginning

    private func takeFormerProvince(_ parts: inout [AddressPart]) -> FormerProvince? {
        guard let last = parts.last, let province = formerProvinces.first(where: { last.names($0.name) }) else {
            return nil
        }
        parts.removeLast()
        return province
    }

    private func takePresentProvince(_ parts: inout [AddressPart]) -> String? {
        guard let last = parts.last, let province = present.first(where: { last.names($0.province) })?.province else {
            return nil
        }
        parts.removeLast()
        return province
    }

    /// A bare name is a district only where a commune of that district stands before it: Sa Thầy is a district, a town and a commune.
    private func takeDistrict(_ parts: inout [AddressPart], province: String?) -> String? {
        guard let last = parts.last, last.level == nil || last.level == .district else { return nil }
        let members = former.filter { $0.commune.districtKey == last.key }
        guard let district = members.first?.commune.district else { return nil }
        if last.level == nil {
            guard province == nil || province == members.first?.commune.province, let before = parts.dropLast().last,
                before.level != .district, members.contains(where: { $0.commune.key == before.key })
            else { return nil }
        }
        parts.removeLast()
        return district
    }

    /// `Ya Tăng, Sa Thầy, Quảng Ngãi` is a hamlet of today's commune or a commune of the old district: without their kinds nobody can tell, unless
    /// both lead to one place.
    private func hasTwoReadings(_ parts: [AddressPart], _ index: Int, province: String?, district: String?) -> Bool {
        guard district == nil, index > 0, parts[index].level == nil else { return false }
        let inDistrict = former.filter {
            $0.commune.key == parts[index - 1].key && $0.commune.districtKey == parts[index].key
        }
        let code = find(parts[index].key, province: province, district: nil).commune?.code
        return inDistrict.contains { $0.now != code }
    }

    private func find(_ key: String, province: String?, district: String?) -> (commune: Commune?, former: Commune?) {
        let old = former.filter { $0.commune.key == key && (district == nil || $0.commune.district == district) }
        let new = present.filter { $0.key == key }
        let isOld = district != nil || formerProvinces.contains { $0.name == province }
        // Of a name that was kept by one and given to another, the time that the address speaks of decides.
        let candidates = isOld ? [old.map(\.now), new.map(\.code)] : [new.map(\.code), old.map(\.now)]
        let codes =
            province == nil && district == nil ? candidates.flatMap(\.self) : candidates.first { !$0.isEmpty } ?? []
        guard let code = codes.first, Set(codes).count == 1, let commune = present(code: code) else {
            return (nil, nil)
        }
        let speaksOfOld = isOld || new.isEmpty
        return (commune, speaksOfOld ? old.first { $0.now == code }?.commune : nil)
    }
}

/// One step of an address: `xã Sa Nhơn`.
struct AddressPart: Sendable, Hashable {
    /// `nil` for a bare name, as on citizen cards.
    let level: PlaceName.Level?
    /// Folded, without the level's word.
    let key: String

    /// Whether this is the place called `name`, with its kind or without.
    func names(_ name: String) -> Bool {
        key == PlaceName.key(name) && (level == nil || level == PlaceName.level(of: name))
    }

    /// Takes an address apart at commas and at the words for levels; the country is left out.
    static func parts(of text: String) -> [AddressPart] {
        var parts: [AddressPart] = []
        let pieces = text.replacing(" - ", with: ",").split { ",;|".contains($0) }
        for piece in pieces {
            let words = TextRule.words(ofFolded: TextRule.fold(String(piece)))
            var start = 0
            var level: PlaceName.Level?
            var index = 0
            func end(at end: Int) {
                guard start < end else { return }
                parts.append(AddressPart(level: level, key: words[start..<end].joined(separator: " ")))
            }
            while index < words.count {
                if let found = PlaceName.level(in: words, at: index) {
                    end(at: index)
                    level = found.level
                    index += found.count
                    start = index
                } else {
                    index += 1
                }
            }
            end(at: words.count)
        }
        if parts.last?.key == "viet nam" { parts.removeLast() }
        return parts
    }
}
