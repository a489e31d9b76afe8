import Portal

/// The settings that a run of the program goes by.
enum PortalConfiguration {
    static func load(_ common: CommonOptions, home: String, environment: [String: String]) throws(PortalError) -> PortalSettings {
        PortalSettings()
    }
}
