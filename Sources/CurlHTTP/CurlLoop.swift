import CCurl
import Glibc
import Synchronization

/// The one thread that touches a curl multi handle, as a Swift executor.
///
/// An actor whose executor this is runs on the thread that also calls `curl_multi_poll`, so the compiler checks what
/// curl asks for in prose: that a multi handle and its easy handles are used from one thread at a time.
/// `curl_multi_wakeup`, the one call that curl allows from any thread, ends the poll when a job arrives.
final class CurlLoop: SerialExecutor {
    /// What the loop tells its session, on its thread.
    enum Event {
        case finished(UnsafeMutableRawPointer, CURLcode)
        case cancelled(UInt64)
    }

    private struct State {
        var jobs: [UnownedJob] = []
        var cancelled: [UInt64] = []
        var isStopped = false
    }

    /// Confined to the loop's thread, except for `curl_multi_wakeup`, which needs no lock but must come before the
    /// thread frees the handle: it is called inside the lock that sets and reads `isStopped`.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    private let state = Mutex(State())
    private let thread = Atomic<UInt>(0)

    /// Starts libcurl once in this process (since 7.84 that may happen on any thread).
    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init() throws(CurlError) {
        guard Self.isReady, let multi = curl_multi_init() else { throw CurlError(CURLE_FAILED_INIT) }
        // A kiosk talks to one portal: a few kept connections are enough.
        _ = ccurl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, 4)
        self.multi = multi
    }

    /// Starts the thread. `handle` is called on it with each event; `look` in each turn, and again after as many
    /// milliseconds as it returns.
    func start(
        handle: @escaping @Sendable (Event) -> Void, look: @escaping @Sendable () -> Int32
    ) throws(CurlError) {
        let box = Unmanaged.passRetained(StartBox(loop: self, handle: handle, look: look))
        var id = pthread_t()
        let code = pthread_create(
            &id, nil,
            { argument in
                guard let argument else { return nil }
                let box = Unmanaged<StartBox>.fromOpaque(argument).takeRetainedValue()
                _ = ccurl_name_thread("curl")
                // Signals are for the program's own threads; and SIGPIPE, which TLS may cause, for none.
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                box.loop.run(handle: box.handle, look: box.look)
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            curl_multi_cleanup(multi)
            throw CurlError(.other, message: "no thread for curl (\(code))")
        }
        pthread_detach(id)
    }

    /// Ends the loop; its thread frees the multi handle.
    func stop() {
        state.withLock {
            $0.isStopped = true
            // Inside the lock: once the thread has seen `isStopped` it frees `multi`.
            curl_multi_wakeup(multi)
        }
    }

    /// Asks for the end of a transfer, from any thread.
    func cancel(_ transfer: UInt64) {
        state.withLock {
            guard !$0.isStopped else { return }
            $0.cancelled.append(transfer)
            curl_multi_wakeup(multi)
        }
    }

    // MARK: SerialExecutor

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock {
            $0.jobs.append(job)
            curl_multi_wakeup(multi)
        }
    }

    func checkIsolated() {
        precondition(thread.load(ordering: .relaxed) == UInt(pthread_self()), "not on the curl thread")
    }

    func isIsolatingCurrentContext() -> Bool? {
        thread.load(ordering: .relaxed) == UInt(pthread_self())
    }

    // MARK: The loop

    private func run(handle: (Event) -> Void, look: () -> Int32) {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        let executor = asUnownedSerialExecutor()
        while true {
            let (jobs, cancelled, isStopped) = state.withLock { state in
                defer {
                    state.jobs = []
                    state.cancelled = []
                }
                return (state.jobs, state.cancelled, state.isStopped)
            }
            for job in jobs { job.runSynchronously(on: executor) }
            // After the jobs, so that a transfer cancelled as it began is already known.
            for transfer in cancelled { handle(.cancelled(transfer)) }
            if isStopped && jobs.isEmpty { break }

            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            var remaining: Int32 = 0
            while let message = curl_multi_info_read(multi, &remaining) {
                guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
                handle(.finished(easy, message.pointee.data.result))
            }
            var ready: Int32 = 0
            // curl shortens the wait to its own timers, and curl_multi_wakeup ends it.
            curl_multi_poll(multi, nil, 0, min(60_000, look()), &ready)
        }
        curl_multi_cleanup(multi)
    }

    private final class StartBox: Sendable {
        let loop: CurlLoop
        let handle: @Sendable (Event) -> Void
        let look: @Sendable () -> Int32
        init(
            loop: CurlLoop, handle: @escaping @Sendable (Event) -> Void, look: @escaping @Sendable () -> Int32
        ) {
            self.loop = loop
            self.handle = handle
            self.look = look
        }
    }
}
