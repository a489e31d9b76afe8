import SyncProtocol

/// A page for people: small, without scripts, readable on an old telephone.
package struct Page: Sendable {
    /// The HTTP status.
    package var status: Int
    package var language: PageLanguage
    package var title: String
    package var content: [HTML]
    /// Whether it has a form, which may only go back to us.
    package var hasForm = false

    /// The whole document.
    package var markup: String {
        let head = tag(
            "head", [],
            [
                tag("meta", [("charset", "utf-8")]),
                tag("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
                tag("meta", [("name", "robots"), ("content", "noindex")]), tag("title", [], [.text(title)]),
                tag("style", [], [.text(Self.style)]),
            ])
        let body = tag("body", [], [tag("main", [], [tag("h1", [], [.text(title)])] + content)])
        return "<!DOCTYPE html>\n" + tag("html", [("lang", language.rawValue)], [head, body]).markup + "\n"
    }

    /// Nothing in it needs escaping.
    private static let style = """
        body{font:1.05rem/1.5 system-ui,sans-serif;margin:0;background:#f4f4f0;color:#1c1c1c}\
        main{max-width:38rem;margin:0 auto;padding:1.5rem;background:#fff;min-height:100vh;box-sizing:border-box}\
        h1{font-size:1.35rem}.now{font-size:1.2rem;font-weight:600;margin:.5rem 0 1rem}\
        button{font:inherit;padding:.6rem 1.4rem}dt{color:#555}dd{margin:0 0 .6rem}ol{padding-left:1.2rem}li{margin-bottom:.5rem}time{color:#555}
        """

    /// What the page may do in a browser: show itself, and nothing else.
    package var policy: String {
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action \(hasForm ? "'self'" : "'none'"); frame-ancestors 'none'"
    }
}

/// The languages of the pages.
package enum PageLanguage: String, Sendable, CaseIterable {
    case vi, en

    func pick(_ vi: String, _ en: String) -> String { self == .vi ? vi : en }
}

/// Times as people in Việt Nam read them.
enum PageTime {
    /// `24/11/2026 14:05`, UTC+7; the text itself where it is no time.
    static func text(_ moment: String) -> String {
        guard let time = Timestamp(moment) else { return moment }
        let local = (time + .seconds(7 * 3600)).description
        let parts = local.split(separator: "T")
        let day = parts[0].split(separator: "-").reversed().joined(separator: "/")
        return parts.count > 1 ? "\(day) \(parts[1].prefix(5))" : day
    }
}
