import Foundation
import Status
import Testing

@testable import KioskAgent

private func answer(size: Int64) -> AttachFile.Answer {
    AttachFile.Answer(
        id: "d", sha256: "00", size: size, storedSize: size, encoding: "identity", mediaType: "image/jpeg", name: "n",
        alreadyKept: false)
}

@Suite(.timeLimit(.minutes(1))) struct SocketAttachTests {
    private let request = AttachFile(
        dossier: "0190", component: "GT-01", fileName: "Giấy & tờ + 1?.jpg", supplementRequest: "r/2", originals: 0, copies: 12)
    private let context = DeskContext(language: .vi)

    /// Reads all and counts.
    private var counting: FakeDesk {
        var desk = FakeDesk()
        desk.onAttach = { _, content, _ in
            var size: Int64 = 0
            while true {
                let piece = try await content.next()
                if piece.isEmpty { return answer(size: size) }
                size += Int64(piece.count)
            }
        }
        return desk
    }

    @Test func `names of any kind arrive as they are`() async throws {
        var desk = FakeDesk()
        desk.onAttach = { request, content, _ in
            #expect(request.fileName == "Giấy & tờ + 1?.jpg")
            #expect(request.component == "GT-01" && request.dossier == "0190" && request.supplementRequest == "r/2")
            #expect(request.originals == 0 && request.copies == 12)
            #expect(content.expectedSize == 3)
            let pieces = [try await content.next(), try await content.next()]
            #expect(pieces == [[0, 0, 0], []])
            return answer(size: 3)
        }
        try await withSocket(desk) { socket async throws in
            let answer = try await socket.desk().attach(
                request, content: ZeroSource(total: 3, promised: 3), context: context)
            #expect(answer.size == 3)
        }
    }

    @Test(arguments: [Int64?.none, 32 << 20])
    func `a slow desk slows the sender down, so memory does not grow with the file`(promised: Int64?) async throws {
        let source = ZeroSource(total: 32 << 20, promised: promised)
        var desk = FakeDesk()
        desk.onAttach = { _, content, _ in
            var taken: Int64 = 0
            var mostUnderWay: Int64 = 0
            while true {
                let piece = try await content.next()
                if piece.isEmpty { break }
                taken += Int64(piece.count)
                // The sender gets every chance to run ahead.
                for _ in 0..<100 { await Task.yield() }
                mostUnderWay = max(mostUnderWay, 32 << 20 - (await source.rest.value) - taken)
            }
            #expect(mostUnderWay < 4 << 20)
            return answer(size: taken)
        }
        try await withSocket(desk) { socket async throws in
            let answer = try await socket.desk().attach(request, content: source, context: context)
            #expect(answer.size == 32 << 20)
        }
    }

    @Test(arguments: [(1000, 2000), (2000, 1000)])
    func `a file of another size than promised is refused at both ends`(total: Int64, promised: Int64) async throws {
        var desk = counting
        let failed = Signal()
        desk.onAttach = { [count = desk.onAttach] request, content, context in
            do { return try await count(request, content, context) } catch {
                failed.fire()
                throw error
            }
        }
        try await withSocket(desk) { socket async throws in
            await #expect(throws: KioskProblem(.fileChanging)) {
                try await socket.desk().attach(
                    request, content: ZeroSource(total: total, promised: promised, pieceSize: 500), context: context)
            }
            await failed.wait()
        }
    }

    @Test func `a source that breaks is told with its own problem`() async throws {
        struct Broken: ByteSource {
            let expectedSize: Int64? = 10
            func next() async throws -> [UInt8] { throw KioskProblem(.fileUnreadable, ["file": "a.jpg"]) }
        }
        try await withSocket(counting) { socket async throws in
            await #expect(throws: KioskProblem(.fileUnreadable, ["file": "a.jpg"])) {
                try await socket.desk().attach(request, content: Broken(), context: context)
            }
        }
    }

    @Test func `a file that the desk refuses at once is not sent to its end`() async throws {
        var desk = FakeDesk()
        desk.onAttach = { _, _, _ in throw KioskProblem(.fileTooLarge) }
        try await withSocket(desk) { socket async throws in
            await #expect(throws: KioskProblem(.fileTooLarge)) {
                try await socket.desk().attach(
                    request, content: ZeroSource(total: 1 << 50, promised: 1 << 50), context: context)
            }
        }
    }
}
