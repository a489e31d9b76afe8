import GRDB
import SyncProtocol
import Testing

@testable import Portal

@Suite struct PageTests {
    @Test func `texts and attributes are escaped wherever they stand`() {
        let markup = tag("a", [("href", "\"><script>")], [.text("<b>&'\"")]).markup
        #expect(markup == "<a href=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;&#39;&quot;</a>")
    }

    @Test(arguments: PageLanguage.allCases)
    func `a dossier's way is shown without anything personal`(language: PageLanguage) throws {
        let bench = try OfficeBench()
        try bench.edit("full_name=Nguyễn Thị Đào")
        try bench.advance("4", note: "gọi 0912345678")
        try bench.advance("5", note: "giấy của Nguyễn Thị Đào", request: ["KQ1"])
        let page = try bench.read {
            try TrackingPage.make("h34-261124-0001", language, procedureName: { _ in "Đăng ký <khai sinh>" }, in: $0)
        }
        let markup = page.markup
        #expect(page.status == 200 && markup.contains(OfficeBench.code) && markup.contains("Đăng ký &lt;khai sinh&gt;"))
        #expect(markup.contains(language == .vi ? "Yêu cầu bổ sung giấy tờ" : "More papers needed"))
        #expect(markup.contains("24/11/2026 08:00") && markup.contains("Giấy chứng sinh"))
        for personal in ["Đào", "0912345678", "062190000123", OfficeBench.account, "a.pdf"] {
            #expect(!markup.contains(personal), "\(personal)")
        }
    }

    @Test(arguments: ["H34-261124-0002", "", "../../x", "<script>", OfficeBench.dossier])
    func `a code that is none is 404 and is not repeated`(code: String) throws {
        let page = try OfficeBench().read { try TrackingPage.make(code, .vi, procedureName: { _ in nil }, in: $0) }
        #expect(page.status == 404 && (code.isEmpty || !page.markup.contains(code)))
    }

    @Test func `a fee's page says what to pay, and not to pay twice`() throws {
        let bench = try OfficeBench(
            rules: OfficeRules(
                name: "x", beneficiary: OfficeRules.Beneficiary(bank: "970403", account: "0011012345678", name: "KB")))
        let payment = try bench.charge("LP01=1500000")
        let id = try #require(payment["id"]?.stringValue)
        func page(_ id: String) throws -> Page { try bench.read { try PaymentPage.make(id, .en, in: $0) } }
        #expect(try page(id).markup.contains("1.500.000 đ") && page(id).markup.contains("0011012345678"))
        try bench.decide(payment, .forget)
        #expect(try page(id).markup.contains("do not pay again"))
        #expect(try page(OfficeBench.dossier).status == 404 && page("x").status == 404)
    }

    @Test(arguments: PageLanguage.allCases)
    func `each outcome of a confirmation has its page`(language: PageLanguage) {
        let pages = [Portal.Confirmation.open, .confirmed(account: "x"), .expired, .unknown].map {
            ConfirmationPage.make($0, language)
        }
        #expect(pages.map(\.status) == [200, 200, 410, 404])
        #expect(Set(pages.map(\.title)).count == 4)
        #expect(pages.map { $0.markup.contains("<form") } == [true, false, false, false])
        #expect(pages.map { $0.policy.contains("form-action 'self'") } == [true, false, false, false])
    }
}

@Suite struct ConfirmationTests {
    /// Queues a mail to the account's address and answers its code.
    private func code(_ bench: OfficeBench, email: String) throws -> String {
        try bench.write { db, context in
            var random = SystemRandomNumberGenerator()
            try ConfirmationMail(portal: "x", address: "http://x").enqueue(
                account: OfficeBench.account, email: email, in: db, now: OfficeBench.now, newID: context.newID, using: &random)
            let text = try String.fetchOne(db, sql: "SELECT body FROM outgoing_mail ORDER BY id DESC LIMIT 1")
            let body = try #require(text)
            return try #require(body.firstMatch(of: /confirm\/([0-9A-Z-]+)/).map { String($0.1) })
        }
    }

    private func confirm(_ bench: OfficeBench, _ code: String, at now: Timestamp = OfficeBench.now) throws -> Portal.Confirmation
    {
        try bench.write { db, _ in try Portal.Confirmation.confirm(code, in: db, now: now) }
    }

    @Test func `looking at a link says how it stands and confirms nothing`() throws {
        let bench = try OfficeBench()
        try bench.edit("email=a@b.vn")
        let code = try code(bench, email: "a@b.vn")
        func look(_ code: String) throws -> Portal.Confirmation {
            try bench.read { try Portal.Confirmation.look(code, in: $0, now: OfficeBench.now) }
        }
        for _ in 0..<2 { #expect(try look(code) == .open) }
        #expect(try look("x") == .unknown)
        _ = try confirm(bench, code)
        #expect(try look(code) == .confirmed(account: OfficeBench.account))
    }

    @Test func `a link confirms once and answers the same again`() throws {
        let bench = try OfficeBench()
        try bench.edit("email=a@b.vn")
        let code = try code(bench, email: "a@b.vn")
        let before = try bench.feed().count
        for _ in 0..<2 { #expect(try confirm(bench, code) == .confirmed(account: OfficeBench.account)) }
        #expect(try bench.feed().count == before + 2)
    }

    @Test func `a link ends with its week, with a newer mail, and with another address`() throws {
        let bench = try OfficeBench()
        try bench.edit("email=a@b.vn")
        let first = try code(bench, email: "a@b.vn")
        #expect(try confirm(bench, first, at: OfficeBench.now + .seconds(8 * 86_400)) == .expired)
        let second = try code(bench, email: "a@b.vn")
        #expect(try confirm(bench, first) == .expired)
        try bench.edit("email=c@d.vn")
        #expect(try confirm(bench, second) == .expired)
        #expect(try bench.read { try AccountView.show(OfficeBench.account, in: $0) }["confirmation"] != "confirmed")
    }

    @Test(arguments: ["", "ABCD-EFGH-JKMN", "x"])
    func `a code that was never sent is unknown`(code: String) throws { #expect(try confirm(OfficeBench(), code) == .unknown) }
}
