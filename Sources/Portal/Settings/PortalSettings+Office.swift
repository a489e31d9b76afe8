extension PortalSettings {
    /// What the office's commands go by.
    package var office: OfficeRules {
        OfficeRules(
            name: name,
            beneficiary: OfficeRules.Beneficiary(bank: payment.bank, account: payment.account, name: payment.accountName),
            supplementTerm: .seconds(supplementTerm), address: publicURL)
    }
}
