import DurableFiles
import Foundation
import Glibc
import Testing

@Suite struct IncomingFileTests {
    private func failure(_ path: String, limit: Int64 = .max) -> IncomingFileError? {
        do throws(IncomingFileError) {
            _ = try IncomingFile(path, limit: limit)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a file comes out as it is`() async throws {
        try await withTemporaryFolder { folder in
            let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try folder.write(bytes, as: "scan.tif")
            var file = try IncomingFile(folder.path(of: "scan.tif"))
            #expect(file.size == 200_000)
            for _ in 1...2 {
                var read: [UInt8] = []
                while let chunk = try file.next() {
                    #expect(chunk.count <= IncomingFile.chunkSize)
                    read += chunk
                }
                #expect(read == bytes)
                try file.rewind()
            }
        }
    }

    @Test func `a missing file, a folder and a file in place of a folder are told apart`() async throws {
        try await withTemporaryFolder { folder in
            #expect(failure(folder.path(of: "none")) == .missing)
            #expect(failure(folder.path) == .isDirectory)
            try folder.write([1], as: "file")
            #expect(failure(folder.path(of: "file/inside")) == .missing)
            #expect(failure(folder.path(of: "file\u{0}more")) == .missing)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a FIFO without a writer is refused at once`() async throws {
        try await withTemporaryFolder { folder in
            #expect(unsafe mkfifo(folder.path(of: "fifo"), 0o600) == 0)
            #expect(failure(folder.path(of: "fifo")) == .notRegular)
        }
    }

    @Test func `a device is not a file`() {
        #expect(failure("/dev/zero") == .notRegular)
    }

    @Test func `symbolic links are followed unless they lead in a circle`() async throws {
        try await withTemporaryFolder { folder in
            try folder.write([1, 2, 3], as: "file")
            #expect(unsafe symlink("file", folder.path(of: "link")) == 0)
            #expect(failure(folder.path(of: "link")) == nil)
            #expect(unsafe symlink("b", folder.path(of: "a")) == 0)
            #expect(unsafe symlink("a", folder.path(of: "b")) == 0)
            #expect(failure(folder.path(of: "a")) == .symlinkLoop)
        }
    }

    @Test func `an empty file and one that is too large are refused`() async throws {
        try await withTemporaryFolder { folder in
            try folder.write([], as: "empty")
            #expect(failure(folder.path(of: "empty")) == .empty)
            try folder.write([1, 2, 3, 4], as: "four")
            #expect(failure(folder.path(of: "four"), limit: 4) == nil)
            #expect(failure(folder.path(of: "four"), limit: 3) == .tooLarge(limit: 3))
        }
    }

    @Test func `a file that its owner closed to us is not allowed`() async throws {
        // The superuser may read everything, so the rule shows in the errno alone.
        try await withTemporaryFolder { folder in
            try folder.write([1], as: "closed", mode: 0o000)
            #expect(failure(folder.path(of: "closed")) == (getuid() == 0 ? nil : .notAllowed))
        }
    }

    enum Meddling: CaseIterable { case grow, shrink, rewrite, replace, remove }

    @Test(arguments: Meddling.allCases)
    func `a file that changes while it is read is refused`(meddling: Meddling) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.path(of: "scan")
            try folder.write([UInt8](repeating: 7, count: 150_000), as: "scan")
            // An old time: a change within the clock's tick of the first look would not show otherwise.
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: path)
            var file = try IncomingFile(path)
            _ = try file.next()
            switch meddling {
            case .grow:
                let handle = try #require(FileHandle(forWritingAtPath: path))
                try handle.seekToEnd()
                try handle.write(contentsOf: Data([1]))
                try handle.close()
            case .shrink: #expect(unsafe truncate(path, 100_000) == 0)
            case .rewrite:
                let handle = try #require(FileHandle(forWritingAtPath: path))
                try handle.write(contentsOf: Data([9]))
                try handle.close()
            case .replace: try folder.write([UInt8](repeating: 7, count: 150_000), as: "scan")
            case .remove: try folder.remove("scan")
            }
            #expect(throws: IncomingFileError.changed) {
                while try file.next() != nil {}
            }
        }
    }
}
