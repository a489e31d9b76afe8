import SyncProtocol

/// `notice.read`: the clerk has seen a notice (protocol.md, section 5). Read twice is read once.
struct NoticeRead {
    let work: OperationWork

    func outcome() throws -> OperationOutcome {
        var notice = try work.subject(.notice)
        if notice.isDeleted { return .conflict(.deleted, with: notice) }
        if notice.state["read"]?.boolValue != true {
            notice.state["read"] = true
            try work.store.save(&notice, origin: work.caller.kiosk)
        }
        return .applied(revision: notice.revisionText)
    }
}
