import Crypto
import Dossiers
import DurableFiles
import Foundation
import SyncProtocol

/// The catalogue that this portal publishes (protocol.md, section 8), with the tag that names its content.
struct CatalogueFile: Sendable {
    let bytes: [UInt8]
    let catalogue: Catalogue
    /// The digest of the content; `ETag` has it in quotes.
    let tag: String

    private static let largest = 32 << 20
    private static let inSources = "kiosk-config/catalogue/procedures.json"
    private static let installed = "/usr/share/commune-kiosk/catalogue/procedures.json"

    /// The catalogue that the settings name; else that in the portal's home, that of the source tree which the program was
    /// built in, or the installed one.
    /// - Throws: `PortalError` with 78.
    static func find(setting: String?, home: String) throws(PortalError) -> CatalogueFile {
        if let setting { return try load(setting) }
        let candidates = [home + "/catalogue.json"] + besideProgram() + [installed]
        guard let path = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw PortalError(
                78, type: "catalogue-missing", vi: "Không tìm thấy danh mục thủ tục (khóa catalogue).",
                en: "No catalogue of procedures was found (setting: catalogue).", field: "catalogue")
        }
        return try load(path)
    }

    static func load(_ path: String) throws(PortalError) -> CatalogueFile {
        do {
            let bytes = try SmallFile.read(path, limit: largest)
            let (catalogue, _) = try Catalogue.load(json: Data(bytes))
            return CatalogueFile(bytes: bytes, catalogue: catalogue, tag: Digest.sha256(bytes))
        } catch {
            throw PortalError(
                78, type: "catalogue-unreadable", vi: "Không đọc được danh mục thủ tục.",
                en: "The catalogue of procedures cannot be read (\(type(of: error))).", field: "catalogue")
        }
    }

    /// The place in each folder from the program's own upwards.
    private static func besideProgram() -> [String] {
        guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return [] }
        var folder = program
        var paths: [String] = []
        while let slash = folder.lastIndex(of: "/"), folder.count > 1 {
            folder = String(folder[..<slash])
            paths.append(folder + "/" + inSources)
        }
        return paths
    }
}
