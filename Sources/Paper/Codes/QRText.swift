/// A QR code as text for a terminal: each character is two modules, one above the other, so that it stays square and
/// fits 80 columns.
package enum QRText {
    /// How dark becomes dark and light light: a scanner wants dark modules on a light ground.
    package enum Screen: Sendable, Hashable, CaseIterable {
        /// Sets black on white with ANSI escapes, whatever the terminal's own colours are.
        case colours
        /// Without escapes on a terminal with dark letters on a light ground, and on paper.
        case lightGround
        /// Without escapes on a terminal with light letters on a dark ground.
        case darkGround
    }

    /// The same in ASCII, a module as wide as it is high: two signs each. Without escapes the terminal is taken for one of light letters on
    /// a dark ground. The quiet zone is as narrow as scanners take it, since such a picture is wide.
    package static func plainLines(_ text: String, colours: Bool) throws(CodeError) -> [String] {
        let symbol = try CodeSymbol.qr(text)
        let quiet = 2
        return (-quiet..<symbol.height + quiet).map { row in
            let modules = (-quiet..<symbol.width + quiet).map { symbol.isDark(row: row, column: $0) == colours ? "##" : "  " }
                .joined()
            return colours ? "\u{1B}[30;107m" + modules + "\u{1B}[0m" : modules
        }
    }

    /// The lines of the code of `text` with its quiet zone, without line breaks. Throws `CodeError`.
    package static func lines(_ text: String, on screen: Screen) throws(CodeError) -> [String] {
        let symbol = try CodeSymbol.qr(text)
        let quiet = CodeSymbol.qrQuietZone
        // An odd number of rows ends in a half line: one row of quiet zone more makes it whole.
        return stride(from: -quiet, to: symbol.height + quiet, by: 2).map { row in
            let modules = (-quiet..<symbol.width + quiet).map { column in
                character(
                    upper: symbol.isDark(row: row, column: column) != (screen == .darkGround),
                    lower: symbol.isDark(row: row + 1, column: column) != (screen == .darkGround))
            }
            return screen == .colours ? "\u{1B}[30;107m" + String(modules) + "\u{1B}[0m" : String(modules)
        }
    }

    private static func character(upper: Bool, lower: Bool) -> Character {
        switch (upper, lower) {
        case (true, true): "█"
        case (true, false): "▀"
        case (false, true): "▄"
        case (false, false): " "
        }
    }
}
