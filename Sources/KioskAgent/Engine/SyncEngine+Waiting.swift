extension SyncEngine {
    /// Something was recorded or let go: look at the queue now.
    package func wake() {
        isRescheduled = false
        resume()
    }

    /// The schedule has changed: whoever waits by the old one looks again, and tries nothing for that alone.
    func reschedule() {
        if !isAwake { isRescheduled = true }
        resume()
    }

    private func resume() {
        isAwake = true
        calls?.ring()
        let waiting = wakeUps
        wakeUps = []
        for continuation in waiting { continuation.resume() }
    }

    /// Waits for `duration`, or less when something wakes it.
    func pause(for duration: Duration) async {
        if isAwake { isAwake = false; return }
        let clock = clock
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await clock.sleep(for: duration) }
            group.addTask { await self.untilWoken() }
            await group.next()
            resume()
            group.cancelAll()
        }
        isAwake = false
    }

    private func untilWoken() async {
        if isAwake { return }
        await withCheckedContinuation { wakeUps.append($0) }
    }

    /// Waits for the round that another caller has under way, or until cancelled.
    func untilRoundEnds() async {
        waiterNumber += 1
        let number = waiterNumber
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { continuation.resume() } else { roundWaiters[number] = continuation }
            }
        } onCancel: {
            Task { await self.giveUpWaiting(number) }
        }
    }

    private func giveUpWaiting(_ number: Int) {
        roundWaiters.removeValue(forKey: number)?.resume()
    }
}
