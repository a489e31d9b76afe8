import CurlHTTP
import Gzip
import SyncProtocol

/// The way of one HTTP exchange through the faults to the portal and back.
extension World {
    func carry(_ request: CurlRequest, of index: Int, life: Int) async -> Result<CurlResponse, CurlError> {
        guard index < kiosks.count, kiosks[index].life == life, !kiosks[index].fuse.isDead else {
            return .failure(CurlError(.cancelled))
        }
        guard let wire = WireRequest(request) else { return .failure(CurlError(.localFile)) }
        watch(wire, of: index)
        exchanges += 1
        if exchanges > Self.exchangeLimit {
            violate("too many exchanges: the engine asks without end")
            return .failure(CurlError(.connect))
        }
        time.advance(by: .milliseconds(20 + Int64(wire.body.count) / 30))
        deliverDelayed()
        let armed = fault(for: wire, of: index)
        // What people do while the request is on its way.
        await actInFlight(on: index)
        if kiosks[index].fuse.isDead { return .failure(CurlError(.cancelled)) }
        if let armed { await cover(armed.fault, in: wire, on: index) }
        let result = pass(wire, armed, index)
        notePace(of: result, to: wire, armed, index)
        time.advance(by: .milliseconds(15))
        if armed == nil, case .success(let response) = result, response.status < 300 { await watchTurns(of: index) }
        note { "\(kiosks[index].name) \(describe(wire)) \(armed.map { "[\($0.fault)]" } ?? "") → \(describe(result))" }
        if killsAfterAnswer.contains(index) {
            killsAfterAnswer.remove(index)
            await cover("crashBeforeAnswer", on: index)
            onTheirWay[index] = operations(in: wire)
            kiosks[index].fuse.blow()
            return .failure(CurlError(.cancelled))
        }
        return result
    }

    /// Takes note of what the portal asked for.
    private func notePace(
        of result: Result<CurlResponse, CurlError>, to wire: WireRequest, _ armed: ArmedFault?, _ index: Int
    ) {
        guard case .success(let response) = result, let armed, [.status429, .status503].contains(armed.fault) else { return }
        let isTold = !armed.isInBody || armed.retryAfter.number != nil
        note(response.status, asked: isTold ? armed.retryAfter.least : nil, of: index)
    }

    private func fault(for wire: WireRequest, of index: Int) -> ArmedFault? {
        if let until = partitions[index], until > time.uptime {
            return ArmedFault(fault: .noLink, place: 0, retryAfter: .none)
        }
        if let until = captives[index], until > time.uptime {
            return ArmedFault(fault: .captivePortal, place: 0, retryAfter: .none)
        }
        let kind = RequestKind(wire)
        if let fault = lasting[index], fault.fault.fits(kind) { return fault }
        guard let place = faults[index].firstIndex(where: { $0.fault.fits(kind) }) else { return nil }
        return faults[index].remove(at: place)
    }

    /// The portal works on a request, and what it did is looked at.
    func deliver(_ wire: WireRequest) -> WireAnswer {
        portal.now = time.now
        portal.uptime = time.uptime
        let answer = portal.answer(wire)
        readLog()
        return answer
    }

    private func pass(_ wire: WireRequest, _ armed: ArmedFault?, _ index: Int) -> Result<CurlResponse, CurlError> {
        func prefix(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.prefix(bytes.count * (armed?.place ?? 0) / 1000)) }
        func whole(_ answer: WireAnswer) -> Result<CurlResponse, CurlError> { .success(response(answer, to: wire)) }
        func own(_ status: Int, _ name: String) -> WireAnswer {
            portal.now = time.now
            if armed?.isInBody == true, let number = armed?.retryAfter.number {
                return portal.refusal(status, name, more: ["retry_after": .integer(number)])
            }
            var answer = portal.refusal(status, name)
            if armed?.isInBody != true, let text = armed?.retryAfter.text(now: { HTTPDate.format(time.now + $0) }) {
                answer.headers.append(("retry-after", text))
            }
            return answer
        }
        switch armed?.fault {
        case nil: return whole(deliver(wire))
        case .noLink?: return .failure(CurlError(.connect))
        case .wrongServer?: return .failure(CurlError(.tlsPeer))
        case .requestLost?: return .failure(CurlError(.sendReceive))
        case .requestCut?:
            var cut = wire
            cut.body = prefix(wire.body)
            cut.isCut = cut.body.count < wire.body.count
            _ = deliver(cut)
            return .failure(CurlError(.sendReceive))
        case .answerLost?:
            _ = deliver(wire)
            return .failure(CurlError(.sendReceive))
        case .stalled?:
            _ = deliver(wire)
            time.advance(by: .seconds(60))
            return .failure(CurlError(.stalled))
        case .answerCut?:
            var answer = deliver(wire)
            answer.body = prefix(answer.body)
            var partial = response(answer, to: wire)
            partial.isCut = true
            return .failure(CurlError(.partial, partialAnswer: partial))
        case .captivePortal?:
            return .success(
                CurlResponse(
                    status: 200, headers: [("content-type", "text/html")], body: Array("<html>Wi-Fi</html>".utf8)))
        case .proxyError?:
            return .success(
                CurlResponse(
                    status: 502, headers: [("content-type", "text/html")], body: Array("<html>502</html>".utf8)))
        case .lateAnswer?:
            let answer = deliver(wire)
            time.advance(by: .seconds(25))
            return whole(answer)
        case .upload410?:
            portal.uploads[wire.path] = nil
            return whole(own(410, "upload-gone"))
        case .upload423?: return whole(own(423, "upload-locked"))
        case .upload413?: return whole(own(413, "file-too-large"))
        case .upload460?: return whole(own(460, "checksum-mismatch"))
        case .forgedOffset?:
            var answer = deliver(wire)
            guard let place = answer.headers.firstIndex(where: { $0.0 == "upload-offset" }) else { return whole(answer) }
            answer.headers[place].1 = ["999999999", "-1", "soon"][(armed?.place ?? 0) % 3]
            return whole(answer)
        case .tokenRefused?: return whole(portal.refusal(400, "invalid-client", more: ["error": "invalid_client"]))
        case .tokenTime?:
            portal.now = time.now
            return whole(portal.refusal(400, "assertion-time", more: ["error": "invalid_client"]))
        case .forgedToken?:
            let forgeries: [JSONObject] = [
                ["access_token": "x", "token_type": "Bearer", "expires_in": -5], ["access_token": 7],
                ["access_token": "", "token_type": "Bearer", "expires_in": 1_000_000_000_000],
            ]
            portal.now = time.now
            return whole(portal.json(200, forgeries[(armed?.place ?? 0) % 3]))
        case .forgedDiscovery?:
            let forgeries: [JSONObject] = [
                [:], ["protocol": [1], "limits": ["max_operations": 0, "max_batch_bytes": -1]],
                ["protocol": "one", "limits": []],
            ]
            portal.now = time.now
            return whole(portal.json(200, forgeries[(armed?.place ?? 0) % 3]))
        case .strangeChange?:
            return whole(
                rewritten(deliver(wire)) { lines in
                    lines.dropLast() + [
                        Array(#"{"change":"ghost","subject":"n1","revision":"r1","state":{}}"#.utf8),
                        Array(#"{"change":"account","subject":7,"revision":"r1","state":"none"}"#.utf8),
                        Array(#"{"news":true}"#.utf8),
                    ] + lines.suffix(1)
                })
        case .duplicated?:
            _ = deliver(wire)
            return whole(deliver(wire))
        case .delayed?:
            delayed.append((time.uptime + .seconds(Int64((armed?.place ?? 0) / 4)), wire))
            return .failure(CurlError(.sendReceive))
        case .portalDied?:
            let before = portal
            _ = portal.answer(wire)
            portal = before
            return .failure(CurlError(.sendReceive))
        case .status429?: return whole(own(429, "too-many-requests"))
        case .status500?: return whole(own(500, "internal"))
        case .status503?: return whole(own(503, "unavailable"))
        case .status413?: return whole(own(413, "batch-too-large"))
        case .unauthorized?: return whole(own(401, "unauthorized"))
        case .forgedDigest?:
            // Nothing reaches the portal; somebody answers in its place.
            return whole(forged(wire) { verdict in verdict["digest"] = .string(String(repeating: "0", count: 64)) })
        case .forgedOperation?:
            return whole(forged(wire) { verdict in verdict["op"] = "01900000-0000-7000-8000-00000000ffff" })
        case .reordered?:
            return whole(
                rewritten(deliver(wire)) { lines in
                    let verdicts = lines.filter(Self.isVerdict)
                    return lines.prefix(1) + verdicts.reversed() + verdicts
                        + lines.dropFirst().filter { !Self.isVerdict($0) }
                })
        case .verdictMissing?:
            return whole(
                rewritten(deliver(wire)) { lines in
                    lines.firstIndex(where: Self.isVerdict).map { place in
                        lines.indices.filter { $0 != place }.map { lines[$0] }
                    } ?? lines
                })
        case .garbageLine?:
            return whole(
                rewritten(deliver(wire)) { lines in
                    lines.prefix(1) + [Array("{\"verdict\":\"appl".utf8)] + lines.dropFirst()
                })
        case .endMissing?: return whole(rewritten(deliver(wire)) { Array($0.dropLast()) })
        }
    }

    private static func isVerdict(_ line: [UInt8]) -> Bool { (try? JSONParser.parseObject(line))?["verdict"] != nil }

    private func rewritten(_ answer: WireAnswer, _ change: ([[UInt8]]) -> [[UInt8]]) -> WireAnswer {
        guard answer.status == 200, !answer.lines.isEmpty else { return answer }
        return portal.pack(change(answer.lines), gzip: answer.headers.contains { $0.0 == "content-encoding" })
    }

    /// An answer that claims success for everything that was sent, and is changed by `lie`.
    private func forged(_ wire: WireRequest, _ lie: (inout JSONObject) -> Void) -> WireAnswer {
        portal.now = time.now
        // A copy of the portal does the work: the real one never hears of it.
        var twin = portal
        var body = wire.body
        if wire.headers["content-encoding"] == "gzip" { body = (try? Gzip.decompress(body, limit: 1 << 20)) ?? [] }
        let cursor = (try? JSONParser.parseObject(body.split(separator: 0x0A).first ?? []))?["cursor"] ?? .null
        let honest = twin.answer(wire)
        guard honest.status == 200, !honest.lines.isEmpty else { return honest }
        let lines = honest.lines.compactMap { line -> [UInt8]? in
            guard var object = try? JSONParser.parseObject(line) else { return line }
            if object["change"] != nil || object["resync"] != nil { return nil }
            if object["verdict"] != nil {
                object["verdict"] = "applied"
                object["receipt"] = ["revision": "r999", "received_at": .string(time.now.description), "serial": 999]
                lie(&object)
            }
            // The kiosk hears no news and must not believe that it heard them.
            if object["end"] != nil { object["cursor"] = cursor.isNull ? "e0-0" : cursor }
            return JSONWriter.encode(.object(object))
        }
        return portal.pack(lines, gzip: false)
    }

    private func response(_ answer: WireAnswer, to wire: WireRequest) -> CurlResponse {
        CurlResponse(
            status: answer.status, headers: answer.headers.map { (name: $0.0, value: $0.1) },
            body: wire.method == "HEAD" ? [] : answer.body, bytesSent: Int64(wire.body.count),
            bytesReceived: Int64(answer.body.count),
            firstByteAfter: .milliseconds(10))
    }
}
