/// Who this kiosk is at its portal, since it was enrolled.
package struct KioskIdentity: Sendable {
    package var kioskID: String
    package var key: KioskKey

    package init(kioskID: String, key: KioskKey) {
        self.kioskID = kioskID
        self.key = key
    }
}
