import DurableFiles
import Foundation
import KioskAgent
import Paper
import Status
import SyncProtocol

/// Photographed pages as one PDF, for the desk to take in like any paper: the photographs are in it byte for byte.
actor JoinedPages: ByteSource {
    /// Bytes handed out at a time.
    private static let chunkSize = 64 * 1024

    nonisolated let expectedSize: Int64?
    nonisolated let pages: Int
    private let bytes: [UInt8]
    private let onProgress: @Sendable (Int64) -> Void
    private var done = 0

    /// Reads all pages, each at most once, and never more than a PDF of them may have.
    ///
    /// - Parameter title: of the document, as a viewer shows it.
    /// - Throws: `KioskProblem` that names the page's file.
    init(_ paths: [String], title: String, onProgress: @escaping @Sendable (Int64) -> Void) throws(KioskProblem) {
        var photographs: [[UInt8]] = []
        var left = Int64(ScanPDF.maxBytes)
        var newest: Int64 = 0
        for path in paths {
            let photograph = try Self.read(path, limit: left)
            left -= Int64(photograph.bytes.count)
            newest = max(newest, photograph.modified)
            photographs.append(photograph.bytes)
        }
        let pdf: ScanPDF
        do throws(ScanError) {
            // The time of the newest page, not of now: the same pages then make the same paper, which is kept and sent once.
            pdf = try ScanPDF(photographs, title: title, madeAt: Timestamp(milliseconds: newest * 1000).description)
        } catch {
            throw Self.problem(error, paths)
        }
        bytes = pdf.bytes
        pages = pdf.pages
        expectedSize = Int64(pdf.bytes.count)
        self.onProgress = onProgress
    }

    func next() async throws -> [UInt8] {
        let part = Array(bytes[done..<min(done + Self.chunkSize, bytes.count)])
        done += part.count
        onProgress(Int64(done))
        return part
    }

    private static func read(_ path: String, limit: Int64) throws(KioskProblem) -> (bytes: [UInt8], modified: Int64) {
        let name = PaperFile.name(of: path)
        do throws(IncomingFileError) {
            guard limit > 0 else { throw .tooLarge(limit: Int64(ScanPDF.maxBytes)) }
            var file = try IncomingFile(path, limit: limit)
            var bytes: [UInt8] = []
            bytes.reserveCapacity(Int(file.size))
            while let part = try file.next() { bytes += part }
            return (bytes, file.modifiedSeconds)
        } catch {
            throw PaperFile.problem(error, name)
        }
    }

    private static func problem(_ error: ScanError, _ paths: [String]) -> KioskProblem {
        switch error {
        case .noPages: KioskProblem(.missingField, field: "files")
        case .page(let index, _): KioskProblem(.pageNotJoinable, field: "file", ["file": PaperFile.name(of: paths[index])])
        case .paper(let error): KioskProblem(paper: error)
        }
    }
}
