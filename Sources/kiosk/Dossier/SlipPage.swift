import Dossiers
import KioskAgent
import Paper
import Status
import SyncProtocol

/// The words of a provisional slip (domain.md, 3.2 and 4.1).
struct SlipPage {
    private let facts: DossierSlip.Answer
    private let language: Language
    private let now: Timestamp

    /// What the paper is, in the words that tell it from the official one. Vietnamese on every slip, whatever its language:
    /// whoever is shown it must know.
    static let name = "Phiếu ghi nhận tạm – chưa phải Giấy tiếp nhận hồ sơ"

    init(_ facts: DossierSlip.Answer, _ language: Language, now: Timestamp) {
        self.facts = facts
        self.language = language
        self.now = now
    }

    var content: SlipContent {
        SlipContent(
            language: language.rawValue, issuer: issuer,
            printed: say("In lúc {at}", "Printed {at}", ["at": Format.dateTime(now)]),
            title: say("PHIẾU GHI NHẬN TẠM", "PROVISIONAL SLIP"), disclaimer: disclaimer,
            facts: who + times,
            papersTitle: say("Thành phần hồ sơ", "Papers of the dossier"),
            columns: [
                say("TT", "No."), say("Tên giấy tờ", "Paper"), say("Bản chính", "Originals"), say("Bản sao", "Copies"),
                say("Tệp quét", "Files"),
            ],
            rows: facts.papers.map(row),
            papersNote: say(
                "Số bản chính, bản sao: theo quy định của thủ tục hoặc cán bộ đã ghi. Tệp quét: số tệp máy tại quầy đã nhận.",
                "Originals and copies: as the procedure prescribes or the officer recorded. Files: how many the desk took in."),
            nextTitle: say("Việc tiếp theo", "What happens next"), next: [next, standing],
            signatures: [
                SlipContent.Signature(
                    role: say("Người nộp hồ sơ", "Submitter"), hint: say("(ký, ghi rõ họ tên)", "(signature and full name)")),
                SlipContent.Signature(
                    role: say("Cán bộ ghi nhận tại quầy", "Officer at the desk"),
                    hint: say("(ký, ghi rõ họ tên)", "(signature and full name)")),
            ],
            footer: "\(Self.name) · \(say("số tạm", "provisional no.")) \(facts.number)", pageWord: say("trang", "page"),
            documentTitle: "\(Self.name) – \(facts.number)", madeAt: Timestamp(seconds: now.milliseconds / 1000).description)
    }

    private var issuer: String {
        let office = say("Bộ phận Một cửa", "One-stop desk")
        switch (facts.unitName, facts.unit) {
        case (let name?, let code?): return "\(office) – \(name) (\(code))"
        case (nil, let code?): return "\(office) – \(say("đơn vị", "unit")) \(code)"
        default: return office
        }
    }

    private var disclaimer: String {
        let vietnamese = "chưa phải Giấy tiếp nhận hồ sơ"
        return language == .vi ? vietnamese : "\(vietnamese) – not the official acknowledgement of receipt"
    }

    private var who: [SlipContent.Fact] {
        let unknown = Labels.unknown[language]
        let owner = facts.owner ?? unknown
        let submitter = [facts.isOwnSubmitter ? owner : facts.submitter ?? unknown, basis].compactMap { $0 }.joined(
            separator: " – ")
        let procedure = [facts.procedure, facts.procedureName].compactMap { $0 }.joined(separator: " – ")
        return [
            SlipContent.Fact(say("Số tạm (của máy này)", "Provisional no. (ours)"), facts.number, isStrong: true),
            SlipContent.Fact(
                say("Mã hồ sơ của cổng", "Code of the portal"),
                facts.code ?? say("chưa có – chỉ cổng mới cấp mã hồ sơ", "none yet – the portal alone gives it"),
                isStrong: facts.code != nil),
            SlipContent.Fact(say("Chủ hồ sơ", "Owner"), owner, isStrong: true),
            SlipContent.Fact(say("Người nộp", "Submitter"), submitter),
            SlipContent.Fact(say("Thủ tục", "Procedure"), procedure),
        ]
    }

    /// On what ground somebody else files; who comes themselves needs none.
    private var basis: String? {
        switch facts.authority {
        case "present" where !facts.isOwnSubmitter: say("chủ hồ sơ có mặt tại quầy", "the owner is present")
        case "authorised": say("theo ủy quyền", "by authorisation")
        case "service": say("dịch vụ nộp thay", "a filing service")
        default: nil
        }
    }

    /// Two times, for waiting at the desk is not being received: the law's clock starts at the portal.
    private var times: [SlipContent.Fact] {
        var times = [
            SlipContent.Fact(say("Ghi tại quầy", "Recorded at the desk"), moment(facts.recordedAt), isStrong: true),
            SlipContent.Fact(
                say("Cổng tiếp nhận", "Received by the portal"), facts.receivedAt.map(moment) ?? say("chưa", "not yet"),
                isStrong: true),
        ]
        if let due = facts.dueAt { times.append(SlipContent.Fact(say("Cổng hẹn trả", "Due, says the portal"), moment(due))) }
        if let status = facts.status.flatMap({ Int(exactly: $0) }).flatMap(DossierStatus.init(rawValue:)) {
            let name = language == .vi ? status.nameInVietnamese : status.nameInEnglish
            times.append(SlipContent.Fact(say("Trạng thái ở cổng", "Status at the portal"), name))
        }
        return times
    }

    private func row(_ paper: DossierSlip.Paper) -> SlipContent.Row {
        let count = paper.files.count + paper.supplements.count
        return SlipContent.Row(
            title: paper.title.map { "\($0) (\(paper.code))" } ?? paper.code,
            originals: paper.originals.map { String($0) } ?? "–",
            copies: paper.copies.map { String($0) } ?? "–", files: String(count),
            names: paper.files + paper.supplements.map { say("bổ sung: {name}", "supplement: {name}", ["name": $0]) })
    }

    private var next: String {
        if facts.state == "withdrawn" {
            return say(
                "Hồ sơ này đã được rút; không còn việc gì tiếp theo.", "This dossier was withdrawn; nothing more will happen.")
        }
        if facts.status == Int64(DossierStatus.notReceived.rawValue) {
            return say(
                "Cổng không tiếp nhận hồ sơ này. Lý do do cơ quan thông báo; cán bộ tại quầy sẽ hướng dẫn người nộp.",
                "The portal did not receive this dossier. The office tells the reason; the officer at the desk helps the submitter."
            )
        }
        if facts.isReceived {
            return say(
                "Cổng đã tiếp nhận hồ sơ. Giấy tiếp nhận hồ sơ và hẹn trả kết quả chính thức do cổng cấp; đề nghị người nộp nhận giấy đó.",
                "The portal has received the dossier. The official acknowledgement with the appointment comes from the portal; please obtain it."
            )
        }
        switch facts.state {
        case "draft":
            return say(
                "Hồ sơ mới là bản nháp, chưa nộp: cán bộ còn phải hoàn thiện và nộp thì hồ sơ mới được gửi lên cổng.",
                "The dossier is a draft and not submitted: the officer has to complete and submit it before it is sent to the portal."
            )
        case "rejected", "conflict", "quarantined", "held":
            return say(
                "Hồ sơ đang chờ cán bộ xem lại trước khi gửi tiếp lên cổng; cán bộ sẽ liên hệ nếu cần người nộp bổ sung.",
                "An officer must look at the dossier before it goes on to the portal, and will call the submitter if anything is needed."
            )
        case "delivered":
            return say(
                "Hồ sơ đã đến cổng và đang chờ cổng tiếp nhận.",
                "The dossier has come to the portal and waits to be received there.")
        default:
            return say(
                "Hồ sơ đã được lưu an toàn trên máy tại quầy và sẽ tự gửi lên cổng khi có mạng.",
                "The dossier is safe on the desk's machine and is sent to the portal by itself as soon as there is a link.")
        }
    }

    private var standing: String {
        facts.isReceived
            ? say(
                "Phiếu này không thay cho giấy đó. Thời hạn giải quyết tính từ lúc cổng tiếp nhận.",
                "This slip does not stand in for it. The time limit runs from the receipt by the portal.")
            : say(
                "Thời hạn giải quyết chỉ tính từ khi cổng tiếp nhận; phiếu này không hẹn ngày trả kết quả. Khi tiếp nhận, cổng cấp mã hồ sơ "
                    + "và Giấy tiếp nhận hồ sơ và hẹn trả kết quả. Hãy giữ phiếu này để hỏi tại quầy.",
                "The time limit runs only from the receipt by the portal; this slip makes no appointment. On receipt the portal gives the code "
                    + "and the official acknowledgement. Keep this slip for questions at the desk.")
    }

    private func moment(_ moment: Timestamp) -> String { Format.dateTime(moment) + " (UTC+7)" }

    private func say(_ vi: String, _ en: String, _ parameters: [String: String] = [:]) -> String {
        Text(vi: vi, en: en).render(language, parameters)
    }
}
