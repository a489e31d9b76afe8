import Dossiers
import Status

extension CatalogueProblem {
    /// For a person, in `language`. A catalogue holds no personal data, so that its words may be shown.
    func text(in language: Language) -> String {
        let (word, path) = fault.word
        return Texts.catalogueFault(word, path: path, row: row, in: language)
    }
}
