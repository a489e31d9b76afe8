/// How the story of some seeds begins: what a handful of events drawn one by one would hardly ever come to.
enum Prologue: Sendable, Hashable, CaseIterable {
    /// A dossier with a paper is received, and the office asks for more papers, or for a fee.
    case papers, fee
    /// A received dossier has a result, or is taken away.
    case result, removal
    /// Two people change one field, each without the other's knowledge.
    case disagreement
    /// Somebody is registered whom the portal knows.
    case stranger
    /// The portal refuses what could have been done.
    case refusal
    /// An address to which the portal writes a mail.
    case mail

    static func drawn(_ random: inout Seeded) -> Prologue? {
        random.weighted([
            (44, nil), (10, .papers), (9, .fee), (5, .result), (5, .removal), (11, .disagreement), (5, .stranger), (6, .refusal),
            (5, .mail),
        ])
    }

    /// What clerks may well do next.
    var leadsTo: Set<Deed> {
        switch self {
        case .papers: [.supplement, .attach, .readNotice]
        case .fee: [.pay, .readNotice]
        case .result: [.readNotice, .withdraw]
        case .removal: [.withdraw, .editDossier, .resolve]
        case .disagreement: [.resolve, .undo]
        case .stranger: [.editPerson, .newDossier, .resolve]
        case .refusal: [.requeue, .retry, .drop, .editPerson]
        case .mail: [.confirmMail]
        }
    }
}

extension Draft {
    mutating func prologue(_ which: Prologue) -> [Event] {
        switch which {
        case .papers:
            received() + [.office(.askForPapers(pick: big()), inFlightOf: nil), .wait(.seconds(1000))]
                + [desk(.supplement(pick: big(), paper: big()))]
        case .fee:
            received() + [.office(.askForFee(pick: big()), inFlightOf: nil), .wait(.seconds(1000))] + [desk(.pay(pick: big()))]
        case .result:
            received() + [
                .office(.advance(pick: big()), inFlightOf: nil), .office(.giveResult(pick: big(), n: fresh()), inFlightOf: nil),
                .wait(.seconds(1000)),
            ]
        case .removal: received() + [.office(.removeDossier(pick: big()), inFlightOf: 0), desk(.withdraw(pick: big()))]
        case .disagreement: disagreement()
        case .stranger:
            [
                .office(
                    .addAccount(identity: 1, name: random.below(3), isOurs: random.chance(50), n: fresh()), inFlightOf: nil),
                desk(.addAccount(identity: 1, name: random.below(3), n: fresh())),
                desk(.newDossier(owner: big(), n: fresh())), desk(.submit(pick: big())), .wait(.seconds(40)),
            ]
        case .refusal:
            [
                .portal(.refuseNext("invalid-body")), desk(.addAccount(identity: 2, name: 0, n: fresh())),
                desk(.newDossier(owner: big(), n: fresh())), desk(.submit(pick: big())), .wait(.seconds(40)),
                desk(.requeue(pick: big())),
            ]
        case .mail:
            [
                desk(.addAccount(identity: 3, name: 1, n: withAddress())), .wait(.seconds(40)),
                desk(.confirmMail(pick: big(), isRight: random.chance(70))),
            ]
        }
    }

    /// A number that brings an address along, see `World.perform`.
    private mutating func withAddress() -> Int {
        var n = fresh()
        while n % 3 != 1 { n = fresh() }
        return n
    }

    /// A dossier with a paper, which the portal has received.
    private mutating func received() -> [Event] {
        [
            desk(.addAccount(identity: random.below(3), name: 0, n: fresh())), desk(.newDossier(owner: big(), n: fresh())),
            desk(.attach(pick: big(), paper: big(), component: 0)), desk(.submit(pick: big())), .wait(.seconds(400)),
        ]
    }

    private mutating func disagreement() -> [Event] {
        let field = random.below(4)
        let other: Event =
            kiosks > 1 && random.chance(60)
            ? .clerk(1, .editAccount(pick: big(), field: field, n: fresh()), inFlight: false)
            : .office(.editAccount(pick: big(), field: field, n: fresh()), inFlightOf: nil)
        return [
            desk(.addAccount(identity: 1, name: 0, n: fresh())), .wait(.seconds(1000)), .partition(0, .seconds(300)),
            desk(.editAccount(pick: big(), field: field, n: fresh())), other, .wait(.seconds(1000)),
            desk(.resolve(pick: big(), how: random.below(3), n: fresh())),
        ] + (random.chance(40) ? [.wait(.seconds(40)), desk(.undo(pick: big()))] : [])
    }
}

private func desk(_ action: ClerkAction) -> Event { .clerk(0, action, inFlight: false) }
