import Crypto
import Dossiers
import DurableFiles
import Foundation
import SyncProtocol

/// The catalogue that this portal publishes (protocol.md, section 8), with the tag that names its content.
struct CatalogueFile: Sendable {
    let bytes: [UInt8]
    let catalogue: Catalogue
    /// Rows that are wrong and are left out here and at every kiosk.
    let problems: [CatalogueProblem]
    /// The digest of the content; `ETag` has it in quotes.
    let tag: String

    private static let largest = 32 << 20

    /// The catalogue that the settings name; else that in the portal's home, that which came with the program.
    /// - Throws: `PortalError` with 78.
    static func find(setting: String?, home: String) throws(PortalError) -> CatalogueFile {
        if let setting { return try load(setting) }
        let candidates = [home + "/catalogue.json"] + ShippedFile.places("catalogue/procedures.json")
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
            let (catalogue, problems) = try Catalogue.load(json: Data(bytes))
            return CatalogueFile(bytes: bytes, catalogue: catalogue, problems: problems, tag: Digest.sha256(bytes))
        } catch {
            throw PortalError(
                78, type: "catalogue-unreadable", vi: "Không đọc được danh mục thủ tục.",
                en: "The catalogue of procedures cannot be read (\(type(of: error))).", field: "catalogue")
        }
    }
}
