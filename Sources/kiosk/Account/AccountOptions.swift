import ArgumentParser
import Status
import SyncProtocol

/// What can be said of an account on the command line. Values go to the desk as they were typed: it checks them, spells
/// them as the protocol wants and says what is wrong. A `birth` is passed on as text (`1990`, `28/02/1990`), an `identity`
/// with its kind only where that was given.
struct AccountOptions: ParsableArguments {
    @Option(
        help: help(
            "Loại: citizen (công dân), organisation (tổ chức), officer (cán bộ).", "The kind of account.",
            value: "citizen|organisation|officer"))
    var kind: AccountKindName?
    @Option(help: help("Họ và tên như trên giấy tờ.", "The full name as on the paper.", value: "name"))
    var fullName: String?
    @Option(help: help("Tên tổ chức.", "The organisation's name.", value: "name"))
    var organisationName: String?
    @Option(
        help: help(
            "Số giấy tờ: số định danh (CCCD), CMND, hộ chiếu hoặc mã số thuế.", "Number of the identity paper.", value: "number"))
    var identity: String?
    @Option(
        help: help(
            "Loại giấy tờ, nếu số chưa nói rõ: cccd, cmnd, passport, tax_code.",
            "Kind of the identity paper, where the number does not tell.", value: "kind"))
    var identityKind: String?
    @Option(help: help("Mã số thuế của tổ chức.", "The organisation's tax code.", value: "code"))
    var taxCode: String?
    @Option(
        help: help(
            "Ngày sinh (28/02/1990 hoặc 1990-02-28) hoặc năm sinh (1990).", "Date of birth (1990-02-28) or year (1990).",
            value: "date|year"))
    var birth: String?
    @Option(help: help("Giới tính: male (nam) hoặc female (nữ).", "Sex: male or female.", value: "gender"))
    var gender: String?
    @Option(help: help("Số điện thoại.", "Phone number.", value: "phone"))
    var phone: String?
    @Option(help: help("Địa chỉ thư điện tử.", "E-mail address.", value: "email"))
    var email: String?
    @Option(help: help("Địa chỉ.", "Address.", value: "address"))
    var address: String?
    @Option(help: help("Mã xã của địa chỉ.", "The address's commune code.", value: "code"))
    var communeCode: String?
    @Option(
        help: help(
            "Bản nội dung mà người dân đã đồng ý.", "The version of the text that the person consented to.", value: "version"))
    var consent: String?

    /// The members of the account's state that were given.
    func fields(now: Timestamp) -> JSONObject {
        var fields: JSONObject = [:]
        fields["kind"] = kind.map { .string($0.rawValue) }
        fields["full_name"] = fullName.map(JSONValue.string)
        fields["organisation_name"] = organisationName.map(JSONValue.string)
        fields["tax_code"] = taxCode.map(JSONValue.string)
        fields["birth"] = birth.map(JSONValue.string)
        fields["gender"] = gender.map(JSONValue.string)
        fields["phone"] = phone.map(JSONValue.string)
        fields["email"] = email.map(JSONValue.string)
        fields["identity"] = object(["number": identity, "kind": identityKind])
        fields["address"] = object(["text": address, "commune_code": communeCode])
        if let consent { fields["consent"] = ["text_version": .string(consent), "at": .string(now.description)] }
        return fields
    }

    private func object(_ members: [String: String?]) -> JSONValue? {
        let given = members.compactMapValues { $0 }.mapValues(JSONValue.string)
        return given.isEmpty ? nil : .object(given)
    }
}

enum AccountKindName: String, ExpressibleByArgument, CaseIterable { case citizen, organisation, officer }
