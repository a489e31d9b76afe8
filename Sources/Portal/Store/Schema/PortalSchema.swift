import GRDB
import SyncProtocol

/// The steps that make the portal's schema, in their order. A step that was ever released is never changed.
enum PortalSchema {
    /// `KPRT`: what `file(1)` and we know the store by.
    static let applicationID = 0x4B50_5254
    static let newest = 7

    /// Takes the steps that are lacking in one transaction. Throws `PortalError` for the store of a later or of another
    /// program, before anything is changed.
    static func migrate(_ database: Database) throws {
        try database.inTransaction(.immediate) {
            let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard application == applicationID || (application == 0 && version == 0 && tables == 0) else {
                throw PortalError(
                    73, type: "store-unavailable", vi: "portal.sqlite là cơ sở dữ liệu của chương trình khác.",
                    en: "portal.sqlite is a database of another program.")
            }
            guard version <= newest else {
                throw PortalError(
                    73, type: "store-newer", vi: "Dữ liệu do phiên bản mới hơn của kiosk-portal tạo ra.",
                    en: "The data was written by a newer kiosk-portal.")
            }
            if version < 1 {
                try database.execute(sql: "PRAGMA application_id = \(applicationID)")
                try M0001.apply(database)
                var random = SystemRandomNumberGenerator()
                let epoch = String(UInt32.random(in: 1 ... .max, using: &random), radix: 36)
                try database.execute(sql: "INSERT INTO meta (key, value) VALUES ('epoch', ?)", arguments: [epoch])
            }
            if version < 2 { try M0002.apply(database) }
            if version < 6 { try M0006.apply(database) }
            if version < 7 { try M0007.apply(database) }
            try database.execute(sql: "PRAGMA user_version = \(newest)")
            return .commit
        }
    }
}
