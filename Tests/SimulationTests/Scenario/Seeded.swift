/// Numbers that a seed decides (SplitMix64, Steele and others, 2014).
struct Seeded: RandomNumberGenerator, Sendable {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// 0 ..< bound
    mutating func below(_ bound: Int) -> Int { bound <= 1 ? 0 : Int(next() % UInt64(bound)) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    mutating func pick<T>(_ from: [T]) -> T { from[below(from.count)] }
    /// One of `choices`, each as likely as its weight says.
    mutating func weighted<T>(_ choices: [(Int, T)]) -> T {
        var rest = below(choices.reduce(0) { $0 + $1.0 })
        for (weight, choice) in choices {
            if rest < weight { return choice }
            rest -= weight
        }
        return choices[0].1
    }
}
