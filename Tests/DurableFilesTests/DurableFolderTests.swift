import Foundation
import Glibc
import Synchronization
import Testing

@testable import DurableFiles

@Suite struct DurableFolderTests {
    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func `folders are made with those above them, for the owner alone`() async throws {
        try await withTemporaryFolder { folder in
            let made = try DurableFolder.create(folder.path(of: "a/b/c"))
            #expect(try mode(made.path) == 0o700)
            #expect(try mode(folder.path(of: "a")) == 0o700)
            // Again is no error.
            #expect(try DurableFolder.create(folder.path(of: "a/b/c")).path == made.path)
        }
    }

    @Test func `a file in the place of a folder is an error`() async throws {
        try await withTemporaryFolder { folder in
            try folder.write([1], as: "file")
            #expect(throws: DurableFileError.self) { try DurableFolder.create(folder.path(of: "file")) }
            #expect(throws: DurableFileError.self) { try DurableFolder.create(folder.path(of: "file/below")) }
        }
    }

    /// In any other order a power cut can leave the name with nothing behind it, or no name at all.
    @Test func `a file's bytes are durable before it has its name, and its name before anybody is told`() async throws {
        try await withTemporaryFolder { folder in
            let steps = Steps()
            try DurableFolder(existing: folder.path, watch: { steps.add($0) }).write([1], as: "key")
            let above = try #require(folder.path.split(separator: "/").last)
            #expect(steps.lasting == [.synced("key"), .renamed("key"), .synced(String(above))])
        }
    }

    /// A device that keeps nothing refuses: whoever told of a sync without asking would not hear of it.
    @Test func `a sync is told when the disk was asked and has everything, and not before`() throws {
        let steps = Steps()
        let device = try Descriptor.open("/dev/null", O_WRONLY)
        var refusal: DurableFileError?
        do { try device.sync(path: "null", watch: { steps.add($0) }) } catch { refusal = error }
        #expect(refusal != nil && steps.lasting.isEmpty)
    }

    @Test func `a disk that is full at the first byte leaves nothing behind`() async throws {
        try await withTemporaryFolder { folder in
            let full = DurableFolder(existing: folder.path) { (step) throws(DurableFileError) in
                if case .writing(let name) = step { throw DurableFileError(.diskFull, .write, path: name) }
            }
            #expect(throws: DurableFileError.self) { try full.write([1], as: "key") }
            let left = try folder.names()
            #expect(left.isEmpty)
        }
    }

    @Test func `a file is replaced whole, and read back within a limit`() async throws {
        try await withTemporaryFolder { folder in
            try folder.write([1, 2, 3], as: "key")
            try folder.write([4, 5], as: "key")
            #expect(try folder.read("key", limit: 2) == [4, 5])
            #expect(try mode(folder.path(of: "key")) == 0o600)
            #expect(throws: DurableFileError(.tooLarge(limit: 1), .read, path: "key")) {
                try folder.read("key", limit: 1)
            }
            #expect(throws: DurableFileError(.missing, .open, path: "none")) { try folder.read("none", limit: 10) }
            #expect(try folder.names() == ["key"])
        }
    }

    @Test func `nobody sees a file before it is committed`() async throws {
        try await withTemporaryFolder { folder in
            var file = try DurableFile(in: folder)
            try file.write([1, 2])
            try file.write([3].span)
            #expect(file.count == 3)
            #expect(!folder.contains("paper"))
            #expect(try folder.abandonedFiles().count == 1)
            try file.commit(as: "paper")
            #expect(try folder.read("paper", limit: 10) == [1, 2, 3])
            #expect(try folder.abandonedFiles().isEmpty)
        }
    }

    private func writeHalf(in folder: DurableFolder) throws {
        var file = try DurableFile(in: folder)
        try file.write([1])
    }

    @Test func `a file that is not committed leaves nothing`() async throws {
        try await withTemporaryFolder { folder in
            try writeHalf(in: folder)
            #expect(try folder.names().isEmpty)
        }
    }

    @Test func `a file that cannot get its name leaves nothing`() async throws {
        try await withTemporaryFolder { folder in
            _ = try DurableFolder.create(folder.path(of: "taken"))
            #expect(throws: DurableFileError.self) { try folder.write([1], as: "taken") }
            #expect(try folder.names() == ["taken"])
        }
    }

    @Test func `a small file that is a FIFO or a folder is refused at once`() async throws {
        try await withTemporaryFolder { folder in
            #expect(unsafe mkfifo(folder.path(of: "fifo"), 0o600) == 0)
            #expect(throws: DurableFileError(.notRegular, .read, path: "fifo")) { try folder.read("fifo", limit: 1) }
            #expect(throws: DurableFileError(.isDirectory, .read, path: folder.path)) {
                try SmallFile.read(folder.path, limit: 1)
            }
        }
    }

    @Test(
        arguments: [
            (ENOSPC, .diskFull), (EDQUOT, .diskFull), (EROFS, .readOnly), (EACCES, .notAllowed), (EPERM, .notAllowed),
            (ENOENT, .missing), (EISDIR, .isDirectory), (ELOOP, .symlinkLoop), (EIO, .other(EIO)),
        ] as [(Int32, DurableFileError.Kind)])
    func `what the system says is told by kind`(code: Int32, kind: DurableFileError.Kind) {
        #expect(DurableFileError.Kind(errno: code) == kind)
    }

    @Test func `an error names the file but not the way to it`() {
        let error = DurableFileError(.diskFull, .write, path: "/home/lan/giay to/scan.pdf")
        #expect(error.description == "cannot write scan.pdf: diskFull")
    }

    @Test func `free space is a number of bytes`() async throws {
        try await withTemporaryFolder { folder in
            let free = try folder.freeBytes()
            #expect(free > 0)
            #expect(throws: DurableFileError(.missing, .inspect, path: "none")) {
                _ = try DurableFolder(existing: folder.path(of: "none")).freeBytes()
            }
        }
    }

    @Test func `renaming and removing are durable and told when impossible`() async throws {
        try await withTemporaryFolder { folder in
            try folder.write([1], as: "a")
            try folder.rename("a", to: "b")
            #expect(try folder.names() == ["b"])
            try folder.remove("b")
            try folder.remove("b")
            #expect(throws: DurableFileError(.missing, .rename, path: "b")) { try folder.rename("b", to: "c") }
        }
    }
}

private final class Steps: Sendable {
    private let steps = Mutex<[DurableStep]>([])
    /// Those that make something last.
    var lasting: [DurableStep] {
        steps.withLock { $0.filter { if case .writing = $0 { false } else { true } } }
    }
    func add(_ step: DurableStep) { steps.withLock { $0.append(step) } }
}
