/// All that stands on a slip of the desk, already in words of the reader's language: the page adds nothing to it.
///
/// The slip is **not** the official "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" (Mẫu 01): it bears no national emblem words,
/// no number that could be taken for the portal's, and says on every page what it is (domain.md, 3.2).
package struct SlipContent: Sendable, Hashable {
    /// A name and what is said under it.
    package struct Fact: Sendable, Hashable {
        package var label: String
        package var value: String
        /// Whether the value is printed bold.
        package var isStrong: Bool
        package init(_ label: String, _ value: String, isStrong: Bool = false) {
            self.label = label
            self.value = value
            self.isStrong = isStrong
        }
    }

    /// One row of the table of papers.
    package struct Row: Sendable, Hashable {
        package var title: String
        /// How many originals, copies and files, as the cells show them.
        package var originals: String
        package var copies: String
        package var files: String
        /// The names of the files, one line each under the title.
        package var names: [String]
        package init(title: String, originals: String, copies: String, files: String, names: [String]) {
            self.title = title
            self.originals = originals
            self.copies = copies
            self.files = files
            self.names = names
        }
    }

    /// Who signs, and how.
    package struct Signature: Sendable, Hashable {
        package var role: String
        package var hint: String
        package init(role: String, hint: String) {
            self.role = role
            self.hint = hint
        }
    }

    /// BCP 47, such as `vi`: shapes letters as that language writes them.
    package var language: String
    /// The unit whose desk this is.
    package var issuer: String
    /// Stands at the right of the issuer: when it was printed.
    package var printed: String
    /// In a frame, large.
    package var title: String
    /// In the same frame: what the paper is not.
    package var disclaimer: String
    package var facts: [Fact]
    package var papersTitle: String
    /// The headings of number, paper, originals, copies and files.
    package var columns: [String]
    package var rows: [Row]
    package var papersNote: String
    package var nextTitle: String
    /// What happens next, paragraph by paragraph.
    package var next: [String]
    package var signatures: [Signature]
    /// At the foot of every page, before `pageWord 1/2`.
    package var footer: String
    package var pageWord: String
    /// The document's title in a viewer.
    package var documentTitle: String
    /// When it was made, ISO 8601 with offset, kept in the document.
    package var madeAt: String

    package init(
        language: String, issuer: String, printed: String, title: String, disclaimer: String, facts: [Fact], papersTitle: String,
        columns: [String], rows: [Row], papersNote: String, nextTitle: String, next: [String], signatures: [Signature],
        footer: String, pageWord: String, documentTitle: String, madeAt: String
    ) {
        self.language = language
        self.issuer = issuer
        self.printed = printed
        self.title = title
        self.disclaimer = disclaimer
        self.facts = facts
        self.papersTitle = papersTitle
        self.columns = columns
        self.rows = rows
        self.papersNote = papersNote
        self.nextTitle = nextTitle
        self.next = next
        self.signatures = signatures
        self.footer = footer
        self.pageWord = pageWord
        self.documentTitle = documentTitle
        self.madeAt = madeAt
    }
}
