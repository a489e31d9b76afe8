/// Amounts of đồng as people read them.
package enum Money {
    /// `1.500.000 đ`, with a plain space. By hand, since the machine's locale data would put a no-break space and ₫ (domain.md, 9).
    package static func format(_ amount: Int) -> String {
        var digits = String(amount.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(digits, at: 0)
        return (amount < 0 ? "-" : "") + groups.joined(separator: ".") + " đ"
    }
}
