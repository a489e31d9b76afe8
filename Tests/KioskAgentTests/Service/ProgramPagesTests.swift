import Testing

@testable import KioskAgent

@Suite("Pages of the program") struct ProgramPagesTests {
    @Test(arguments: [
        ("55dbaf4fa000-55dbb20eb000 r-xp 00000000 fe:00 16228452                   /usr/bin/kiosk", true),
        ("55dbb20ec000-55dbb2210000 r--p 02bf1000 fe:00 16228452                   /usr/bin/kiosk", false),
        ("55dbb2210000-55dbb4760000 rwxp 02d15000 fe:00 16228452                   /usr/bin/kiosk", false),
        ("7ffd5a5f2000-7ffd5a5f4000 r-xp 00000000 00:00 0                          [vdso]", false),
        ("7f9440000000-7f944007b000 r-xp 00000000 00:00 0", false),
    ])
    func `only code that is as it is on the disk is given back`(_ line: String, _ isCode: Bool) throws {
        let mapping = try #require(ProgramPages.Mapping(Array(line.utf8)[...]))
        #expect(mapping.isCode == isCode && !mapping.addresses.isEmpty)
    }

    @Test(arguments: ["Rss:               26948 kB", "", "x-y r-xp 0 0 0 /a", "2-1 r-xp 0 0 0 /a", "VmFlags: rd ex mr mw me"])
    func `what is no mapping is none`(_ line: String) { #expect(ProgramPages.Mapping(Array(line.utf8)[...]) == nil) }

    /// The code that does it is given back, too.
    @Test func `the program goes on without its code in memory`() {
        for _ in 0..<3 { ProgramPages.release() }
        #expect("mã nguồn".uppercased() == "MÃ NGUỒN")
    }
}
