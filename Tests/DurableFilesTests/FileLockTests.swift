import DurableFiles
import Foundation
import Testing

@Suite struct FileLockTests {
    private let me = LockHolder.current("kiosk agent")

    @Test func `two owners at once: the second learns who the first is`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.path(of: "owner.lock")
            let first = try FileLock.tryAcquire(path, as: me).get()
            #expect(throws: FileLock.Held(holder: me)) {
                try FileLock.tryAcquire(path, as: LockHolder(pid: 1, description: "kiosk status")).get()
            }
            withExtendedLifetime(first) {}
        }
    }

    private func lockAndLetGo(_ path: String) throws {
        _ = try FileLock.tryAcquire(path, as: me).get()
    }

    @Test func `the lock ends with its holder, whatever the file says`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.path(of: "owner.lock")
            try lockAndLetGo(path)
            #expect(folder.contains("owner.lock"))
            let next = try FileLock.tryAcquire(path, as: LockHolder(pid: 1, description: "x")).get()
            #expect(try folder.read("owner.lock", limit: 100) == Array("1\nx\n".utf8))
            withExtendedLifetime(next) {}
        }
    }

    @Test(.timeLimit(.minutes(1))) func `who waits gets the lock when it is let go`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.path(of: "owner.lock")
            let holder = LockBox(try FileLock.tryAcquire(path, as: me).get())
            // The first wait is what makes the other let go, so no time has to pass.
            let clock = CallingClock { holder.letGo() }
            let lock = try await FileLock.acquire(path, as: me, waitingAtMost: .seconds(30), clock: clock)
            withExtendedLifetime(lock) {}
        }
    }

    @Test(.timeLimit(.minutes(1))) func `who waits in vain learns who holds it`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.path(of: "owner.lock")
            let first = try FileLock.tryAcquire(path, as: me).get()
            await #expect(throws: FileLock.Held(holder: me)) {
                try await FileLock.acquire(path, as: me, waitingAtMost: .seconds(2), clock: CallingClock {})
            }
            withExtendedLifetime(first) {}
        }
    }

    @Test func `a lock where nothing can be written is an error, not a wait`() async throws {
        #expect(throws: DurableFileError.self) { try FileLock.tryAcquire("/proc/none/lock", as: me) }
    }
}
