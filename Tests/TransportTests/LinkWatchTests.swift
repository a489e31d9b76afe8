import Testing

@testable import Transport

@Suite struct LinkWatchTests {
    /// A message as the kernel writes it: header, body, attributes.
    private func message(_ type: UInt16, _ body: [UInt8], _ attributes: [(UInt16, [UInt8])] = []) -> [UInt8] {
        var content = body
        for (kind, value) in attributes {
            content += little(UInt16(value.count + 4)) + little(kind) + value
            content += [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
        }
        return little(UInt32(16 + content.count)) + little(type) + [UInt8](repeating: 0, count: 10) + content
    }
    private func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
    private func link(_ index: Int32, flags: UInt32, type: UInt16 = 16) -> [UInt8] {
        message(type, [0, 0, 0, 0] + little(index) + little(flags) + little(UInt32(0)))
    }
    private func address(_ index: UInt32, _ bytes: [UInt8], type: UInt16) -> [UInt8] {
        message(type, [bytes.count == 4 ? 2 : 10, 24, 0, 0] + little(index), [(1, bytes), (2, bytes)])
    }
    private let up: UInt32 = 0x1 | 0x40 | 0x10000

    @Test func `links, addresses and ways out are read from one datagram`() {
        let bytes =
            link(3, flags: up) + link(3, flags: 0x1) + link(4, flags: 0, type: 17) + address(3, [192, 0, 2, 7], type: 20)
            + address(3, [0x20, 1, 0xD, 0xB8] + [UInt8](repeating: 0, count: 11) + [1], type: 21)
            + message(24, [2, 0] + [UInt8](repeating: 0, count: 10)) + message(24, [2, 24] + [UInt8](repeating: 0, count: 10))
        #expect(
            LinkMessage.parse(bytes) == [
                .link(index: 3, isRunning: true), .link(index: 3, isRunning: false), .linkRemoved(index: 4),
                .address(index: 3, text: "192.0.2.7", isAdded: true),
                .address(index: 3, text: "2001:db8::1", isAdded: false), .defaultRoute,
            ])
    }

    @Test func `whatever is cut off or damaged is passed over`() {
        let whole = address(3, [192, 0, 2, 7], type: 20)
        for count in 0..<whole.count { #expect(LinkMessage.parse(Array(whole.prefix(count))).isEmpty) }
        for position in whole.indices {
            for value: UInt8 in [0, 1, 0x7F, 0xFF] {
                var bytes = whole
                bytes[position] = value
                #expect(LinkMessage.parse(bytes + whole).count <= 2)
            }
        }
    }

    @Test func `an event tells what changed and not what is repeated`() {
        var links = KnownLinks(addresses: [3: ["192.0.2.7"]])
        func fold(_ message: LinkMessage) -> [LinkEvent] { links.fold(message) }
        #expect(fold(.link(index: 3, isRunning: true)) == [])
        #expect(fold(.link(index: 3, isRunning: false)) == [.lost(addresses: ["192.0.2.7"])])
        #expect(fold(.link(index: 3, isRunning: false)) == [])
        #expect(fold(.link(index: 3, isRunning: true)) == [.up])
        #expect(fold(.address(index: 3, text: "192.0.2.7", isAdded: true)) == [])
        #expect(fold(.address(index: 3, text: "192.0.2.8", isAdded: true)) == [.up])
        #expect(fold(.address(index: 3, text: "192.0.2.7", isAdded: false)) == [.lost(addresses: ["192.0.2.7"])])
        #expect(fold(.linkRemoved(index: 3)) == [.lost(addresses: ["192.0.2.8"])])
        #expect(fold(.defaultRoute) == [.up])
    }

    @Test(.timeLimit(.minutes(1))) func `the watch ends when its reader does`() async {
        let reader = Task { for await _ in LinkWatch.events() {} }
        reader.cancel()
        await reader.value
    }
}
