import KioskAgent
import Status
import Testing

@Suite struct HomeFolderTests {
    @Test(
        arguments: [
            ("/a/b/", ["KIOSK_HOME": "/c"], "me", "/a/b"), ("rel", [:], "me", "/work/rel"),
            (nil, ["KIOSK_HOME": "/c", "STATE_DIRECTORY": "/d"], "kiosk", "/c"),
            (nil, ["STATE_DIRECTORY": "/var/lib/kiosk:/var/lib/more", "HOME": "/h"], "me", "/var/lib/kiosk"),
            (nil, ["HOME": "/nonexistent", "XDG_STATE_HOME": "/x"], "kiosk", "/var/lib/kiosk"),
            (nil, ["XDG_STATE_HOME": "/x", "HOME": "/h"], "me", "/x/kiosk"),
            (nil, ["XDG_STATE_HOME": "x", "HOME": "/h"], "me", "/h/.local/state/kiosk"),
            (nil, ["XDG_STATE_HOME": "", "KIOSK_HOME": "", "HOME": "/h"], "me", "/h/.local/state/kiosk"),
        ] as [(String?, [String: String], String, String)])
    func `the first that is known wins`(option: String?, environment: [String: String], user: String, path: String)
        throws
    {
        let home = try HomeFolder.resolve(option: option, environment: environment, user: user, workingFolder: "/work")
        #expect(home.path == path)
        #expect(home.socket == path + "/run/kiosk.sock")
    }

    @Test func `without any the problem says so`() {
        let error = #expect(throws: KioskProblem.self) {
            try HomeFolder.resolve(option: nil, environment: [:], user: "me", workingFolder: "/work")
        }
        #expect(error?.kind == .homeMissing)
        #expect(throws: KioskProblem.self) {
            try HomeFolder.resolve(option: "", environment: ["HOME": "/h"], user: "me")
        }
    }
}
