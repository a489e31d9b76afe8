/// The two languages of every text that a person sees.
package enum Language: String, Sendable, Hashable, Codable, CaseIterable {
    case vi, en
}
