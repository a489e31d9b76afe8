/// What a procedure costs, as a rule that can be computed (protocol.md, section 8). Amounts in đồng.
package struct Fee: Codable, Sendable, Hashable {
    package enum Per: String, Codable, Sendable, Hashable, CaseIterable {
        /// Once for the matter.
        case `case`
        /// For each page of the original, each copy counted alone.
        case page
        /// For each copy.
        case copy
    }

    package var code: String
    package var title: String
    package var amount: Int
    package var per: Per
    /// How many units cost `amount`; those beyond cost `then`.
    package var first: Int?
    package var then: Int?
    /// The most that one copy (or, per case, the matter) costs.
    package var cap: Int?
    /// Who pays nothing: `merit` (families of merit), `poor`, `near-poor`, `disabled`, `elderly`, `child`, `ethnic`, `on-time`, `online`.
    package var exempt: [String]

    package init(
        code: String, title: String, amount: Int, per: Per = .case, first: Int? = nil, then: Int? = nil, cap: Int? = nil,
        exempt: [String] = []
    ) {
        self.code = code
        self.title = title
        self.amount = amount
        self.per = per
        self.first = first
        self.then = then
        self.cap = cap
        self.exempt = exempt
    }

    package init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        code = try row.decode(String.self, forKey: .code)
        title = try row.decode(String.self, forKey: .title)
        amount = try row.decode(Int.self, forKey: .amount)
        per = try row.decodeIfPresent(Per.self, forKey: .per) ?? .case
        first = try row.decodeIfPresent(Int.self, forKey: .first)
        then = try row.decodeIfPresent(Int.self, forKey: .then)
        cap = try row.decodeIfPresent(Int.self, forKey: .cap)
        exempt = try row.decodeIfPresent([String].self, forKey: .exempt) ?? []
    }

    /// What is to be paid, in đồng. Counts below zero count as none; a sum too large to hold stays at the edge.
    ///
    /// - Parameters:
    ///   - pages: pages of the original, for fees per page.
    ///   - copies: copies wanted, for fees per copy and per page.
    ///   - exemptions: the words of `exempt` that are true of the citizen.
    package func total(pages: Int = 1, copies: Int = 1, exemptions: Set<String> = []) -> Int {
        guard exemptions.isDisjoint(with: exempt) else { return 0 }
        switch per {
        case .case: return price(of: 1)
        case .copy: return price(of: max(0, copies))
        case .page: return Fee.times(price(of: max(0, pages)), max(0, copies))
        }
    }

    private func price(of count: Int) -> Int {
        let full = min(count, max(0, first ?? count))
        let sum = Fee.times(amount, full).addingReportingOverflow(Fee.times(then ?? amount, count - full))
        return min(sum.overflow ? Int.max : sum.partialValue, cap ?? Int.max)
    }

    private static func times(_ price: Int, _ count: Int) -> Int {
        let product = price.multipliedReportingOverflow(by: count)
        return product.overflow ? Int.max : product.partialValue
    }
}
