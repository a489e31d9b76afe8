import KioskAgent
import Paper
import Status
import SyncProtocol

extension KioskProblem {
    /// Why a form was not printed.
    init(form error: FormError) {
        switch error {
        case .missing(let field): self.init(.formValueMissing, ["name": field.rawValue])
        // Codes show what the portal gave; one that no code can show is no official code.
        case .code: self.init(.formValueMissing, ["name": FormField.dossierCode.rawValue])
        case .paper(let error): self.init(paper: error)
        }
    }

    /// The first thing that is wrong with a template.
    init(template error: FormTemplateError) {
        guard let first = error.problems.first else {
            self.init(.formInvalid)
            return
        }
        if let setting = first.asSetting {
            self.init(setting, file: error.file)
            kind = .formInvalid
            field = nil
            return
        }
        let words = Self.words(first.kind)
        var parameters = ["key": first.key, "detail": words[.en], "detail_vi": words[.vi]]
        parameters["file"] = error.file
        parameters["line"] = first.line.map { String($0) }
        parameters["nearest"] = first.nearest
        self.init(.formInvalid, parameters)
    }

    private static func words(_ kind: FormProblem.Kind) -> Text {
        switch kind {
        case .setting: Text(vi: "giá trị sai", en: "a wrong value")
        case .unknownField(let name): Text(vi: "không có trường \(name)", en: "\(name) is no field")
        case .rowFieldOutsideTable(let name):
            Text(vi: "\(name) chỉ dùng được trong cột của bảng", en: "\(name) has a value in the columns of its own table only")
        case .forbiddenField(let name): Text(vi: "\(name) không được có trên mẫu này", en: "\(name) may not stand on this form")
        case .forbiddenMotto: Text(vi: "mẫu này không được có quốc hiệu", en: "the national motto may not stand on this form")
        case .openPlaceholder:
            Text(vi: "dấu ngoặc nhọn kép chưa đóng hoặc chưa mở", en: "double braces that are not closed or not opened")
        }
    }
}

extension FormTemplate {
    /// The template of the desk's folder of forms. Throws `KioskProblem`.
    static func ofDesk(_ kind: FormKind, in folder: String) throws(KioskProblem) -> FormTemplate {
        do throws(FormTemplateError) {
            return try FormTemplate.read(kind, in: folder)
        } catch {
            throw KioskProblem(template: error)
        }
    }
}

extension FormPDF {
    /// The form, made now. Throws `KioskProblem`.
    static func ofDesk(_ template: FormTemplate, _ values: FormValues, now: Timestamp) throws(KioskProblem) -> FormPDF {
        do throws(FormError) {
            return try FormPDF(template, values, madeAt: Timestamp(seconds: now.milliseconds / 1000).description)
        } catch {
            throw KioskProblem(form: error)
        }
    }
}
