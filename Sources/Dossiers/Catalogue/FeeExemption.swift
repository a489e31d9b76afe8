/// Who pays nothing, by the words of `Fee.exempt`. A word that is not known here still exempts: the catalogue decides.
package enum FeeExemption: String, Sendable, Hashable, CaseIterable {
    case merit
    case poor
    case nearPoor = "near-poor"
    case disabled
    case elderly
    case child
    case ethnic
    /// The birth or death is registered within its time.
    case onTime = "on-time"
    /// The matter is filed online.
    case online

    package var nameInVietnamese: String {
        switch self {
        case .merit: "Gia đình có công với cách mạng"
        case .poor: "Người thuộc hộ nghèo"
        case .nearPoor: "Người thuộc hộ cận nghèo"
        case .disabled: "Người khuyết tật"
        case .elderly: "Người cao tuổi"
        case .child: "Trẻ em"
        case .ethnic: "Đồng bào dân tộc thiểu số ở vùng đặc biệt khó khăn"
        case .onTime: "Đăng ký đúng hạn"
        case .online: "Nộp hồ sơ trực tuyến"
        }
    }

    package var nameInEnglish: String {
        switch self {
        case .merit: "Family of merit"
        case .poor: "Poor household"
        case .nearPoor: "Near-poor household"
        case .disabled: "Person with disabilities"
        case .elderly: "Elderly person"
        case .child: "Child"
        case .ethnic: "Ethnic minority in an area of special difficulty"
        case .onTime: "Registered in time"
        case .online: "Filed online"
        }
    }
}

/// What one fee comes to in one matter, and why it is nothing if it is.
package struct FeeCharge: Sendable, Hashable {
    /// The fee's code and title, for the list that the citizen sees.
    package let code: String
    package let title: String
    /// Đồng.
    package let amount: Int
    /// The words of the groups for whose sake nothing is paid, sorted; empty when the fee is due. See `FeeExemption` for their names.
    package let exemptions: [String]
}

extension Fee {
    /// What is to be paid, with the reason when it is nothing. The parameters are those of `total`.
    package func charge(pages: Int = 1, copies: Int = 1, exemptions: Set<String> = []) -> FeeCharge {
        FeeCharge(
            code: code, title: title, amount: total(pages: pages, copies: copies, exemptions: exemptions),
            exemptions: exemptions.intersection(exempt).sorted())
    }
}

extension Procedure {
    /// All fees of a matter, in the catalogue's order. What the portal asks for counts; this is what to expect.
    package func charges(pages: Int = 1, copies: Int = 1, exemptions: Set<String> = []) -> [FeeCharge] {
        fees.map { $0.charge(pages: pages, copies: copies, exemptions: exemptions) }
    }
}

extension [FeeCharge] {
    /// Đồng; a sum too large to hold stays at the edge.
    package var total: Int {
        reduce(0) { sum, charge in
            let (total, overflow) = sum.addingReportingOverflow(charge.amount)
            return overflow ? Int.max : total
        }
    }
}
