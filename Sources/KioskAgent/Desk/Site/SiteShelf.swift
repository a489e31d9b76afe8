import Dossiers
import DurableFiles
import Foundation
import Status
import Synchronization

/// Reads a site's files, when they are first needed and once.
final class SiteShelf: Sendable {
    /// Far more than a year's days, or a country's communes.
    private static let largest = 8 << 20

    private let calendars: String?
    private let communes: String?
    private let held = Mutex<Site?>(nil)

    /// The folders of the settings, else those that came with the program.
    init(_ desk: KioskSettings.Desk) {
        calendars = desk.calendars ?? ShippedFile.path("calendars")
        communes = desk.communes ?? ShippedFile.path("sites")
    }

    func current() -> Site {
        held.withLock { held in
            if let held { return held }
            var site = Site()
            do throws(KioskProblem) {
                if let calendars { site.calendar = try Self.calendar(calendars) }
            } catch {
                site.problems.append(error)
            }
            do throws(KioskProblem) {
                if let communes { site.communes = try Self.communes(communes) }
            } catch {
                site.problems.append(error)
            }
            held = site
            return site
        }
    }

    private static func calendar(_ folder: String) throws(KioskProblem) -> WorkingCalendar {
        var years: [CalendarYear] = []
        for file in try files(folder, ending: ".json") {
            do throws(DomainError) {
                years.append(try CalendarYear.load(json: Data(file.bytes)))
            } catch {
                throw wrong(file.name, error)
            }
        }
        do throws(DomainError) {
            return try WorkingCalendar(years)
        } catch {
            throw wrong(folder, error)
        }
    }

    private static func communes(_ folder: String) throws(KioskProblem) -> CommuneRegister? {
        let files = try files(folder, ending: "communes.json")
        guard !files.isEmpty else { return nil }
        do throws(DomainError) {
            return try CommuneRegister.load(files.map { Data($0.bytes) })
        } catch {
            throw wrong(files.map(\.name).joined(separator: ", "), error)
        }
    }

    private static func files(_ folder: String, ending: String) throws(KioskProblem) -> [(name: String, bytes: [UInt8])] {
        do throws(DataFolderError) {
            return try DataFolder.files(in: folder, ending: ending, limit: largest)
        } catch {
            throw KioskProblem(.siteDataInvalid, ["file": error.file ?? folder, "detail": error.detail])
        }
    }

    /// These files hold no personal data: what is wrong in them is told.
    private static func wrong(_ name: String, _ error: DomainError) -> KioskProblem {
        KioskProblem(
            .siteDataInvalid,
            ["file": name, "detail": [error.field, error.detail].filter { !$0.isEmpty }.joined(separator: ": ")])
    }
}
