import Foundation

/// What came with the programs (`kiosk-config/`): beside a build tree's binary, or where an administrator or `make install` put it.
package enum ShippedFile {
    /// The places in which `name`, such as `catalogue/procedures.json`, may be, the first one first: each folder from the program's own
    /// upwards, then the machine's.
    package static func places(_ name: String) -> [String] {
        var places: [String] = []
        if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
            var folder = Substring(program)
            while let slash = folder.lastIndex(of: "/"), folder.count > 1 {
                folder = folder[..<slash]
                places.append("\(folder)/kiosk-config/\(name)")
            }
        }
        return places + ["/etc/kiosk/\(name)", "/usr/share/commune-kiosk/\(name)"]
    }

    /// The first of the places that has a file or a folder of that name.
    package static func path(_ name: String) -> String? {
        places(name).first { FileManager.default.fileExists(atPath: $0) }
    }
}
