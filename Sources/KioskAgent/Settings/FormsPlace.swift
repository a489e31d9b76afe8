import DurableFiles
package import Status

/// What the settings say about the paper that this desk prints.
package struct FormsPlace: Sendable, Hashable {
    /// The folder of the templates: that of `desk.forms`, else that which came with the program.
    package var folder: String
    /// What people call the desk; `nil` where the settings do not say.
    package var desk: String?

    package init(folder: String, desk: String? = nil) {
        self.folder = folder
        self.desk = desk
    }
}

extension DeskOptions {
    /// Reads the settings for printing. A folder that is nowhere is told by whoever reads a template in it.
    package func formsPlace() throws(KioskProblem) -> FormsPlace {
        let desk = try settings(homeFolder()).desk
        return FormsPlace(
            folder: desk.forms ?? ShippedFile.path("forms") ?? "/usr/share/commune-kiosk/forms", desk: desk.name)
    }
}
