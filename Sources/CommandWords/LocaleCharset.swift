/// What letters a terminal can show, as its locale says.
package enum LocaleCharset {
    /// Whether the locale's characters are UTF-8. As everywhere, `LC_ALL` goes before `LC_CTYPE`, that before `LANG`, an empty one says
    /// nothing, and none at all is `C`. A locale that names no character set has its country's own: UTF-8 in Việt Nam, a set without
    /// Vietnamese letters elsewhere.
    package static func isUTF8(environment: [String: String]) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
        let name = locale.prefix { $0 != "@" }
        guard let dot = name.firstIndex(of: ".") else { return name.lowercased().hasPrefix("vi") }
        return name[dot...].lowercased().filter { $0.isLetter || $0.isNumber } == "utf8"
    }
}
