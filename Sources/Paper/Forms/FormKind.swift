/// Which form: each has one template. Numbers are those of TT 01/2018/TT-VPCP (domain.md, 3.1).
package enum FormKind: String, Sendable, Hashable, CaseIterable {
    /// Mẫu 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả: only of a dossier that the portal has received.
    case receipt
    /// Mẫu 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    case supplement
    /// Mẫu 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ.
    case refusal
    /// Mẫu 04, Phiếu xin lỗi và hẹn lại ngày trả kết quả.
    case apology
    /// Mẫu 06 (07 since TT 03/2025/TT-VPCP), Sổ theo dõi hồ sơ.
    case register
    /// The slip of a desk without a link, which is none of the above and says so wherever it is read.
    case provisional

    /// The template's file in the folder of forms.
    package var fileName: String {
        switch self {
        case .receipt: "mau-01-giay-tiep-nhan.toml"
        case .supplement: "mau-02-yeu-cau-bo-sung.toml"
        case .refusal: "mau-03-tu-choi.toml"
        case .apology: "mau-04-xin-loi.toml"
        case .register: "so-theo-doi.toml"
        case .provisional: "phieu-ghi-nhan-tam.toml"
        }
    }

    /// What must have a value before the form may be printed, whatever the template says: an official paper without the
    /// portal's code or with an appointment that nobody made would be worse than none.
    package var required: [FormField] {
        switch self {
        case .receipt: [.dossierCode, .dossierReceived, .dossierDue, .ownerName]
        case .supplement: [.ownerName]
        case .refusal: [.ownerName, .dossierReason]
        case .apology: [.ownerName, .dossierCode, .dossierDue, .dossierNewDue]
        case .register: []
        case .provisional: [.dossierNumber, .dossierRecorded]
        }
    }

    /// What may not stand on the form: the law's clock and the official code begin at the portal (domain.md, 3.2 and 4.1).
    package var forbidden: Set<FormField> {
        self != .provisional
            ? []
            : [
                .dossierCode, .dossierReceived, .dossierDue, .dossierNewDue, .dossierProcessingTime, .dossierBook,
                .dossierBookNumber, .dossierTracking, .formNumber,
            ]
    }

    /// What the form is not: printed in the title's frame by the program, not by the template.
    package var disclaimer: String? { self == .provisional ? "chưa phải Giấy tiếp nhận hồ sơ" : nil }

    /// The same with what it is, at the foot of every page.
    package var standing: String? { disclaimer.map { "Phiếu ghi nhận tạm – " + $0 } }

    /// More pages than any real dossier or year of dossiers needs; what would need more is refused before it is drawn.
    package var maxPages: Int { self == .register ? 400 : 100 }
}
