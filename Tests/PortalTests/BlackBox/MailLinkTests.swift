import CurlHTTP
import Foundation
import SyncProtocol
import Testing

/// The confirmation mail of the served portal (protocol.md, sections 5 and 6): whichever way an address came, a mail lies in
/// the folder, and its link confirms when a person means it.
@Suite(.timeLimit(.minutes(3)), .serialized) struct MailLinkTests {
    /// The codes of the mails to `address`, once there are `count`.
    private func codes(_ home: String, to address: String, count: Int = 1) async throws -> [String] {
        while true {
            let folder = home + "/mail"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.filter { $0.hasSuffix(".eml") } ?? []
            let texts = try names.sorted().map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }
            let found = texts.filter { $0.contains("To: <\(address)>") }.compactMap { $0.firstMatch(of: #/\/confirm\/(\S+)/#) }
            if found.count >= count { return found.map { String($0.output.1) } }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func state(_ kiosk: TestKiosk, _ subject: String) async throws -> String? {
        try await kiosk.sync().change(of: subject)?["state"]?["confirmation"]?.stringValue
    }

    @Test func `each way that an address comes brings its mail`() async throws {
        try await withServedPortal { portal in
            let (kiosk, stranger) = try await (TestKiosk.enrol(portal), TestKiosk.enrol(portal, unit: "23530"))
            let subject = newID()
            let put = try await kiosk.sync([
                TestOperation("account.put", subject, Papers.account(70, ["email": "first@example.vn"]))
            ])
            #expect(try await codes(portal.home, to: "first@example.vn").count == 1)
            let base = try #require(put.verdicts[0]["receipt"]?["revision"]?.stringValue)
            let changed = try await kiosk.sync([
                TestOperation(
                    "account.put", subject, base: put.change(of: subject)?["revision"]?.stringValue ?? base,
                    Papers.account(70, ["email": "second@example.vn"]))
            ])
            #expect(changed.outcomes == ["applied"])
            #expect(try await codes(portal.home, to: "second@example.vn").count == 1)
            let met = try await stranger.sync([TestOperation("account.put", newID(), Papers.account(70))])
            let adopted = try await stranger.sync([
                TestOperation(
                    "account.put", subject, base: met.verdicts[0]["revision"]?.stringValue,
                    Papers.account(70, ["email": "third@example.vn"]))
            ])
            #expect(adopted.outcomes == ["applied"])
            #expect(try await codes(portal.home, to: "third@example.vn").count == 1)
            try await portal.office("account", "edit", subject, "--set", "email=fourth@example.vn")
            #expect(try await codes(portal.home, to: "fourth@example.vn").count == 1)
            #expect(try await state(kiosk, subject) == "pending")
            // What was there before gets no second mail, and old links are dead.
            #expect(try await codes(portal.home, to: "first@example.vn").count == 1)
        }
    }

    @Test func `a browser is shown a button that confirms, a scanner confirms nothing, a simple client means the link`()
        async throws
    {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let subjects = [newID(), newID()]
            for (number, subject) in subjects.enumerated() {
                try await kiosk.sync([
                    TestOperation(
                        "account.put", subject, Papers.account(72 + number, ["email": .string("a\(number)@example.vn")]))
                ])
            }
            let link = portal.url + "/confirm/"
            let browsed = try await link + #require(codes(portal.home, to: "a0@example.vn").first)
            let html = [(name: "Accept", value: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")]
            let page = try await kiosk.curl.send(CurlRequest("GET", browsed, headers: html))
            #expect(page.status == 200 && String(decoding: page.body, as: UTF8.self).contains("<form method=\"post\">"))
            #expect(try await kiosk.curl.send(CurlRequest("HEAD", browsed)).status == 200)
            #expect(try await state(kiosk, subjects[0]) == "pending")
            #expect(try await kiosk.curl.send(CurlRequest("POST", browsed, headers: html, body: .bytes([]))).status == 200)
            #expect(try await state(kiosk, subjects[0]) == "confirmed")
            let fetched = try await link + #require(codes(portal.home, to: "a1@example.vn").first)
            #expect(try await kiosk.curl.send(CurlRequest("GET", fetched)).status == 200)
            #expect(try await state(kiosk, subjects[1]) == "confirmed")
        }
    }
}
