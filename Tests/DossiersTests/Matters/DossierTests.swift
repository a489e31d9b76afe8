import Foundation
import Testing

@testable import Dossiers

@Suite struct DossierTests {
    static let owner = "019ab000-0000-7000-8000-000000000001"
    static let digest = String(repeating: "ab", count: 32)

    static func json(_ extra: String = "") -> String {
        #"{"procedure":"1.001193","owner":"\#(owner)"\#(extra.isEmpty ? "" : ",")\#(extra)}"#
    }

    func refusal(_ json: String, _ reading: Reading = .wire) -> DomainError? {
        do {
            _ = try Dossier.validate(json: Data(json.utf8), reading: reading)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a whole dossier is read, written and read again`() throws {
        let text = DossierTests.json(
            """
            "catalogue":"2026-11-24","unit":"23527","submitter":"019AB000-0000-7000-8000-000000000002","authority":"authorised",
            "form":{"ho_ten_con":" Y  Blar ","so_ban_sao":2},"components":[{"code":"000.00.00.G15-KQ004389","title":"Giấy chứng sinh","originals":1,"copies":0,
            "files":[{"sha256":"\(DossierTests.digest)","size":12,"media_type":"application/pdf","name":"giấy  chứng sinh.pdf"}]}],
            "delivery":{"hand_in":"counter","result":"home","result_address":"thôn 1"},"recorded_at":"2026-11-24T01:02:03Z","status":4,"code":"H48-260101-0001"
            """)
        let dossier = try Dossier.validate(json: Data(text.utf8)).dossier
        #expect(dossier.form == ["ho_ten_con": "Y Blar", "so_ban_sao": "2"])
        #expect(dossier.submitter == "019ab000-0000-7000-8000-000000000002")
        #expect(dossier.files.first?.name == "giấy  chứng sinh.pdf")
        #expect(dossier.delivery?.handIn == .counter)
        let data = try JSONEncoder().encode(dossier)
        #expect(try Dossier.validate(json: data, reading: .desk).dossier == dossier)
        #expect(try JSONDecoder().decode(Dossier.self, from: data) == dossier)
    }

    @Test(arguments: [
        (#"{"owner":"\#(DossierTests.owner)"}"#, DomainError.Kind.missingField, "procedure"),
        (#"{"procedure":"1.001193"}"#, .missingField, "owner"),
        (#"{"procedure":"a b","owner":"\#(DossierTests.owner)"}"#, .invalidValue, "procedure"),
        (#"{"procedure":"1.001193","owner":"me"}"#, .invalidValue, "owner"),
        (json(#""delivery":{"result":"home"}"#), .missingField, "delivery.result_address"),
        (json(#""delivery":{"hand_in":"home","hand_in_address":" "}"#), .missingField, "delivery.hand_in_address"),
        (json(#""delivery":{"hand_in":"electronic"}"#), .invalidValue, "delivery.hand_in"),
        (json(#""authority":"friend""#), .invalidValue, "authority"),
        (json(#""form":{"a":[1]}"#), .invalidValue, "form.a"),
        (json(#""form":[]"#), .invalidValue, "form"),
        (json(#""components":[{"title":"x"}]"#), .missingField, "components.0.code"),
        (json(#""components":[{"code":"x","copies":-1}]"#), .invalidValue, "components.0.copies"),
        (
            json(#""components":[{"code":"x","files":[{"sha256":"AB","size":1,"media_type":"a/b","name":"c"}]}]"#), .invalidValue,
            "components.0.files.0.sha256"
        ),
        (
            json(
                #""components":[{"code":"x","files":[{"sha256":"\#(DossierTests.digest)","size":1,"media_type":"a/b","name":"../c"}]}]"#
            ), .invalidValue, "components.0.files.0.name"
        ),
        (json(#""recorded_at":"yesterday""#), .invalidDate, "recorded_at"),
    ])
    func `bad dossiers are refused by the member's name`(json: String, kind: DomainError.Kind, field: String) {
        let error = refusal(json)
        #expect(error?.kind == kind)
        #expect(error?.field == field)
    }

    @Test func `at the desk a wrong member is named with the right one`() {
        let error = refusal(DossierTests.json(#""delivry":{}"#), .desk)
        #expect(error?.kind == .unknownField)
        #expect(error?.hint == "delivery")
    }

    @Test(arguments: [
        ("000.00.53.H48-220921-0099", true), ("H21.01.02-260101-0001", true), ("G22.99.08-260101-12345", true),
        ("H48-260101-001", false),
        ("h48-260101-0001", false), ("H48..1-260101-0001", false), ("H48-26010-0001", false), ("H48-260101-0001-1", false),
        ("", false), ("KIOSK-7", false),
    ])
    func `official codes are told from others`(code: String, isValid: Bool) {
        #expect(DossierCode.isValid(code) == isValid)
    }

    @Test func `status numbers have the national names and ends`() {
        #expect(DossierStatus.allCases.map(\.rawValue) == Array(1...10))
        #expect(DossierStatus.allCases.filter(\.isTerminal).map(\.rawValue) == [3, 7, 8, 10])
        #expect(DossierStatus.allCases.filter(\.needsDesk).map(\.rawValue) == [5, 6])
        #expect(DossierStatus(rawValue: 4)?.nameInVietnamese == "Đang xử lý")
        #expect(DossierStatus(rawValue: 11) == nil)
    }
}
