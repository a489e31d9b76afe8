import Dossiers
import DurableFiles
import Foundation

/// The calendars by which this portal reckons appointments: one file for each year that is known.
enum CalendarFolder {
    /// Far more than a year's days.
    private static let largest = 1 << 20
    /// More years than anybody announces.
    private static let mostFiles = 200

    /// The calendars of the folder that the settings name; else of `calendars` in the portal's home, or of those that came with the program;
    /// else none: every year is then missing, and appointments say so.
    /// - Throws: `PortalError` with 78: a calendar that is wrong would make appointments that are wrong without a sign.
    static func find(setting: String?, home: String) throws(PortalError) -> WorkingCalendar {
        if let setting { return try load(setting) }
        let candidates = [home + "/calendars"] + ShippedFile.places("calendars")
        guard let folder = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else { return .weekendsOnly }
        return try load(folder)
    }

    static func load(_ folder: String) throws(PortalError) -> WorkingCalendar {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw PortalError(
                78, type: "calendars-missing", vi: "Không đọc được thư mục lịch nghỉ (khóa calendars).",
                en: "The folder of calendars cannot be read (setting: calendars).", field: "calendars")
        }
        var years: [CalendarYear] = []
        for name in names.filter({ $0.hasSuffix(".json") }).sorted().prefix(mostFiles) {
            years.append(try year(folder + "/" + name, name))
        }
        do throws(DomainError) {
            return try WorkingCalendar(years)
        } catch {
            throw wrong(folder, error.detail)
        }
    }

    private static func year(_ path: String, _ name: String) throws(PortalError) -> CalendarYear {
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try SmallFile.read(path, limit: largest)
        } catch {
            throw wrong(name, error.description)
        }
        do throws(DomainError) {
            return try CalendarYear.load(json: Data(bytes))
        } catch {
            throw wrong(name, [error.field, error.detail].filter { !$0.isEmpty }.joined(separator: ": "))
        }
    }

    /// A calendar holds no personal data: what is wrong in it is told.
    private static func wrong(_ name: String, _ detail: String) -> PortalError {
        PortalError(
            78, type: "calendar-invalid", vi: "Lịch nghỉ sai trong \(name): \(detail)",
            en: "Wrong calendar in \(name): \(detail)",
            field: "calendars")
    }
}
