/// What stands on one form, already in the words and figures that are printed. A field without a value, or with an empty
/// one, is left to be filled in by hand, or left out where the template says so.
package struct FormValues: Sendable, Hashable {
    package var fields: [FormField: String]
    package var lists: [FormList: [[FormRowField: String]]]

    package init(_ fields: [FormField: String] = [:], lists: [FormList: [[FormRowField: String]]] = [:]) {
        self.fields = fields
        self.lists = lists
    }

    package subscript(field: FormField) -> String {
        get { fields[field] ?? "" }
        set { fields[field] = newValue }
    }
}

/// Why a form was not printed. The values on it are personal data and are part of none of these.
package enum FormError: Error, Sendable, Hashable {
    /// The form may not be printed without this value.
    case missing(FormField)
    /// What a code should show cannot be shown by one.
    case code(CodeError)
    case paper(PaperError)

    /// What `body` makes, its error as one of a form's.
    static func whileDrawing<Value>(_ body: () throws(PaperError) -> Value) throws(FormError) -> Value {
        do throws(PaperError) {
            return try body()
        } catch {
            throw .paper(error)
        }
    }

    /// What `body` makes, its error as one of a form's.
    static func whileEncoding(_ body: () throws(CodeError) -> CodeSymbol) throws(FormError) -> CodeSymbol {
        do throws(CodeError) {
            return try body()
        } catch {
            throw .code(error)
        }
    }
}
