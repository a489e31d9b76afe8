import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import SystemdNotify
import Testing

@Suite(.timeLimit(.minutes(1))) struct NotifierTests {
    @Test func `messages have systemd's form, one line each`() {
        #expect(SystemdNotifier.Message.ready.text == "READY=1")
        #expect(SystemdNotifier.Message.stopping.text == "STOPPING=1")
        #expect(SystemdNotifier.Message.watchdog.text == "WATCHDOG=1")
        #expect(SystemdNotifier.Message.status("3 waiting\nREADY=1\r\nx").text == "STATUS=3 waiting READY=1 x")
    }

    @Test(
        arguments: [
            (["WATCHDOG_USEC": "30000000"], Duration.seconds(15)),
            (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"], .seconds(15)),
            (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"], nil), ([:], nil), (["WATCHDOG_USEC": "soon"], nil),
            (["WATCHDOG_USEC": "-5"], nil),
        ])
    func `the watchdog is told at half of its time, if it waits for this process`(
        environment: [String: String], interval: Duration?
    ) {
        #expect(SystemdNotifier(environment: environment, processID: 7).watchdogInterval == interval)
    }

    @Test(arguments: ["", "run/notify", "/" + String(repeating: "x", count: 200)])
    func `an address that is none is not used`(address: String) {
        let notifier = SystemdNotifier(environment: ["NOTIFY_SOCKET": address])
        #expect(!notifier.isWanted)
        #expect(notifier.send(.ready))
    }

    @Test func `a socket that is gone stops nothing`() {
        let notifier = SystemdNotifier(environment: ["NOTIFY_SOCKET": "/nonexistent/notify"])
        #expect(notifier.isWanted)
        #expect(!notifier.send(.ready))
    }

    @Test(arguments: [true, false])
    func `the watchdog is told only while the program is alive`(isAlive: Bool) async throws {
        let asked = Mutex(0)
        let told = Mutex(false)
        let (enough, fire) = AsyncStream<Never>.makeStream()
        let service = WatchdogService(
            notifier: SystemdNotifier(environment: ["WATCHDOG_USEC": "2000"]),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, tell: { told.withLock { $0 = true } },
            isAlive: {
                let count = asked.withLock { count in
                    count += 1
                    return count
                }
                if count == 3 { fire.finish() }
                return isAlive
            })
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            for await _ in enough {}
            group.cancelAll()
        }
        #expect(told.withLock { $0 } == isAlive)
    }

    @Test func `without a watchdog the service only waits for the end`() async throws {
        let service = WatchdogService(
            notifier: SystemdNotifier(environment: [:]),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            isAlive: {
                Issue.record("nobody waits for an answer")
                return true
            })
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            group.cancelAll()
        }
    }
}
