import ArgumentParser
import KioskAgent
import Paper
import Status

struct SlipCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "slip", "In phiếu ghi nhận tạm của một hồ sơ ra tệp PDF khổ A5.", "Writes a dossier's provisional slip as an A5 PDF.",
            examples: ["kiosk dossier slip 01934b60-22aa --output phieu-tam.pdf"],
            more: Text(
                vi: "Phiếu in theo mẫu phieu-ghi-nhan-tam.toml. Phiếu này không phải Giấy tiếp nhận hồ sơ và hẹn trả kết quả: giấy đó chỉ do cổng cấp.",
                en: "The template is phieu-ghi-nhan-tam.toml. The slip is not the official acknowledgement of receipt: that paper comes from the portal alone."))
    }

    @Argument(help: help("Mã hồ sơ, có thể viết tắt.", "The dossier's id; a unique beginning will do."))
    var id: String
    @Option(
        help: help(
            "Tệp PDF cần ghi; tệp cũ cùng tên được thay.", "The PDF to write; an older file of that name is replaced.",
            value: "file"))
    var output: String
    @OptionGroup var common: CommonOptions

    /// What the command did.
    struct Written: Encodable {
        var id: String
        var output: String
        var pages: Int
    }

    func run(in session: Session) async throws -> ExitCode {
        // Before the desk is asked: a wrong name or template should not wait for a busy store.
        let file = try SlipFile(output)
        let place = try session.options.formsPlace()
        let template = try FormTemplate.ofDesk(.provisional, in: place.folder)
        let facts = try await FormFacts.ask(id, session)
        let values = try FormPage(facts, desk: place.desk, now: session.now()).values(for: .provisional, former: nil)
        let slip = try FormPDF.ofDesk(template, values, now: session.now())
        try file.write(slip.bytes)
        try session.show(Written(id: facts.slip.id, output: output, pages: slip.pages)) { screen in
            screen.line(
                Text(
                    vi: "Đã ghi phiếu tạm số {number} vào {file} ({pages} trang).",
                    en: "Wrote the provisional slip {number} to {file} ({pages:1 page|# pages})."),
                ["number": facts.slip.number, "file": output, "pages": String(slip.pages)])
        }
        return .done
    }
}

extension KioskProblem {
    init(paper error: PaperError) {
        switch error {
        case .fontMissing: self.init(.fontMissing)
        case .tooManyPages(let limit): self.init(.paperTooLong, ["count": String(limit)])
        case .tooLarge: self.init(.paperTooLong)
        case .failed(let status): self.init(.defect, ["detail": "cairo: \(status)"])
        }
    }
}
