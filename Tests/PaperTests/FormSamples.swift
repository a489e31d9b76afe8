import Foundation
import Paper
import Settings

/// The templates as they are delivered, and forms with made-up people.
enum FormSamples {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../kiosk-config/forms")
        .standardized.path

    static func template(_ kind: FormKind) throws -> FormTemplate { try FormTemplate.read(kind, in: folder) }

    /// The delivered template's text with one piece of it replaced.
    static func template(_ kind: FormKind, replacing old: String, with new: String) throws -> FormTemplate {
        let source = try SettingsSource.read("\(folder)/\(kind.fileName)").text
        return try FormTemplate(
            kind, SettingsSource(text: source.replacingOccurrences(of: old, with: new), file: kind.fileName))
    }

    static let code = "H48.53.02-261124-0012"
    static let tracking = "https://portal.example/track/H48.53.02-261124-0012"
    /// The vector of domain.md, 6.2.
    static let payment =
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"

    static func values(components: Int = 3, entries: Int = 3) -> FormValues {
        FormValues(
            [
                .unitName: "xã Sa Thầy", .unitDesk: "Trung tâm Phục vụ hành chính công", .unitPlace: "Sa Thầy",
                .formNumber: "07/PXL", .formDate: FormDate.words(day: 5, month: 3, year: 2026), .formTime: "09 giờ 30",
                .dossierCode: code, .dossierNumber: "a1495221", .dossierProcedure: "Đăng ký khai sinh",
                .dossierProcedureCode: "1.001193",
                .dossierContent: "Đăng ký khai sinh cho cháu Y Thử Đặng Ước (1.001193)",
                .dossierSets: "01 (bộ)", .dossierProcessingTime: "03 ngày làm việc",
                .dossierRecorded: FormDate.words(hour: 9, minute: 5, day: 24, month: 11, year: 2026),
                .dossierReceived: FormDate.words(hour: 9, minute: 30, day: 24, month: 11, year: 2026),
                .dossierDue: FormDate.words(hour: 17, minute: 0, day: 27, month: 11, year: 2026),
                .dossierNewDue: FormDate.words(hour: 17, minute: 0, day: 1, month: 12, year: 2026),
                .dossierDelivery: "Trung tâm Phục vụ hành chính công xã Sa Thầy", .dossierBook: "01",
                .dossierBookNumber: "312",
                .dossierReason: "Cơ quan đăng ký hộ tịch nơi cư trú cũ chưa gửi kết quả xác minh.",
                .dossierNext: "Hồ sơ đã được lưu an toàn trên máy tại quầy và sẽ tự gửi lên cổng khi có mạng.",
                .dossierTracking: tracking, .ownerName: "Nguyễn Thị Ƀ Ằng Đỗ Ữ Ẵm", .ownerIdentity: "062190000123",
                .ownerAddress:
                    "Thôn Kà Bầy, xã Sa Nhơn, huyện Sa Thầy, tỉnh Kon Tum (nay là xã Sa Thầy, tỉnh Quảng Ngãi)",
                .ownerPhone: "0385 000 123", .submitterName: "A Nộp", .submitterBasis: "– theo ủy quyền",
                .officerName: "Trần Văn Cán Bộ", .officerPhone: "0260 3 800 123", .headName: "Lê Thị Giám Đốc",
                .headTitle: "GIÁM ĐỐC", .paymentAmount: "8.000 đ", .paymentAccount: "0011012345678, Sacombank",
                .paymentQR: payment, .registerBook: "01", .registerFrom: "02/01/2026", .registerTo: "31/12/2026",
                .registerCount: String(entries),
            ],
            lists: [
                .components: (0..<components).map {
                    [
                        .componentTitle: "Văn bản số \($0 + 1) của người làm chứng hoặc giấy cam đoan về việc sinh",
                        .componentOriginals: "1", .componentCopies: "2", .componentFiles: "3",
                    ]
                },
                .requests: [
                    [
                        .requestText: "Giấy chứng sinh có đóng dấu của cơ sở y tế",
                        .requestReason: "Tệp đã gửi không đọc được",
                    ],
                    [.requestText: "Văn bản ủy quyền của cha hoặc mẹ", .requestReason: "Người nộp không phải cha, mẹ"],
                ],
                .entries: (0..<entries).map {
                    [
                        .entryCode: "H48.53.02-261124-\(String(10_001 + $0).suffix(4))",
                        .entryProcedure: "Đăng ký khai sinh",
                        .entrySets: "01", .entryOwner: "Y Thử Đặng Ước",
                        .entryContact: "Thôn 1, xã Sa Thầy; 0385 000 123",
                        .entryAgency: "UBND xã", .entryReceived: "24/11/2026 09:30", .entryDue: "27/11/2026 17:00",
                        .entryReturned: "", .entryDelivery: "Tại quầy", .entryNote: "",
                    ]
                },
            ])
    }

    static func form(_ kind: FormKind, components: Int = 3, entries: Int = 3) throws -> FormPDF {
        try FormPDF(template(kind), values(components: components, entries: entries), madeAt: "2026-11-24T02:30:00Z")
    }
}
