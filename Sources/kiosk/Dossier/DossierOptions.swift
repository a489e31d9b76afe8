import ArgumentParser
import Dossiers
import Status
import SyncProtocol

/// What can be said of a dossier on the command line.
struct DossierOptions: ParsableArguments {
    @Option(help: help("Mã thủ tục.", "The procedure's code.", value: "code"))
    var procedure: String?
    @Option(help: help("Tài khoản của người có hồ sơ.", "The account whose matter it is.", value: "account"))
    var owner: String?
    @Option(
        help: help(
            "Tài khoản của người nộp; mặc định là người có hồ sơ.", "The account that files it; the owner unless said.",
            value: "account"))
    var submitter: String?
    @Option(
        help: help(
            "Tư cách nộp: present (có mặt), authorised (ủy quyền), service (dịch vụ).",
            "On what basis: present, authorised or service.", value: "present|authorised|service"))
    var authority: String?
    @Option(help: help("Đơn vị tiếp nhận.", "The unit that receives it.", value: "code"))
    var unit: String?
    @Option(
        name: .customLong("set"),
        help: help("Một mục của biểu mẫu. Dùng được nhiều lần.", "A field of the form. May be repeated.", value: "name=value"))
    var form: [Assignment] = []
    @Option(
        help: help(
            "Nộp tại quầy (counter) hay tại nhà (home).", "Handed in at the counter or collected at home.", value: "counter|home")
    )
    var handIn: String?
    @Option(help: help("Địa chỉ đến lấy hồ sơ.", "Where to collect the papers.", value: "address"))
    var handInAddress: String?
    @Option(
        help: help(
            "Nhận kết quả: counter (quầy), home (nhà), electronic (bản điện tử).", "How the result is given.",
            value: "counter|home|electronic"))
    var result: String?
    @Option(help: help("Địa chỉ trả kết quả.", "Where to bring the result.", value: "address"))
    var resultAddress: String?

    @Option(
        help: help(
            "Diện được miễn phí, lệ phí mà người dân khai: merit (có công), poor (hộ nghèo), near-poor, disabled, elderly, child, ethnic, "
                + "on-time, online. Dùng được nhiều lần.",
            "A group exempt from fees that the citizen claims: merit, poor, near-poor, disabled, elderly, child, ethnic, on-time, online. "
                + "May be repeated.", value: "group"))
    var exempt: [String] = []

    /// The members of the dossier's state that were given.
    func fields() -> JSONObject {
        var fields: JSONObject = [:]
        let plain = ["procedure": procedure, "owner": owner, "submitter": submitter, "authority": authority, "unit": unit]
        for case (let name, let value?) in plain { fields[name] = .string(value) }
        var filled = JSONObject(form.map { ($0.name, .string($0.value)) }, uniquingKeysWith: { _, last in last })
        if !exempt.isEmpty { filled[ClaimedExemptions.formName] = .string(ClaimedExemptions.text(exempt)) }
        if !filled.isEmpty { fields["form"] = .object(filled) }
        let delivery = [
            "hand_in": handIn, "hand_in_address": handInAddress, "result": result, "result_address": resultAddress,
        ].compactMapValues { $0 }
        if !delivery.isEmpty { fields["delivery"] = .object(delivery.mapValues(JSONValue.string)) }
        return fields
    }
}

/// `NAME=VALUE`; the value may hold more `=`.
struct Assignment: ExpressibleByArgument {
    let name: String
    let value: String

    init?(argument: String) {
        guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else { return nil }
        name = String(argument[..<sign])
        value = String(argument[argument.index(after: sign)...])
    }
}
