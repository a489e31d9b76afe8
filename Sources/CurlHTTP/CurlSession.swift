import CCurl

/// Performs HTTP requests over one libcurl multi handle, keeping connections for later requests.
///
/// The actor runs on curl's own thread, so every method may touch curl's handles. Redirects are not followed.
package actor CurlSession {
    private nonisolated let loop: CurlLoop
    let options: CurlOptions
    private var transfers: [UnsafeMutableRawPointer: CurlTransfer] = [:]
    private var isShutDown = false
    private let sockets = CurlSockets()
    private var lastID: UInt64 = 0
    /// When a connection was last found dead: those that are older went the same way, whatever they look like.
    private var distrustedSince: ContinuousClock.Instant?
    /// That of the last request which was answered, as the kernel saw it.
    private(set) var roundTrip: Duration = .zero

    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Throws if libcurl or its thread cannot start.
    package init(options: CurlOptions = CurlOptions()) throws(CurlError) {
        let loop = try CurlLoop()
        self.loop = loop
        self.options = options
        // `self` escapes only weakly: dropping the last reference stops the loop.
        try loop.start { [weak self] event in
            nonisolated(unsafe) let event = event
            self?.assumeIsolated { $0.handle(event) }
        } look: { [weak self] in
            self?.assumeIsolated { $0.transfers.values.reduce(.max) { min($0, $1.look()) } } ?? .max
        }
    }

    deinit { loop.stop() }

    /// Sends `request` and returns the answer. An early answer of 400 or more, while the body is still being sent,
    /// is an answer like any other.
    ///
    /// Throws `CurlError`, with what had arrived; of the kind `.cancelled` when the task is cancelled, at once.
    package func send(_ request: CurlRequest) async throws(CurlError) -> CurlResponse {
        guard !isShutDown, !Task.isCancelled else { throw CurlError(.cancelled) }
        lastID += 1
        let id = lastID
        let transfer = try CurlTransfer(request, options: options, id: id, sockets: sockets)
        if let distrustedSince { try transfer.usesConnections(since: distrustedSince) }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.continuation = continuation
                let code = curl_multi_add_handle(loop.multi, transfer.easy)
                guard code == CURLM_OK else {
                    transfer.fail(CurlError(code))
                    return
                }
                transfers[transfer.easy] = transfer
            }
        } onCancel: {
            loop.cancel(id)
        }
        return try result.get()
    }

    /// The local `addresses` (as text) are gone: ends each request whose connection has one of them, with
    /// `.sendReceive`, and uses no kept connection again.
    package func lost(addresses: Set<String>) {
        distrustedSince = .now
        end(CurlError(.sendReceive, message: "the link went")) { $0.localAddress.map(addresses.contains) ?? false }
    }

    /// A link came up: ends each request that has no connection yet, with `.connect`.
    package func knockAgain() {
        end(CurlError(.connect, message: "a link came up")) { $0.localAddress == nil }
    }

    /// Whether a request hears nothing of its peer.
    func isAnySilent(for time: Duration) -> Bool { transfers.values.contains { $0.isSilent(for: time) } }

    /// Ends each request that has heard nothing of its peer for `time`, and uses no kept connection from before `moment` again.
    func endSilent(for time: Duration, distrustingThoseBefore moment: ContinuousClock.Instant) {
        distrustedSince = moment
        // Nothing of it can have arrived where there is no connection yet.
        end(CurlError(.connect, message: "another connection came about")) { $0.localAddress == nil && $0.isSilent(for: time) }
        end(CurlError(.sendReceive, message: "another connection was answered")) { $0.isSilent(for: time) }
    }

    private func end(_ error: CurlError, where isMeant: (CurlTransfer) -> Bool) {
        for transfer in Array(transfers.values) where isMeant(transfer) {
            transfers[transfer.easy] = nil
            curl_multi_remove_handle(loop.multi, transfer.easy)
            transfer.fail(error)
        }
    }

    /// Ends all requests and refuses new ones.
    package func shutdown() {
        isShutDown = true
        for transfer in Array(transfers.values) { cancel(transfer) }
    }

    private func handle(_ event: CurlLoop.Event) {
        switch event {
        case .finished(let easy, let code):
            guard let transfer = transfers.removeValue(forKey: easy) else { return }
            // While curl still knows the connection.
            transfer.letGo(after: code)
            if let seen = transfer.roundTrip { roundTrip = seen }
            if sockets.followsRate, transfer.wasLong {
                let left = transfers.values.filter(\.isLong)
                if left.count == 1 { left[0].seekRateAnew() }
            }
            switch code {
            case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SEND_FAIL_REWIND, CURLE_OPERATION_TIMEDOUT: distrustedSince = .now
            default: break
            }
            curl_multi_remove_handle(loop.multi, easy)
            if transfer.prepareResend(after: code), curl_multi_add_handle(loop.multi, easy) == CURLM_OK {
                transfers[easy] = transfer
            } else {
                transfer.complete(code)
            }
        case .cancelled(let id):
            if let transfer = transfers.values.first(where: { $0.id == id }) { cancel(transfer) }
        }
    }

    private func cancel(_ transfer: CurlTransfer) {
        transfers[transfer.easy] = nil
        curl_multi_remove_handle(loop.multi, transfer.easy)
        transfer.fail(CurlError(.cancelled))
    }
}
