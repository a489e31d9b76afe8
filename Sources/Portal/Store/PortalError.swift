/// Why a command of the portal ended, in both languages, with the exit code of cli.md.
package struct PortalError: Error, Sendable, Hashable {
    /// 64, 65, 66, 69, 73, 77 or 78 (cli.md).
    package let exitCode: Int32
    /// A stable word for scripts, such as `store-unavailable`.
    package let type: String
    package let vietnamese: String
    package let english: String
    /// The member or option that is wrong, where one is.
    package let field: String?

    package init(_ exitCode: Int32, type: String, vi vietnamese: String, en english: String, field: String? = nil) {
        self.exitCode = exitCode
        self.type = type
        self.vietnamese = vietnamese
        self.english = english
        self.field = field
    }
}
