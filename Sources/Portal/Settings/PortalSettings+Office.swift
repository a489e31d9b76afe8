extension PortalSettings {
    /// What the office's commands go by.
    package var office: OfficeRules { OfficeRules(name: name) }
}
