/// Why the store could not do what it was asked.
package struct OutboxError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// Another owner has the store, or a reader waited longer than the busy timeout.
        case busy
        /// The file is not a database, or its content contradicts itself.
        case corrupt
        /// A later version of the program made this store.
        case newerVersion
        /// The folder or the file may be read but not written.
        case readOnly
        case diskFull
        /// The rights of the folder or file do not let this user in.
        case notAllowed
        /// The named row is not there.
        case missing
        case other
    }

    package var code: Code
    /// For engineers; holds no personal data.
    package var detail: String

    package init(_ code: Code, detail: String = "") {
        self.code = code
        self.detail = detail
    }

    package var description: String { detail.isEmpty ? code.rawValue : "\(code.rawValue): \(detail)" }
}
