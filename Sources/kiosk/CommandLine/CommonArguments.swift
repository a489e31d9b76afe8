import CommandWords

extension ArgumentOrder {
    /// The options that every command of `kiosk` has.
    static let kiosk = ArgumentOrder(
        withValue: ["--home", "--config", "--lang", "--officer"], flags: ["--json", "--khong-dau", "--ascii"])
}
