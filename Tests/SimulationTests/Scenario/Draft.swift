import Outbox

/// Draws the events. Each seed has only some kinds of faults and deeds, so that rare combinations come close together
/// (swarm testing, Groce and others, 2012).
struct Draft {
    var random: Seeded
    let kiosks: Int
    var n = 0
    /// Backups are made of the portal, and it may be restored from one.
    var hasBackups = false
    var hasDamage = false

    mutating func fresh() -> Int {
        n += 1
        return n
    }
    mutating func big() -> Int { random.below(1 << 20) }

    mutating func events() -> [Event] {
        let faults = Fault.allCases.filter { _ in random.chance(35) }
        var deeds = Set(Deed.allCases.filter { _ in random.chance(50) }).union(Deed.always)
        let isRough = random.chance(75)
        hasBackups = random.chance(15)
        hasDamage = random.chance(12)
        var events: [Event] = []
        let chosen = Prologue.drawn(&random)
        if let chosen {
            for event in prologue(chosen) {
                if isRough, random.chance(14) { events.append(trouble(faults)) }
                events.append(event)
            }
            deeds.formUnion(chosen.leadsTo)
        }
        let favoured = chosen?.leadsTo ?? []
        // Something to work with.
        for kiosk in 0..<kiosks where kiosk == 0 && chosen == nil || random.chance(60) {
            events.append(
                .clerk(
                    kiosk, .addAccount(identity: random.below(4), name: random.below(3), n: fresh()), inFlight: false))
        }
        let count = random.chance(4) ? 40 + random.below(40) : 8 + random.below(11) + events.count / 3
        while events.count < count {
            switch random.weighted([(50, 0), (12, 1), (isRough ? 22 : 3, 2), (16, 3)]) {
            case 0: events.append(clerk(deeds, favoured))
            case 1: events.append(.office(office(chosen), inFlightOf: random.chance(30) ? random.below(kiosks) : nil))
            case 2: events.append(trouble(faults))
            default:
                events.append(
                    .wait(
                        random.pick([
                            .milliseconds(50), .seconds(1), .seconds(5), .seconds(40), .seconds(400), .seconds(1200),
                        ])))
            }
        }
        return events
    }

    /// - Parameter favoured: what the beginning has made possible.
    private mutating func clerk(_ deeds: Set<Deed>, _ favoured: Set<Deed>) -> Event {
        let choices: [(Int, ClerkAction)] = [
            (10, .addAccount(identity: random.below(5), name: random.below(3), n: fresh())),
            (22, .editAccount(pick: big(), field: random.below(5), n: fresh())),
            (9, .newDossier(owner: big(), n: fresh())), (9, .submit(pick: big())),
            (9, .editPerson(pick: big(), field: random.below(3), n: fresh())),
            (4, .addOrganisation(code: random.below(3), n: fresh())),
            (6, .confirmMail(pick: big(), isRight: random.chance(80))),
            (8, .editDossier(pick: big(), n: fresh())), (5, .setDelivery(pick: big(), n: fresh())),
            (14, .attach(pick: big(), paper: big(), component: random.below(2))),
            (8, .supplement(pick: big(), paper: big())), (4, .withdraw(pick: big())), (6, .hold(pick: big())),
            (6, .release(pick: big())), (4, .retry(pick: big())), (5, .requeue(pick: big())), (4, .drop(pick: big())),
            (12, .resolve(pick: big(), how: random.below(3), n: fresh())), (6, .undo(pick: big())), (5, .sync),
            (6, .pay(pick: big())), (5, .readNotice(pick: big())),
        ]
        let drawn: [(Int, ClerkAction)] = choices.filter { deeds.contains($0.1.deed) }
            .map { (favoured.contains($0.1.deed) ? $0.0 * 5 : $0.0, $0.1) }
        let action: ClerkAction = random.weighted(drawn)
        // A person's sync waits for the exchange that is under way: it cannot come inside of one.
        return .clerk(random.below(kiosks), action, inFlight: action != .sync && random.chance(25))
    }

    private mutating func office(_ prologue: Prologue?) -> OfficeAction {
        random.weighted([
            (40, .editAccount(pick: big(), field: random.below(5), n: fresh())),
            (12, .addAccount(identity: random.below(5), name: random.below(3), isOurs: random.chance(50), n: fresh())),
            (4, .removeAccount(pick: big())), (prologue == .removal ? 20 : 3, .removeDossier(pick: big())),
            (10, .editDossier(pick: big(), n: fresh())),
            (prologue == .papers ? 40 : 18, .askForPapers(pick: big())),
            (12, .advance(pick: big())), (4, .refuse(pick: big())),
            (prologue == .fee ? 30 : 8, .askForFee(pick: big())),
            (prologue == .fee ? 25 : 5, .settle(pick: big(), isPaid: random.chance(70))),
            (prologue == .result ? 25 : 6, .giveResult(pick: big(), n: fresh())),
            (6, .moveAppointment(pick: big(), n: fresh())),
        ])
    }

    mutating func trouble(_ faults: [Fault]) -> Event {
        let kiosk = random.below(kiosks)
        if !faults.isEmpty, random.chance(60) {
            return .fault(
                kiosk,
                ArmedFault(
                    fault: random.pick(faults), place: random.below(1000),
                    retryAfter: random.pick(RetryAfterSpelling.allCases)))
        }
        return random.weighted([
            (22, .crash(kiosk, commits: random.below(12), random.chance(50) ? .before : .after)),
            (8, .crashBeforeAnswer(kiosk)),
            (7, .crashInFile(kiosk, step: random.below(9))), (6, .linkUp(kiosk)),
            (hasDamage ? 12 : 0, .damageFile(kiosk, pick: big(), how: random.below(3))),
            (hasDamage ? 10 : 0, .damageRow(kiosk, pick: big(), isSubject: random.chance(40))),
            (6, .diskFull(kiosk, commits: 1 + random.below(6))),
            (8, .partition(kiosk, .seconds(Int64(5 + random.below(600))))),
            (4, .captive(kiosk, .seconds(Int64(5 + random.below(300))))),
            (
                8,
                .clockJump(
                    kiosk,
                    random.pick([
                        .seconds(3600), .seconds(-3600), .seconds(86_400 * 400), .seconds(-1_700_000_000), .seconds(90),
                        // 2099, and before 1970 where a machine's clock ends.
                        .seconds(86_400 * 26_700), .seconds(-4_000_000_000),
                    ]))
            ),
            (5, .portal(.forgetCursors)), (4, .portal(.forgetUploads)), (4, .portal(.moveOffsets(pick: big()))),
            (4, .portal(.moveForward(pick: big()))), (4, .portal(.postponeNext(random.pick([1, 40, 900, 100_000, -5])))),
            (4, .portal(.forgetTokens)),
            (3, .portal(.revoke(kiosk))), (3, .portal(.reinstate(kiosk))),
            (hasBackups ? 14 : 0, .portal(.backup)), (hasBackups ? 16 : 0, .portal(.restore(keepsCursors: random.chance(50)))),
            (8, .portal(.refuseNext(random.pick(["invalid-body", "not-editable", "internal"])))),
        ])
    }
}
