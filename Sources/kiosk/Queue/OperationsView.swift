import KioskAgent
import Status
import SyncProtocol

/// Operations as text.
enum OperationsView {
    static func row(_ line: QueueLine, _ screen: inout Screen) {
        screen.row(
            [
                (line.id.shortID, 18), (Texts.operationType(line.type, in: screen.language), 14),
                (Texts.state(line.state, in: screen.language), 14),
            ], about: line.about.map(Printable.clean) ?? "", note: note(line, screen))
    }

    /// Reasons that say no more than the state beside them.
    private static let plain: Set<String> = ["queued", "due", "held"]
    /// Reasons that hold for everything that waits: told once for the whole list.
    private static let common: Set<String> = [
        "not-enrolled", "no-link", "captive-portal", "wrong-server", "portal-error", "revoked", "agent-too-old",
    ]
    /// Operations whose bytes are those of papers; other lines are too small for a person to ask how far they are.
    private static let withPapers: Set<String> = ["dossier.submit", "dossier.supplement"]

    /// What holds up the item, if that is no matter of its own.
    static func commonReason(_ line: QueueLine) -> String? {
        line.state == "waiting" && common.contains(line.reason ?? "") ? line.text : nil
    }

    /// Why it waits, how far its files are, when it is tried next.
    private static func note(_ line: QueueLine, _ screen: Screen) -> String {
        var parts: [String] = []
        if withPapers.contains(line.type), line.bytesDone < line.bytesTotal {
            parts.append("\(Format.bytes(line.bytesDone, screen.language)) / \(Format.bytes(line.bytesTotal, screen.language)).")
        }
        if let text = line.text, !plain.contains(line.reason ?? ""), commonReason(line) == nil {
            parts.append(Printable.clean(text))
        }
        if line.state == "retrying", let next = line.nextAttemptAt {
            parts.append(Text(vi: "Thử lại {at}.", en: "Next try {at}.").render(screen.language, ["at": screen.time(next)]))
        }
        return parts.joined(separator: " ")
    }

    /// The part of an account or dossier that says how its delivery stands.
    static func local(_ local: JSONValue?, _ screen: inout Screen) {
        guard let local else { return }
        screen.line()
        if let state = local["state"]?.stringValue {
            screen.entry(Text(vi: "Việc gửi", en: "Delivery"), Texts.state(state, in: screen.language))
        }
        for operation in local["operations"]?.arrayValue ?? [] {
            if let line = try? operation.decode(as: QueueLine.self) {
                row(line, &screen)
            } else if let id = operation.stringValue ?? operation["id"]?.stringValue {
                screen.paragraph(id.shortID, indent: 2)
            }
        }
    }
}
