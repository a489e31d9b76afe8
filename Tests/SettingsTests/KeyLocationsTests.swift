import Testing

@testable import Settings

@Suite struct KeyLocationsTests {
    private let places = KeyLocations(
        #"""
        # [not.a.table] = 1
        root = "a # no comment"
        [portal]
          url = """
        [fake]
        key = 1
        """
        types = [
            "a", # ]
            'b',
        ]
        after = 1
        "quoted key" = 2
        a.b . c = 3
        inline = { x = 1, y = { z = "}" } }
        [[unit]]
        name = 'one\'
        [[unit]]
        name = "two \" still"
        [unit.inner]
        deep = 1
        """#)

    @Test(
        arguments: [
            ("root", 2), ("portal", 3), ("portal.url", 4), ("portal.types", 8), ("portal.types[1]", 10),
            ("portal.after", 12), ("portal.quoted key", 13), ("portal.a.b.c", 14), ("portal.inline.y.z", 15),
            ("unit[0].name", 17), ("unit[1].name", 19), ("unit[1].inner.deep", 21),
        ])
    func `every key is found at its line`(path: String, line: Int) {
        #expect(places[path]?.line == line)
    }

    @Test func `what only looks like a key is none`() {
        #expect(places["fake"] == nil)
        #expect(places["fake.key"] == nil)
        #expect(places["not"] == nil)
    }

    @Test(arguments: [
        "[", "[[", "a = [", "a = {", "a = \"", "a.", "]", "}", "=", "a = '''", "\u{FEFF}a = 1", "[a]x", "{{{{", ",,,",
    ])
    func `a text that is not TOML ends the walk all the same`(text: String) {
        #expect(KeyLocations(text)["nothing"] == nil)
    }
}
