import Testing

@testable import Dossiers

@Suite struct ChargeTests {
    let copies = Fee(
        code: "ban-sao", title: "Phí", amount: 2000, per: .page, first: 2, then: 1000, cap: 200_000,
        exempt: ["poor", "merit"])

    @Test(arguments: [(5, 7_000, "7.000 đ"), (250, 200_000, "200.000 đ")])
    func `the domain's vectors come to what they say`(pages: Int, amount: Int, text: String) {
        let charge = copies.charge(pages: pages)
        #expect(charge.amount == amount)
        #expect(Money.format(charge.amount) == text)
        #expect(charge.exemptions.isEmpty)
    }

    @Test func `who pays nothing is told why`() {
        let charge = copies.charge(pages: 5, exemptions: ["poor", "online", "merit"])
        #expect(charge.amount == 0)
        #expect(charge.exemptions == ["merit", "poor"])
        #expect(
            charge.exemptions.compactMap(FeeExemption.init(rawValue:)).map(\.nameInEnglish) == [
                "Family of merit", "Poor household",
            ])
    }

    @Test func `a group that this program does not know is exempt too`() {
        let fee = Fee(code: "x", title: "X", amount: 1000, exempt: ["miners"])
        #expect(fee.charge(exemptions: ["miners"]).exemptions == ["miners"])
    }

    @Test func `a procedure's fees add up, and stay at the edge`() {
        var procedure = Procedure(code: "1.000001", name: "Một", field: "x")
        procedure.fees = [copies, Fee(code: "mot-lan", title: "Lệ phí", amount: 8000)]
        #expect(procedure.charges(pages: 5).map(\.amount) == [7000, 8000])
        #expect(procedure.charges(pages: 5).total == 15_000)
        #expect(procedure.charges(pages: 5, exemptions: ["poor"]).total == 8000)
        procedure.fees = [Fee(code: "a", title: "", amount: .max), Fee(code: "b", title: "", amount: 1)]
        #expect(procedure.charges().total == .max)
    }

    @Test func `each group has its own name in both languages`() {
        #expect(Set(FeeExemption.allCases.map(\.nameInVietnamese)).count == FeeExemption.allCases.count)
        #expect(Set(FeeExemption.allCases.map(\.nameInEnglish)).count == FeeExemption.allCases.count)
    }
}
