import Foundation
import Outbox
import Status
import SyncProtocol

@testable import KioskAgent

/// What events do.
extension World {
    func happen(_ event: Event) async {
        note { "· \(event)" }
        switch event {
        case .clerk(let index, let action, let isInFlight):
            if isInFlight { inFlight[index].append(event) } else { await act(action, at: index) }
        case .office(let action, let index?): inFlight[index].append(.office(action, inFlightOf: nil))
        case .office(let action, nil): office(action)
        case .fault(let index, let fault): faults[index].append(fault)
        case .crash(let index, let commits, let point): kiosks[index].fuse.arm(commits: commits, point)
        case .crashBeforeAnswer(let index): killsAfterAnswer.insert(index)
        case .diskFull(let index, let commits):
            await cover("diskFull", on: index)
            kiosks[index].fuse.fillDisk(for: commits)
            kiosks[index].steps.fillDisk(for: 1 + commits / 2)
        case .crashInFile(let index, let step): kiosks[index].steps.armCrash(in: step)
        case .linkUp(let index): do { try await linkUp(index) } catch { violate("the world itself failed: \(error)") }
        case .damageFile(let index, let pick, let how):
            await cover("fileDamaged", on: index)
            damageFile(index, pick, how)
        case .damageRow(let index, let pick, let isSubject):
            await cover("rowDamaged", on: index)
            do { try await damageRow(index, pick, isSubject: isSubject) } catch {
                // A disk that is full, or a program that has ended, takes no damage.
                if !kiosks[index].fuse.isDead, (error as? OutboxError)?.code != .diskFull {
                    violate("the world itself failed: \(error)")
                }
            }
        case .partition(let index, let duration): partitions[index] = time.uptime + duration
        case .captive(let index, let duration): captives[index] = time.uptime + duration
        case .clockJump(let index, let duration):
            await cover("clockJump", on: index)
            kiosks[index].clock.jump(by: duration)
        case .wait(let duration):
            do { try await pass(duration) } catch { violate("the world itself failed: \(error)") }
        case .portal(let action):
            if case .restore = action, backup != nil {
                for index in kiosks.indices { await cover("portalRestored", on: index) }
            }
            happen(action)
        }
    }

    private func happen(_ action: PortalAction) {
        switch action {
        case .forgetCursors:
            portal.epoch += 1
            portal.pasts = [:]
        case .forgetUploads: portal.uploads = [:]
        case .postponeNext(let seconds): if portal.postponements.count < 2 { portal.postponements.append(seconds) }
        case .moveForward(let pick): moveForward(pick)
        case .moveOffsets(let pick):
            for (path, upload) in portal.uploads where !upload.isWhole {
                let kept = Array(upload.bytes.prefix(upload.bytes.count * (pick % 10) / 10))
                portal.uploads[path]?.bytes = kept
            }
        case .forgetTokens: portal.tokens = [:]
        case .revoke(let index): portal.revoked.insert("k\(index + 1)")
        case .reinstate(let index): portal.revoked.remove("k\(index + 1)")
        case .refuseNext(let problem): if portal.refusals.count < 2 { portal.refusals.append(problem) }
        case .backup:
            backup = Backup(store: portal.store, history: portal.history, epoch: portal.epoch, pasts: portal.pasts)
        case .restore(let keepsCursors):
            guard let backup else { return }
            forgottenHistories.append(portal.history)
            portal.store = backup.store
            portal.history = backup.history
            portal.pasts = backup.pasts
            portal.pasts[backup.epoch] = backup.store.numbers
            if !keepsCursors { portal.pasts = [:] }
            portal.epoch += 1
            portal.uploads = [:]
            ledger.restored(applied: Set(portal.store.operations.filter { $0.value.isApplied }.keys))
        }
    }

    /// The portal has more of a paper than anybody was told: what was sent before a break arrived all the same.
    private func moveForward(_ pick: Int) {
        let open = portal.uploads.keys.sorted().filter { portal.uploads[$0]?.isWhole == false }
        guard let path = chosen(open, pick), let upload = portal.uploads[path] else { return }
        for kiosk in kiosks {
            let file = kiosk.outbox.spool.path(of: upload.sha256, encoding: upload.encoding)
            guard let bytes = FileManager.default.contents(atPath: file), bytes.count == upload.length,
                bytes.starts(with: upload.bytes)
            else { continue }
            // Not to the end: with the last byte the portal looks at the file, and that is a request's work.
            let count = upload.bytes.count + (upload.length - upload.bytes.count) * (pick % 10) / 10
            portal.uploads[path]?.bytes = Array(bytes.prefix(min(count, upload.length - 1)))
            return
        }
    }

    /// What people do while the next request of that kiosk is on its way.
    func actInFlight(on index: Int) async {
        let events = inFlight[index]
        inFlight[index] = []
        for event in events {
            switch event {
            case .clerk(let kiosk, let action, _): await act(action, at: kiosk)
            case .office(let action, _): office(action)
            default: break
            }
        }
    }

    // MARK: The office

    private func ours(_ kind: String) -> [String] {
        portal.store.subjects.filter { $0.value.kind == kind && $0.value.isOurs && !$0.value.isDeleted }.keys.sorted()
    }

    private func chosen(_ ids: [String], _ pick: Int) -> String? { ids.isEmpty ? nil : ids[pick % ids.count] }

    /// The office takes it away.
    private func remove(_ id: String?) {
        guard let id, var held = portal.store.subjects[id] else { return }
        held.isDeleted = true
        ledger.removed.insert(id)
        portal.save(id, held, origin: nil)
    }

    func office(_ action: OfficeAction) {
        portal.now = time.now
        note { "office \(action)" }
        switch action {
        case .editAccount(let pick, let field, let n):
            guard let id = chosen(ours("account"), pick) else { return }
            portal.office(id) { state in
                for (name, value) in Values.accountField(field, n) { state[name] = value.isNull ? nil : value }
                if field % 5 == 1 { state["confirmation"] = "pending" }
            }
            if field % 5 == 1 { portal.writeMail(to: id) }
        case .addAccount(let identity, let name, let isOurs, let n):
            let number = Values.identity(identity)
            guard !portal.store.subjects.values.contains(where: { $0.state["identity"] == number && !$0.isDeleted })
            else { return }
            let id = "01900000-0000-7000-8000-\(String(repeating: "0", count: 12 - "\(n)".count))\(n)"
            portal.save(
                id,
                ModelPortal.Held(
                    kind: "account",
                    state: [
                        "kind": "citizen", "full_name": .string(Values.names[name % Values.names.count]),
                        "identity": number,
                        "phone": Values.accountField(0, n)["phone"] ?? .null, "portal_id": .string("P-o\(n)"),
                        "confirmation": "none",
                    ], revision: "", isOurs: isOurs), origin: nil)
        case .removeAccount(let pick): remove(chosen(ours("account"), pick))
        case .removeDossier(let pick): remove(chosen(ours("dossier"), pick))
        case .giveResult(let pick, let n):
            let id = chosen(ours("dossier").filter { [4, 9, 10].contains(portal.store.subjects[$0]?.state["status"]) }, pick)
            guard let id else { return }
            let bytes = Values.papers[n % Values.papers.count]
            let sha256 = Digest.sha256(bytes)
            portal.store.results[sha256] = bytes
            portal.office(id) { state in
                state["status"] = 9
                state["results"] = [
                    [
                        "name": "kết quả", "sha256": .string(sha256), "size": .integer(Int64(bytes.count)),
                        "media_type": "application/pdf",
                    ]
                ]
            }
            portal.tell("result", of: id, "Có kết quả")
        case .moveAppointment(let pick, let n):
            guard let id = chosen(ours("dossier").filter { portal.store.subjects[$0]?.isReceived == true }, pick) else { return }
            portal.office(id) { $0["due_at"] = .string((time.now + .seconds(86_400 * Int64(n))).description) }
            portal.tell("appointment", of: id, "Lùi ngày hẹn")
        case .editDossier(let pick, let n):
            guard let id = chosen(ours("dossier"), pick) else { return }
            portal.office(id) { state in
                var form = state["form"]?.objectValue ?? [:]
                form[n % 2 == 0 ? "noi_dung" : "ghi_chu"] = .string("sở \(n)")
                state["form"] = .object(form)
            }
        case .askForPapers(let pick):
            guard
                let id = chosen(
                    ours("dossier").filter { [2, 4].contains(portal.store.subjects[$0]?.state["status"]) }, pick)
            else { return }
            portal.office(id) { $0["status"] = 5 }
            portal.tell(
                "supplement", of: id, "Cần thêm giấy tờ",
                more: ["components": [["code": "T-02", "title": "Giấy tờ khác"]]])
        case .askForFee(let pick):
            guard
                let id = chosen(
                    ours("dossier").filter { [2, 4].contains(portal.store.subjects[$0]?.state["status"]) }, pick)
            else { return }
            portal.save(
                "p\(portal.store.numbers)-\(portal.epoch)",
                ModelPortal.Held(
                    kind: "payment",
                    state: [
                        "dossier": .string(id), "items": [["code": "LP", "title": "Lệ phí", "amount": 8000]],
                        "amount": 8000, "state": "due",
                    ], revision: ""), origin: nil)
        case .settle(let pick, let isPaid):
            guard
                let id = chosen(
                    ours("payment").filter { portal.store.subjects[$0]?.state["state"] == "pending" }, pick)
            else { return }
            portal.office(id) { $0["state"] = isPaid ? "paid" : "failed" }
        case .advance(let pick):
            guard
                let id = chosen(
                    ours("dossier").filter { [2, 4].contains(portal.store.subjects[$0]?.state["status"]) }, pick)
            else { return }
            portal.office(id) { $0["status"] = $0["status"] == 2 ? 4 : 9 }
        case .refuse(let pick):
            guard
                let id = chosen(
                    ours("dossier").filter { [1, 2].contains(portal.store.subjects[$0]?.state["status"]) }, pick)
            else { return }
            portal.office(id) { $0["status"] = 3 }
        }
    }
}

/// Made-up values; those with an `n` come up once in a run.
enum Values {
    static let names = ["Y Thử", "Lê Văn Mẫu", "y thu"]

    /// With their true check digits.
    static let taxCodes = ["0100233488", "5900123451", "5900123469"]

    static func identity(_ number: Int) -> JSONValue {
        ["kind": "cccd", "number": .string("0620901234\(10 + number % 90)")]
    }

    /// One change of an account.
    static func accountField(_ field: Int, _ n: Int) -> JSONObject {
        let digits = String(repeating: "0", count: max(0, 6 - "\(n)".count)) + "\(n)"
        switch field % 5 {
        case 0: return ["phone": .string("0912\(digits)")]
        case 1: return ["email": .string("e\(n)@vd.vn")]
        case 2: return ["address": ["text": .string(n % 4 == 0 ? "duong \(n)" : "Số \(n)")]]
        case 3: return ["gender": n % 2 == 0 ? "female" : "male"]
        default: return ["phone": .null]
        }
    }

    /// A change of who somebody is. Names come up once; numbers and births do so again and again.
    static func personField(_ field: Int, _ n: Int) -> JSONObject {
        switch field % 3 {
        case 0: ["full_name": .string("Nguyễn Thử " + String(decoding: "\(n)".utf8.map { $0 + 17 }, as: UTF8.self))]
        case 1: ["birth": ["date": .string("1990-\(10 + n % 3)-\(10 + n % 18)")]]
        default: ["identity": identity(n % 7)]
        }
    }

    /// Papers that come up again and again, small and large, some of which shrink.
    static let papers: [[UInt8]] = (0..<8).map { number in
        var random = Seeded(UInt64(number) + 77)
        if number % 2 == 0 {
            return Array("%PDF-1.4\n".utf8)
                + Array(String(repeating: "tờ giấy số \(number)\n", count: 30 + number * 40).utf8)
        }
        let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        var bytes = head
        bytes.reserveCapacity(number * 9_000)
        while bytes.count < number * 9_000 {
            let word = random.next()
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return bytes
    }
}
