/// Finds the name that a person most likely meant.
package enum NearestName {
    /// The candidate with the smallest edit distance to `name`, or `nil` when even that one is too far off to be a slip
    /// (more than a third of the longer name, and more than two). Ties go to the first in alphabetical order.
    package static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
        let given = Array(name.lowercased().unicodeScalars.prefix(longest))
        var best: (distance: Int, name: String)?
        for candidate in candidates.sorted() {
            let known = Array(candidate.lowercased().unicodeScalars.prefix(longest))
            let distance = distance(given, known)
            guard distance <= max(2, max(given.count, known.count) / 3), distance < max(given.count, known.count) else {
                continue
            }
            if distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.name
    }

    /// Names longer than this are compared by their start: the work stays small whatever a file holds.
    private static let longest = 64

    /// Edits between two texts: insert, delete, replace, or swap two neighbours (optimal string alignment).
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, beforeLast[j - 2] + 1) }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
