import Dossiers
import Foundation
import Gzip
import KioskAgent
import Settings
import SyncProtocol
import Transport

/// What reads bytes that came from outside: it may refuse them, and must not end the program, nor take longer than their length explains.
enum FuzzTarget: String, CaseIterable, Sendable {
    case json, syncAnswer, gzippedAnswer, problem, discovery, operation, cardScan, vietQR, settings, account, dossier, catalogue,
        calendar,
        communes, retryAfter, httpDate, address, tusAnswer, tokenAnswer, enrolmentAnswer

    /// Valid inputs to begin with; what is in the corpus comes beside them.
    var samples: [String] {
        switch self {
        case .json: [#"{"a":[1,-2.5e3,"\u00e9\n",null,true],"b":{"c":{}}}"#, "[[[[]]]]"]
        case .syncAnswer, .gzippedAnswer:
            [
                """
                {"sync":1,"portal":"Cổng","time":"2026-11-24T02:00:00Z"}
                {"verdict":"applied","op":"01934b5e-0000-7000-8000-000000000001","digest":"\(String(repeating: "a", count: 64))","receipt":{"revision":"r1","received_at":"2026-11-24T02:00:00Z","serial":1},"missing":[]}
                {"verdict":"conflict","op":"01934b5e-0000-7000-8000-000000000002","digest":"\(String(repeating: "b", count: 64))","reason":"stale","revision":"r2","theirs":{"phone":"1"}}
                {"verdict":"rejected","op":"01934b5e-0000-7000-8000-000000000003","digest":"x","problem":{"type":"/problems/invalid-body","status":422,"field":"/birth"}}
                {"change":"account","subject":"01934b5e-0000-7000-8000-000000000004","revision":"r3","state":{"kind":"citizen"},"deleted":false}
                {"end":true,"cursor":"c1","more":false}

                """
            ]
        case .problem:
            [#"{"type":"/problems/too-many-requests","title":"x","status":429,"detail":"y","field":"/a","retry_after":5}"#]
        case .discovery:
            [
                #"{"name":"Cổng","protocol":[1],"time":"2026-11-24T02:00:00Z","token_url":"https://a.example/oauth2/token","catalogue":"e","keys":[],"limits":{"max_operations":500,"max_batch_bytes":1048576,"max_file_bytes":52428800,"file_types":["application/pdf"]},"minimum_agent":"0.1.0"}"#
            ]
        case .operation:
            [
                #"{"id":"01934b5e-0000-7000-8000-000000000001","type":"account.put","subject":"01934b5e-0000-7000-8000-000000000002","base":null,"made_at":"2026-11-24T02:00:00Z","officer":null,"after":[],"body":{"kind":"citizen"}}"#
            ]
        case .cardScan: ["062190123456|233123456|Nguyễn Thị Đào|28021990|Nữ|Sa Nhơn, Sa Thầy, Kon Tum|15042021"]
        case .vietQR:
            [
                "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"
            ]
        case .settings:
            [
                "[portal]\nurl = \"https://a.example\"\n[desk]\nunit = \"23527\"\n[sync]\nretry_cap = \"5m\"\n[attachments]\nmax_bytes = \"10MiB\"\ntypes = [\"application/pdf\"]\n"
            ]
        case .account:
            [
                #"{"kind":"citizen","full_name":"Y Blar","identity":{"kind":"cccd","number":"062090123456"},"birth":{"date":"1990-01-01"},"gender":"male","phone":"0912345678","email":"a@b.vn","address":{"text":"x","commune_code":"23527"},"consent":{"at":"2026-11-24T02:00:00Z","text_version":"1"}}"#
            ]
        case .dossier:
            [
                #"{"procedure":"1.001193","catalogue":"v","unit":"23527","owner":"01934b5e-0000-7000-8000-000000000001","submitter":null,"authority":"present","form":{"a":"b"},"components":[{"code":"x","title":"y","originals":1,"copies":0,"files":[{"sha256":"\#(String(repeating: "a", count: 64))","size":1,"media_type":"application/pdf","name":"a.pdf"}]}],"delivery":{"hand_in":"counter","result":"home","result_address":"z"},"recorded_at":"2026-11-24T02:00:00Z"}"#
            ]
        case .catalogue:
            [
                #"{"version":"1","units":[{"code":"1","name":"A","level":"commune"}],"fields":[{"code":"G07-LĐ03","name":"B"}],"procedures":[{"code":"1.000001","name":"C","field":"G07-LĐ03","units":"all","level":"full","time":{"amount":3,"unit":"working_day"},"fees":[{"code":"f","title":"F","amount":2000,"per":"page","first":2,"then":1000,"cap":200000,"exempt":["poor"]}],"components":[{"code":"x","title":"y","originals":1,"copies":0}],"form":[{"name":"n","title":"t","type":"text"}],"source":"s","certain":true}]}"#
            ]
        case .calendar:
            [
                #"{"year":2026,"source":"x","hours":[{"from":"07:30","to":"11:30"}],"last_receipt":"15:00","off":[{"date":"2026-01-01","name":"a"}],"make_up":[{"date":"2026-01-10","name":"b"}]}"#
            ]
        case .communes:
            [
                #"{"province":{"code":"62","name":"Tỉnh Kon Tum","now":{"code":"51","name":"Tỉnh Quảng Ngãi"}},"source":"x","district":{"code":"616","name":"Huyện Sa Thầy"},"communes":[{"code":"23551","name":"Xã Sa Nhơn"}]}"#
            ]
        case .retryAfter: ["120", "Wed, 18 Nov 2026 11:11:40 GMT"]
        case .httpDate: ["Wed, 18 Nov 2026 11:11:40 GMT"]
        case .tusAnswer:
            [
                "201\nkiosk-protocol: 1\nlocation: /kiosk/v1/files/u1\nupload-offset: 0\ntus-resumable: 1.0.0\n\n",
                "204\nkiosk-protocol: 1\nupload-offset: 9\nupload-length: 9\n\n",
                "409\nkiosk-protocol: 1\nupload-offset: 4\n\n", "423\nkiosk-protocol: 1\nretry-after: 5\n\n",
                "422\nkiosk-protocol: 1\n\n{\"type\":\"/problems/file-digest-mismatch\",\"status\":422}",
            ]
        case .tokenAnswer:
            [
                "200\nkiosk-protocol: 1\n\n{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}",
                "400\nkiosk-protocol: 1\ndate: Wed, 18 Nov 2026 11:11:40 GMT\n\n{\"error\":\"invalid_client\",\"type\":\"/problems/assertion-time\"}",
            ]
        case .enrolmentAnswer:
            [
                "201\nkiosk-protocol: 1\n\n{\"kiosk_id\":\"k1\",\"unit\":\"23527\"}",
                "403\nkiosk-protocol: 1\n\n{\"type\":\"/problems/enrolment-refused\"}",
            ]
        case .address: ["Thôn 1, xã Sa Nhơn, huyện Sa Thầy, tỉnh Kon Tum", "TT. Sa Thầy - H. Sa Thầy - KonTum"]
        }
    }

    private static let today = CivilDay(year: 2026, month: 11, day: 24)

    /// Reads `bytes` and tells whether they were understood.
    func read(_ bytes: [UInt8]) async -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        let data = Data(bytes)
        guard let today = Self.today else { return false }
        func isRead<T>(_ body: () throws -> T?) -> Bool { (try? body()) ?? nil != nil }
        switch self {
        case .json: return isRead { try JSONParser.parse(bytes).text }
        case .syncAnswer: return SyncAnswerReader(bytes, isGzipped: false).end != nil
        case .gzippedAnswer:
            // The text itself and, packed, what it stands for.
            let packed = (try? Gzip.compress(bytes)) ?? []
            _ = SyncAnswerReader(bytes, isGzipped: true, byteLimit: 1 << 20).lines.count
            return SyncAnswerReader(packed, isGzipped: true, byteLimit: 1 << 20).end != nil
        case .problem: return Problem(try? JSONParser.parse(bytes)) != nil
        case .discovery: return isRead { try JSONParser.parse(bytes).decode(as: Discovery.self) }
        case .operation: return isRead { try Operation(line: bytes) }
        case .cardScan: return isRead { try CitizenCardScan.parse(text, today: today) }
        case .vietQR: return isRead { try VietQR(reading: text) }
        case .settings: return isRead { try KioskSettings(SettingsSource(text: text, file: nil)) }
        case .account: return isRead { try Account.validate(json: data, today: today, reading: .desk) }
        case .dossier: return isRead { try Dossier.validate(json: data, reading: .desk) }
        case .catalogue:
            guard let (catalogue, _) = try? Catalogue.load(json: data) else { return false }
            for procedure in catalogue.procedures { _ = procedure.charges(of: ["so_trang": text, "mien_le_phi": text]) }
            return !catalogue.procedures.isEmpty
        case .calendar:
            guard let year = try? CalendarYear.load(json: data), let calendar = try? WorkingCalendar([year]) else { return false }
            _ = calendar.estimate(ProcessingTime(amount: 30, unit: .workingDay), receivedAt: 1_795_000_000)
            return true
        case .communes: return isRead { try CommuneRegister.load([data]).place(text) }
        case .retryAfter: return RetryAfter.parse(text, portalTime: nil, now: Timestamp(seconds: 1_795_000_000)) != nil
        case .httpDate: return HTTPDate.parse(text) != nil
        case .address: return isRead { try Self.register?.place(text) }
        case .tusAnswer, .tokenAnswer, .enrolmentAnswer: return await AnsweringLine.read(bytes, as: self)
        }
    }

    private static let register = try? CommuneRegister.load([
        Data(
            #"{"province":{"code":"51","name":"Tỉnh Quảng Ngãi"},"source":"x","communes":[{"code":"23527","name":"Xã Sa Thầy"}]}"#
                .utf8),
        Data(
            #"{"province":{"code":"62","name":"Tỉnh Kon Tum","now":{"code":"51","name":"Tỉnh Quảng Ngãi"}},"source":"x","district":{"code":"616","name":"Huyện Sa Thầy"},"communes":[{"code":"23551","name":"Xã Sa Nhơn","now":"23527"}]}"#
                .utf8),
    ])
}
