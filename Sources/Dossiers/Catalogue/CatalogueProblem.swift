/// A row of a catalogue that was left out.
package struct CatalogueProblem: Sendable, Hashable {
    /// What is wrong with a row; paths name a member of it, as in `fees.0.per`.
    package enum Fault: Sendable, Hashable {
        /// Not an object, or not to be understood at all.
        case unreadable
        case lacks(String)
        /// The member's value is of another kind than wanted, or none of the words that are known.
        case wrong(String)
        case emptyCodeOrName
        /// Other signs than letters, digits, dots and hyphens.
        case codeSigns
        case endsBeforeItBegins
        case outOfRange(String)
        case twice(String)
        /// Another row has the code for the same time.
        case codeTwice

        /// The stable word of the texts' catalogue, and the member that it is about; empty where it is about the row.
        package var word: (name: String, path: String) {
            switch self {
            case .unreadable: ("unreadable", "")
            case .lacks(let path): ("lacks", path)
            case .wrong(let path): ("wrong", path)
            case .emptyCodeOrName: ("empty", "")
            case .codeSigns: ("code-signs", "")
            case .endsBeforeItBegins: ("ends-before", "")
            case .outOfRange(let path): ("out-of-range", path)
            case .twice(let path): ("twice", path)
            case .codeTwice: ("code-twice", "")
            }
        }
    }

    /// `units`, `fields` or `procedures`.
    package let list: String
    /// The row's place in its list, from 0.
    package let index: Int
    /// The row's code, when that much could be read.
    package let code: String?
    package let fault: Fault

    /// The row as people find it: `procedures 1.001193`, or `procedures #7`, counted from 1.
    package var row: String { "\(list) \(code ?? "#\(index + 1)")" }

    /// For a log: `procedures 1.001193: lacks name`.
    package var logText: String { "\(row): " + [fault.word.name, fault.word.path].filter { !$0.isEmpty }.joined(separator: " ") }
}
