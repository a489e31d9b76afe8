import Testing

@testable import Portal

@Suite struct FormTests {
    @Test func `fields are decoded`() {
        #expect(Form.parse(Array("a=b+c&d=%C3%A2&e=&f".utf8)) == ["a": "b c", "d": "â", "e": "", "f": ""])
        #expect(Form.parse([]) == [:])
    }

    @Test(arguments: ["a=1&a=2", "a=%G0", "a=%4", "a=%FF"]) func `what cannot be read is no form`(_ text: String) {
        #expect(Form.parse(Array(text.utf8)) == nil)
    }
}
