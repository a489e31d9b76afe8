import ArgumentParser
import KioskAgent
import Status

/// What is to become of scans among the files that a command takes in.
struct ScanOptions: ParsableArguments {
    @Option(
        help: help(
            "Với bản quét BMP, TIFF: keep giữ nguyên; pdf đổi thành PDF gồm các trang JPEG; ask hỏi lại.",
            "Of scans in BMP or TIFF: keep leaves them as they are; pdf turns them into a PDF of JPEG pages; ask asks.",
            value: "ask|keep|pdf"))
    var scans: String?

    /// `nil` for what the settings say. Throws `KioskProblem`.
    func wish() throws -> KioskSettings.Scans? {
        try scans.map { word in
            guard let wish = KioskSettings.Scans(rawValue: word) else {
                throw KioskProblem(.invalidValue, field: "scans", ["known": "ask, keep, pdf"])
            }
            return wish
        }
    }
}
