/// Short texts of the screens: headings and parts of sentences.
package enum Labels {
    package static let justNow = Text(vi: "vừa xong", en: "just now")
    package static let ago = Text(vi: "{age} trước", en: "{age} ago")
    package static let from = Text(vi: "sau {age}", en: "in {age}")
    package static let never = Text(vi: "chưa bao giờ", en: "never")
    package static let yes = Text(vi: "có", en: "yes")
    package static let no = Text(vi: "không", en: "no")
    package static let unknown = Text(vi: "chưa rõ", en: "unknown")
}
