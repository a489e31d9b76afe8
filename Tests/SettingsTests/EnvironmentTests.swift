import Settings
import Testing

@Suite struct EnvironmentTests {
    @Test func `an override wins over the file and is read by the key's type`() throws {
        let environment = [
            "KIOSK_SYNC_SYNC_RETRY_CAP": "2m", "KIOSK_SYNC_PORTAL_URL": "http://127.0.0.1:8080",
            "KIOSK_SYNC_AGENT_COUNT": "7", "KIOSK_SYNC_AGENT_ON": "true", "KIOSK_SYNC_AGENT_TYPES": "a, b",
            "KIOSK_SYNC_AGENT_SIZE": "4096", "HOME": "/root",
        ]
        let reader = try SettingsReader(
            SettingsSource(text: "[sync]\nretry_cap = \"5m\"\n"), environment: environment, prefix: "KIOSK_SYNC")
        #expect(reader.table("sync").duration("retry_cap", in: .zero...(.seconds(600))) == .seconds(120))
        #expect(reader.table("portal").url("url") == "http://127.0.0.1:8080")
        let agent = reader.table("agent")
        #expect(agent.int("count", in: 0...10) == 7)
        #expect(agent.bool("on") == true)
        #expect(agent.strings("types") == ["a", "b"])
        #expect(agent.byteSize("size", in: 0...10_000) == 4096)
        try reader.finish()
    }

    @Test func `a wrong override is told by the variable's name`() throws {
        let reader = try SettingsReader(
            nil, environment: ["KIOSK_SYNC_AGENT_ON": "yes", "KIOSK_SYNC_AGENT_OM": "1"], prefix: "KIOSK_SYNC")
        _ = reader.table("agent").bool("on")
        let error = #expect(throws: SettingsError.self) { try reader.finish() }
        #expect(
            error?.problems == [
                SettingsProblem(key: "KIOSK_SYNC_AGENT_OM", kind: .unknownKey, nearest: "KIOSK_SYNC_AGENT_ON"),
                SettingsProblem(key: "KIOSK_SYNC_AGENT_ON", kind: .wrongForm(wanted: .bool)),
            ])
    }

    @Test func `without a prefix the environment does not count`() throws {
        let reader = try SettingsReader(nil, environment: ["_A_ON": "true", "A_ON": "true"], prefix: nil)
        #expect(reader.table("a").bool("on") == nil)
        try reader.finish()
    }
}
