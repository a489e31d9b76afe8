import Settings
import Status

extension SettingsProblem {
    /// What is wrong, in words that go after the file, line and key; without the value, which may be a secret.
    func detail(_ language: Language) -> String {
        switch language {
        case .en: english
        case .vi: vietnamese
        }
    }

    private var english: String {
        switch kind {
        case .fileMissing: "it does not exist"
        case .fileUnreadable(let reason): "it cannot be read (\(reason))"
        case .fileNotRegular: "it is not a regular file"
        case .fileTooLarge(let limit): "it is longer than \(limit) bytes"
        case .notText: "it is not UTF-8 text"
        case .syntax(let words): words
        case .unknownKey: "there is no such key"
        case .wrongType(let found, let wanted): "it must be \(wanted.name(.en)), not \(found.name(.en))"
        case .wrongForm(let wanted): "it must be \(wanted.name(.en))"
        case .outOfRange(let minimum, let maximum): "it must be from \(minimum) to \(maximum)"
        case .notAllowed(let allowed): "it must be one of \(allowed.joined(separator: ", "))"
        case .missing: "it is not set"
        }
    }

    private var vietnamese: String {
        switch kind {
        case .fileMissing: "tệp không tồn tại"
        case .fileUnreadable(let reason): "không đọc được tệp (\(reason))"
        case .fileNotRegular: "đây không phải là tệp thông thường"
        case .fileTooLarge(let limit): "tệp dài hơn \(limit) byte"
        case .notText: "tệp không phải là văn bản UTF-8"
        case .syntax(let words): "sai cú pháp TOML (\(words))"
        case .unknownKey: "không có mục này"
        case .wrongType(let found, let wanted): "phải là \(wanted.name(.vi)), không phải \(found.name(.vi))"
        case .wrongForm(let wanted): "phải là \(wanted.name(.vi))"
        case .outOfRange(let minimum, let maximum): "phải từ \(minimum) đến \(maximum)"
        case .notAllowed(let allowed): "phải là một trong: \(allowed.joined(separator: ", "))"
        case .missing: "chưa được đặt"
        }
    }
}

extension SettingsType {
    fileprivate func name(_ language: Language) -> String {
        guard language == .vi else { return text }
        return switch self {
        case .string: "một chuỗi"
        case .integer: "một số nguyên"
        case .number: "một số"
        case .bool: "true hoặc false"
        case .date: "một ngày"
        case .list: "một danh sách"
        case .table: "một bảng"
        case .duration: "một khoảng thời gian như \"5m\" hoặc \"90s\""
        case .byteSize: "một dung lượng như \"512KiB\" hoặc số byte"
        case .path: "một đường dẫn"
        case .url: "một địa chỉ như \"https://portal.example\""
        case .listOfStrings: "một danh sách chuỗi"
        case .listOfTables: "một danh sách bảng"
        case .listOfHours: "một danh sách giờ như [\"22:00-05:30\"]"
        }
    }
}
