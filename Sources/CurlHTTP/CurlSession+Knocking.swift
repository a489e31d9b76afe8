/// A line that goes and comes back tells nobody: a connection on it finds out when the kernel sends the same bytes once more, and
/// that takes twice as long each time, or when it is given up. A new connection finds out at once.
extension CurlSession {
    package func knockWhileSilent(_ request: CurlRequest, onAnswer: @escaping @Sendable (CurlResponse) async -> Void) async {
        var request = request
        request.isFresh = true
        while !Task.isCancelled {
            // The kernel tells nobody that a connection fell silent: it is asked. Fails when cancelled.
            do { try await Task.sleep(for: options.silentAfter / 3) } catch { return }
            guard isAnySilent(for: options.silentAfter) else { continue }
            // Short, so that the first packet goes out again soon; but with time for a line with a long round trip, and TLS on it.
            request.timeout = max(.seconds(2), roundTrip * 8)
            let start = ContinuousClock.now
            guard let answer = try? await send(request) else { continue }
            await onAnswer(answer)
            // curl counts the age of a connection in whole seconds.
            endSilent(for: options.silentAfter, distrustingThoseBefore: start - .seconds(1))
        }
    }
}
