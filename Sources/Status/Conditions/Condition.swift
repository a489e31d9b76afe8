/// One thing that is not as it should be, with what a person can do about it. Each is a registered word, so that a
/// cause can hide its consequences: without a link nobody needs to hear that nothing was delivered.
package struct Condition: Sendable, Hashable {
    /// How much it matters, least first.
    package enum Severity: Int, Sendable, Hashable, Codable, Comparable {
        /// Good to know; it goes on by itself.
        case note
        /// It goes on, but somebody should look soon.
        case warning
        /// A person must act, or work stands still.
        case error
        package static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
    }

    /// The stable words; the raw value is the `id` of the entry in `attention`.
    package enum Code: String, Sendable, Hashable, Codable, CaseIterable {
        case notEnrolled = "not-enrolled"
        case revoked
        case agentTooOld = "agent-too-old"
        case wrongServer = "wrong-server"
        case captivePortal = "captive-portal"
        case noLink = "no-link"
        case portalError = "portal-error"
        case clockWrong = "clock-wrong"
        case diskLow = "disk-low"
        case diskFull = "disk-full"
        case portalRestored = "portal-restored"
        case nothingTried = "nothing-tried"
        case waitingLong = "waiting-long"
        case conflicts
        case rejected
        case quarantined
        case quarantinedFiles = "quarantined-files"
        case held
    }

    package var code: Code
    package var severity: Severity
    package var text: Text
    package var parameters: [String: String]
    /// What a person can type; `nil` where nothing on this machine helps.
    package var command: String?
    /// While one of these stands, this one is not shown.
    package var dependsOn: [Code]

    package init(
        _ code: Code, _ severity: Severity, _ text: Text, _ parameters: [String: String] = [:], command: String? = nil,
        dependsOn: [Code] = []
    ) {
        self.code = code
        self.severity = severity
        self.text = text
        self.parameters = parameters
        self.command = command
        self.dependsOn = dependsOn
    }

    /// The entry in `status`.
    package func attention(in language: Language) -> StatusReport.Attention {
        StatusReport.Attention(id: code.rawValue, text: text.render(language, parameters), command: command ?? "kiosk doctor")
    }
}
