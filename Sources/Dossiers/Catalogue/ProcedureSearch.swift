/// Finds procedures by words in any order, without regard to case and diacritics, whole words and their beginnings, and by code. The
/// index is made once; a search looks at the rows that have the words, not at all of them.
package struct ProcedureSearch: Sendable {
    /// A procedure that fits, best first in a list of them.
    package struct Hit: Sendable, Hashable {
        package let procedure: Procedure
        /// Whether it is in force on the day that was asked about.
        package let isValid: Bool
    }

    private struct Posting {
        var row: Int32
        /// In the name (or the code) rather than in the words beside it.
        var isInName: Bool
    }

    private let procedures: [Procedure]
    private let names: [FoldedName]
    private let vocabulary: [String]
    private let postings: [[Posting]]

    package init(_ catalogue: Catalogue) {
        procedures = catalogue.procedures
        let fieldNames = Dictionary(
            catalogue.fields.map { ($0.code, TextRule.words(ofFolded: TextRule.fold($0.name))) },
            uniquingKeysWith: { first, _ in first })
        let oldCodes = ProcedureSearch.oldCodes(of: procedures)
        var places: [String: [Posting]] = [:]
        var names: [FoldedName] = []
        for (index, procedure) in procedures.enumerated() {
            let name = FoldedName(procedure.name)
            names.append(name)
            let key = ProcedureCode.key(procedure.code)
            let codes = [procedure.code, key] + (procedure.otherCodes ?? []) + (oldCodes[key] ?? [])
            let inName = Set(name.words).union(codes.map(TextRule.fold))
            var beside = Set(fieldNames[procedure.field] ?? [])
            beside.insert(TextRule.fold(procedure.field))
            for keyword in procedure.keywords ?? [] { beside.formUnion(TextRule.words(ofFolded: TextRule.fold(keyword))) }
            for word in inName { places[word, default: []].append(Posting(row: Int32(index), isInName: true)) }
            for word in beside.subtracting(inName) {
                places[word, default: []].append(Posting(row: Int32(index), isInName: false))
            }
        }
        self.names = names
        let words = places.keys.sorted(by: ProcedureSearch.byBytes)
        vocabulary = words
        postings = words.map { places[$0] ?? [] }
    }

    /// The codes that led to each procedure, by its key: a person who knows an old code finds what took its place, through all renumberings.
    private static func oldCodes(of procedures: [Procedure]) -> [String: [String]] {
        var successors: [String: [String]] = [:]
        for procedure in procedures {
            guard let next = procedure.replacedBy else { continue }
            successors[ProcedureCode.key(procedure.code), default: []].append(ProcedureCode.key(next))
        }
        var codes: [String: [String]] = [:]
        for procedure in procedures where procedure.replacedBy != nil {
            let own = [procedure.code] + (procedure.otherCodes ?? [])
            var reached: Set = [ProcedureCode.key(procedure.code)]
            var ahead = successors[ProcedureCode.key(procedure.code)] ?? []
            while let key = ahead.popLast() {
                guard reached.insert(key).inserted else { continue }
                codes[key, default: []] += own
                ahead += successors[key] ?? []
            }
        }
        return codes
    }

    /// The procedures that have all of `words`, best first: those that have them in their name before others, those in force before others,
    /// whole words before beginnings, the words together before scattered, short names before long ones.
    ///
    /// - Parameters:
    ///   - words: as typed; a code, with or without an agency's ending, is a word too. No words: all procedures in their order.
    ///   - day: the day on which a procedure counts as in force.
    ///   - unit: leaves out what is not offered there.
    ///   - field: leaves out other fields of work.
    package func search(
        _ words: String, on day: CivilDay, unit: String? = nil, field: String? = nil, limit: Int = 20
    ) -> [Hit] {
        let folded = TextRule.fold(words)
        let query = TextRule.words(ofFolded: folded).prefix(16)
        let found = query.isEmpty ? [:] : rows(with: Array(query))
        let indices = query.isEmpty ? Array(procedures.indices) : Array(found.keys)
        var ranked: [(row: Int, rank: Rank)] = []
        for row in indices {
            let procedure = procedures[row]
            guard procedure.units.contains(unit), field == nil || procedure.field == field else { continue }
            ranked.append((row, rank(row, found[row] ?? Match(), query: Array(query), isValid: procedure.isValid(on: day))))
        }
        ranked.sort { $0.rank < $1.rank }
        return ranked.prefix(max(0, limit)).map {
            Hit(procedure: procedures[$0.row], isValid: procedures[$0.row].isValid(on: day))
        }
    }

    // MARK: Finding

    private struct Match {
        var words = 0
        var inName = 0
        var whole = 0
    }

    /// The rows that have every word of the query, and how well.
    private func rows(with query: [String]) -> [Int: Match] {
        var matches: [Int: Match] = [:]
        for (count, word) in query.enumerated() {
            // A code with an agency's ending is looked up by its national part.
            let key = ProcedureCode.key(word)
            var best: [Int: (inName: Bool, whole: Bool)] = [:]
            for index in range(of: ProcedureCode.isPlausible(key) ? key.lowercased() : word) {
                let isWhole = vocabulary[index].utf8.count == word.utf8.count || vocabulary[index] == key
                for posting in postings[index] {
                    let row = Int(posting.row)
                    if count > 0, matches[row]?.words != count { continue }
                    let known = best[row] ?? (false, false)
                    best[row] = (known.inName || posting.isInName, known.whole || isWhole)
                }
            }
            for (row, quality) in best {
                var match = matches[row] ?? Match()
                match.words += 1
                match.inName += quality.inName ? 1 : 0
                match.whole += quality.whole ? 1 : 0
                matches[row] = match
            }
            if count > 0 || best.isEmpty { matches = matches.filter { $0.value.words == count + 1 } }
            if matches.isEmpty { return [:] }
        }
        return matches
    }

    /// The words of the vocabulary that begin with `prefix`.
    private func range(of prefix: String) -> Range<Int> {
        var low = 0
        var high = vocabulary.count
        while low < high {
            let middle = (low + high) / 2
            if ProcedureSearch.byBytes(vocabulary[middle], prefix) { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < vocabulary.count, vocabulary[end].utf8.starts(with: prefix.utf8) { end += 1 }
        return low..<end
    }

    private static func byBytes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

    // MARK: Ranking

    /// Smaller is better; earlier members count first.
    private struct Rank: Comparable {
        var isBesideName: Bool
        var isExpired: Bool
        var partialWords: Int
        var phrasePlace: Int
        var headLength: Int
        var code: String

        static func < (a: Rank, b: Rank) -> Bool {
            if a.isBesideName != b.isBesideName { return b.isBesideName }
            if a.isExpired != b.isExpired { return b.isExpired }
            if a.partialWords != b.partialWords { return a.partialWords < b.partialWords }
            let isPhrase = (a.phrasePlace == .max, b.phrasePlace == .max)
            if isPhrase.0 != isPhrase.1 { return isPhrase.1 }
            if a.headLength != b.headLength { return a.headLength < b.headLength }
            if a.phrasePlace != b.phrasePlace { return a.phrasePlace < b.phrasePlace }
            return a.code < b.code
        }
    }

    private func rank(_ row: Int, _ match: Match, query: [String], isValid: Bool) -> Rank {
        let name = names[row]
        let place = name.place(of: query)
        // Words that stand outside of the head do not profit by its shortness.
        let isInHead = (place ?? 0) + query.count <= name.headLength
        let length = isInHead ? name.headLength : name.words.count
        return Rank(
            isBesideName: match.inName < query.count, isExpired: !isValid, partialWords: query.count - match.whole,
            phrasePlace: place ?? .max, headLength: query.isEmpty ? 0 : length, code: procedures[row].code)
    }

    /// A procedure's name, folded once.
    private struct FoldedName {
        let words: [String]
        /// The number of words before "đối với" or a bracket: what the procedure is, without the cases it is for.
        let headLength: Int

        init(_ name: String) {
            let folded = TextRule.fold(name)
            words = TextRule.words(ofFolded: folded)
            let head = folded.prefix { $0 != "(" && $0 != "," && $0 != ";" }
            let headWords = TextRule.words(ofFolded: String(head))
            let pairs = zip(headWords, headWords.dropFirst())
            headLength = pairs.enumerated().first { $0.element == ("doi", "voi") }?.offset ?? headWords.count
        }

        /// Where the query's words stand together and in order, the last one as a beginning too.
        func place(of query: [String]) -> Int? {
            guard let last = query.last, query.count <= words.count else { return nil }
            return (0...(words.count - query.count)).first { start in
                words[start..<(start + query.count - 1)].elementsEqual(query.dropLast())
                    && words[start + query.count - 1].hasPrefix(last)
            }
        }
    }
}
