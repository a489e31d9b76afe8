import DurableFiles
import Glibc

/// The program's own code in memory.
///
/// Starting, and each request, run through code that is not needed again for a long time, and Linux brings 64 KiB in around each page that is
/// touched: more than half of what an idle agent holds. Pages of code are as they are on the disk, so giving them back costs nothing but a
/// look into the page cache when one of them is wanted again.
struct ProgramPages: Sendable {
    /// From the first use until what it brought in is given back, so that a busy desk has that done twice a minute at most.
    static let patience = Duration.seconds(30)

    private let uses: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    /// The start counts as a use.
    init() {
        (uses, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        used()
    }

    func used() { bell.yield() }

    /// Gives back what was brought in, some time after each use; an agent that nobody uses is not woken for it. Ends with the task.
    func releaseAfterUse(_ clock: any EngineClock) async {
        for await _ in uses {
            guard (try? await clock.sleep(for: Self.patience)) != nil else { return }
            Self.release()
        }
    }

    /// Gives back what of the code is in memory. Does nothing where the kernel does not tell the mappings.
    static func release() {
        guard let listing = try? SmallFile.read("/proc/self/smaps", limit: 4 << 20) else { return }
        var code: Range<UInt>?
        for line in listing.split(separator: UInt8(ascii: "\n")) {
            if let mapping = Mapping(line) {
                code = mapping.isCode ? mapping.addresses : nil
            } else if let addresses = code, let dirty = kilobytes(line, of: "Private_Dirty:") {
                // Code that was written to, as a debugger does, is on no disk.
                if dirty == 0, let start = unsafe UnsafeMutableRawPointer(bitPattern: addresses.lowerBound) {
                    // SAFETY: a mapping of this program, whose pages the kernel reads from its file again when they are touched.
                    unsafe madvise(start, addresses.count, MADV_DONTNEED)
                }
                code = nil
            }
        }
    }

    /// The first line of a mapping: `start-end perms offset device inode path`.
    struct Mapping {
        var addresses: Range<UInt>
        /// Of a file, to be read and run, and not to be written.
        var isCode: Bool

        init?(_ line: ArraySlice<UInt8>) {
            let parts = line.split(separator: UInt8(ascii: " "))
            guard parts.count >= 5 else { return nil }
            let ends = parts[0].split(separator: UInt8(ascii: "-")).map { UInt(String(decoding: $0, as: UTF8.self), radix: 16) }
            guard ends.count == 2, let start = ends[0], let end = ends[1], start < end else { return nil }
            addresses = start..<end
            isCode = parts[1].elementsEqual("r-xp".utf8) && parts.count > 5 && parts[5].first == UInt8(ascii: "/")
        }
    }

    private static func kilobytes(_ line: ArraySlice<UInt8>, of name: String) -> Int? {
        guard line.starts(with: name.utf8) else { return nil }
        let parts = line.split(separator: UInt8(ascii: " "))
        return parts.count > 1 ? Int(String(decoding: parts[1], as: UTF8.self)) : nil
    }
}
