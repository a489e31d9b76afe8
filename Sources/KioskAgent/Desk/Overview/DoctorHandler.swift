import Dossiers
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Looks at what commonly goes wrong and says what to do. Exit code 0 when all is well, 1 when a person should act,
    /// 69 when the agent or the portal cannot be used.
    func doctor() async throws -> RunDoctor.Answer {
        let facts = try await outbox.storeFacts()
        var checks = [disk(facts), database(facts)]
        checks.append(try await catalogueCheck())
        checks.append(siteCheck())
        checks.append(RunDoctor.Answer.Check(name: "version", result: "ok", text: "kiosk \(rules.version)"))
        checks += await sync.checkPortal(language: language)
        let exit: ExitCode =
            if checks.contains(where: { $0.result == "failed" }) {
                .unavailable
            } else if checks.contains(where: { $0.result == "warning" }) { .needsPerson } else { .done }
        return RunDoctor.Answer(checks: checks, exit: exit)
    }

    private func disk(_ facts: StoreFacts) -> RunDoctor.Answer.Check {
        let free = Text(vi: "Còn trống {free:bytes}.", en: "{free:bytes} free.")
        let low = Text(
            vi: "Chỉ còn trống {free:bytes}. Hãy giải phóng chỗ trống trước khi nhận thêm giấy tờ.",
            en: "Only {free:bytes} free. Make room before more papers are taken in.")
        let isLow = facts.freeBytes < rules.minFreeBytes
        return RunDoctor.Answer.Check(
            name: "disk", result: isLow ? "warning" : "ok",
            text: (isLow ? low : free).render(language, ["free": String(facts.freeBytes)]))
    }

    private func database(_ facts: StoreFacts) -> RunDoctor.Answer.Check {
        let sound = Text(
            vi: "Kho dữ liệu bản {version}, {mode}, {level}.", en: "The store is version {version}, {mode}, {level}.")
        let weak = Text(
            vi: "Kho dữ liệu chạy ở chế độ {mode}, {level}: mất điện có thể làm mất những gì đã ghi. Hãy gọi người quản trị.",
            en: "The store runs as {mode}, {level}: a power cut could lose what was recorded. Please call the administrator.")
        let isSafe = facts.journalMode.lowercased() == "wal" && facts.synchronous.uppercased() == "FULL"
        return RunDoctor.Answer.Check(
            name: "database", result: isSafe ? "ok" : "failed",
            text: (isSafe ? sound : weak).render(
                language, ["version": String(facts.version), "mode": facts.journalMode, "level": facts.synchronous]))
    }

    private func siteCheck() -> RunDoctor.Answer.Check {
        let site = environment.site()
        if !site.problems.isEmpty {
            return RunDoctor.Answer.Check(
                name: "site", result: "warning", text: site.problems.map { $0.text(in: language) }.joined(separator: " "))
        }
        guard site.calendar.years[today.year] != nil else {
            return RunDoctor.Answer.Check(
                name: "site", result: "warning", text: told("calendar-missing", ["year": String(today.year)]))
        }
        let years = site.calendar.years.keys.sorted().map(String.init).joined(separator: ", ")
        let text = Text(vi: "Có lịch nghỉ các năm {years}.", en: "Calendars for {years}.")
        return RunDoctor.Answer.Check(name: "site", result: "ok", text: text.render(language, ["years": years]))
    }

    private func catalogueCheck() async throws -> RunDoctor.Answer.Check {
        guard let catalogue = try await catalogue.current() else {
            return RunDoctor.Answer.Check(
                name: "catalogue", result: "warning", text: KioskProblem(.noCatalogue).text(in: language),
                command: "kiosk procedure update")
        }
        let wrong = try await self.catalogue.problems()
        guard wrong.isEmpty else {
            let text = Text(
                vi: "Danh mục bản {version}: bỏ qua {count} dòng sai ({first}); phần còn lại vẫn dùng được.",
                en: "Catalogue version {version}: {count:one wrong row is|# wrong rows are} left out ({first}); the rest works.")
            return RunDoctor.Answer.Check(
                name: "catalogue", result: "warning",
                text: text.render(
                    language, ["version": catalogue.version, "count": String(wrong.count), "first": wrong[0].text(in: language)]))
        }
        let text = Text(
            vi: "Danh mục bản {version}, {count} thủ tục.", en: "Catalogue version {version}, {count} procedures.")
        return RunDoctor.Answer.Check(
            name: "catalogue", result: "ok",
            text: text.render(
                language, ["version": catalogue.version, "count": String(catalogue.procedures.count)]))
    }
}
