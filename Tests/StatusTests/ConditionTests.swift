import Status
import SyncProtocol
import Testing

struct ConditionTests {
    private let now = Timestamp(seconds: 1_800_000_000)

    private func codes(_ change: (inout ConditionFacts) -> Void) -> [Condition.Code] {
        var facts = ConditionFacts(now: now)
        facts.link = "online"
        change(&facts)
        return Conditions.evaluate(facts).map(\.code)
    }

    @Test func `a healthy kiosk has nothing to say`() {
        #expect(codes { $0.freeBytes = 5_000_000_000 } == [])
    }

    @Test func `what waits long is told, but not when the link is down`() {
        let old = now + .seconds(-100_000)
        #expect(
            codes {
                $0.counts.waiting = 2; $0.oldestWaitingAt = old
            } == [.waitingLong])
        #expect(
            codes {
                $0.counts.waiting = 2; $0.oldestWaitingAt = old; $0.link = "no-link"
            } == [.noLink])
        #expect(
            codes {
                $0.counts.waiting = 2; $0.oldestWaitingAt = now
            } == [])
        #expect(
            codes {
                $0.counts.held = 2; $0.oldestWaitingAt = old
            } == [.held])
    }

    @Test func `the watchdog speaks after twice the longest pause`() {
        let due = now + .seconds(-601)
        #expect(codes { $0.dueSince = due } == [.nothingTried])
        #expect(codes { $0.dueSince = now + .seconds(-600) } == [])
        #expect(
            codes {
                $0.dueSince = due; $0.lastAttemptAt = now + .seconds(-30)
            } == [])
        #expect(
            codes {
                $0.dueSince = due; $0.sendsByItself = false
            } == [])
        #expect(
            codes {
                $0.dueSince = due; $0.link = "revoked"
            } == [.revoked])
    }

    @Test func `what a person must do comes first`() {
        let found = codes {
            $0.link = "captive-portal"
            $0.counts.conflict = 1
            $0.files.quarantined = 2
            $0.counts.held = 1
        }
        #expect(found == [.conflicts, .quarantinedFiles, .captivePortal, .held])
    }

    @Test func `a restored portal is told for some days, and until all is offered again`() {
        func told(_ days: Int64, offering: Bool = false) -> [Condition.Code] {
            codes {
                $0.portalRestoredAt = now + .seconds(-86_400 * days)
                $0.portalForgot = 2
                $0.offersAgain = offering
            }
        }
        #expect(told(2) == [.portalRestored] && told(4) == [] && told(4, offering: true) == [.portalRestored])
    }

    @Test func `a disk is low before it is full`() {
        #expect(codes { $0.freeBytes = 400_000_000 } == [.diskLow])
        #expect(codes { $0.freeBytes = 10_000_000 } == [.diskFull])
    }

    @Test(arguments: [(-119.0, false), (119, false), (120, true), (-3600, true), (.nan, false)])
    func `a clock is wrong from two minutes on, either way`(skew: Double, wrong: Bool) {
        #expect(codes { $0.clockSkewSeconds = skew } == (wrong ? [.clockWrong] : []))
    }

    @Test(arguments: Language.allCases)
    func `every condition reads whole and names a command`(language: Language) {
        var facts = ConditionFacts(now: now)
        facts.counts.conflict = 1
        facts.counts.rejected = 2
        facts.counts.quarantined = 1
        facts.counts.held = 1
        facts.counts.waiting = 1
        facts.files.quarantined = 1
        facts.oldestWaitingAt = now + .seconds(-200_000)
        facts.clockSkewSeconds = 300
        facts.freeBytes = 1
        facts.portalRestoredAt = now
        facts.portalForgot = 3
        facts.dueSince = now + .seconds(-10_000)
        for link in [
            "not-enrolled", "revoked", "agent-too-old", "wrong-server", "captive-portal", "no-link", "portal-error", "online",
        ] {
            facts.link = link
            for condition in Conditions.evaluate(facts) {
                let attention = condition.attention(in: language)
                #expect(!attention.text.contains { "{}[]…".contains($0) }, "\(attention.text)")
                #expect(!attention.command.isEmpty)
            }
        }
    }

    @Test func `an operation that needs a person says what, why and how`() throws {
        let item = try #require(
            StatusReport.Attention.operation(id: "018f", type: "account.put", state: "rejected", reason: "invalid-body", in: .en))
        #expect(item.text.hasPrefix("Refused by the portal (account). ") && item.command == "kiosk queue why 018f")
        #expect(StatusReport.Attention.operation(id: "1", type: "account.put", state: "waiting", reason: nil, in: .vi) == nil)
    }
}
