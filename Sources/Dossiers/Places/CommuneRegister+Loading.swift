package import Foundation

extension CommuneRegister {
    /// Reads the communes' files of a site, those from before a merger and those from after it, in any order.
    ///
    /// - Throws: `DomainError` whose field names the row, such as `communes.3.now`: a row that is incomplete, or that leads to a commune that none
    ///   of the files has.
    package static func load(_ files: [Data]) throws(DomainError) -> CommuneRegister {
        var present: [Commune] = []
        var former: [FormerCommune] = []
        var formerProvinces: [FormerProvince] = []
        for file in files {
            let reader = FieldReader(try FieldValue.object(json: file), reading: .desk)
            try reader.refuseUnknown(known: [
                "province", "district", "valid_from", "valid_to", "source", "communes", "neighbours",
            ])
            guard let province = try reader.object("province") else { throw reader.missing("province") }
            let provinceName = try province.required("name", limit: 100)
            let district = try reader.object("district")
            let districtName = try district.map { (reader) throws(DomainError) in
                try reader.required("name", limit: 100)
            }
            if let now = try province.object("now") {
                formerProvinces.append(FormerProvince(name: provinceName, now: try now.required("name", limit: 100)))
            }
            var rows = try reader.objects("communes", atMost: 20_000) ?? []
            rows += try reader.objects("neighbours", atMost: 20_000) ?? []
            for row in rows {
                try row.refuseUnknown(known: ["code", "name", "now", "formed_from"])
                let code = try row.required("code", limit: 16)
                guard DigitText.isDigits(code) else {
                    throw DomainError(
                        .invalidValue, field: row.name("code"), detail: "a commune's number has digits only")
                }
                let commune = Commune(
                    code: code, name: try row.required("name", limit: 100), district: districtName,
                    province: provinceName)
                if let now = try row.text("now", limit: 16) {
                    former.append(FormerCommune(commune: commune, now: now))
                } else {
                    present.append(commune)
                }
            }
        }
        if let lost = former.first(where: { former in !present.contains { $0.code == former.now } }) {
            throw DomainError(
                .invalidValue, field: "communes", detail: "\(lost.commune.code) became \(lost.now), which no file has")
        }
        return CommuneRegister(present: present, former: former, formerProvinces: formerProvinces)
    }
}
