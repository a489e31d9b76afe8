import Dossiers
import DurableFiles
import Foundation

/// The calendars by which this portal reckons appointments: one file for each year that is known.
enum CalendarFolder {
    /// Far more than a year's days.
    private static let largest = 1 << 20

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
        let files: [(name: String, bytes: [UInt8])]
        do throws(DataFolderError) {
            files = try DataFolder.files(in: folder, ending: ".json", limit: largest)
        } catch {
            if let name = error.file { throw wrong(name, error.detail) }
            throw PortalError(
                78, type: "calendars-missing", vi: "Không đọc được thư mục lịch nghỉ (khóa calendars).",
                en: "The folder of calendars cannot be read (setting: calendars).", field: "calendars")
        }
        var years: [CalendarYear] = []
        for file in files {
            do throws(DomainError) {
                years.append(try CalendarYear.load(json: Data(file.bytes)))
            } catch {
                throw wrong(file.name, [error.field, error.detail].filter { !$0.isEmpty }.joined(separator: ": "))
            }
        }
        do throws(DomainError) {
            return try WorkingCalendar(years)
        } catch {
            throw wrong(folder, error.detail)
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
