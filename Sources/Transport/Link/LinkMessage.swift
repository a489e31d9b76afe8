import Glibc

/// One message of rtnetlink, as far as it matters here. Pure.
enum LinkMessage: Sendable, Hashable {
    /// A link's number and whether it can carry anything (administratively up, and its other end is there).
    case link(index: Int32, isRunning: Bool)
    case linkRemoved(index: Int32)
    case address(index: Int32, text: String, isAdded: Bool)
    /// A way to everywhere was added.
    case defaultRoute

    /// All messages of one datagram that are of these kinds; what cannot be read is passed over.
    static func parse(_ bytes: [UInt8]) -> [LinkMessage] {
        var messages: [LinkMessage] = []
        var start = 0
        // struct nlmsghdr: length, type, flags, sequence, port.
        while let length = bytes.integer(at: start, as: UInt32.self).map(Int.init), length >= 16, start + length <= bytes.count,
            let type = bytes.integer(at: start + 4, as: UInt16.self)
        {
            let body = Array(bytes[(start + 16)..<(start + length)])
            if let message = LinkMessage(type: type, body: body) { messages.append(message) }
            start += (length + 3) & ~3
        }
        return messages
    }

    /// The types of linux/rtnetlink.h.
    private init?(type: UInt16, body: [UInt8]) {
        switch type {
        case 16, 17:  // RTM_NEWLINK, RTM_DELLINK: struct ifinfomsg
            guard let index = body.integer(at: 4, as: Int32.self), let flags = body.integer(at: 8, as: UInt32.self) else {
                return nil
            }
            // IFF_UP, IFF_RUNNING, and IFF_LOWER_UP, which says that the carrier is there.
            let isRunning = flags & 0x1 != 0 && flags & 0x40 != 0 && flags & 0x10000 != 0
            self = type == 16 ? .link(index: index, isRunning: isRunning) : .linkRemoved(index: index)
        case 20, 21:  // RTM_NEWADDR, RTM_DELADDR: struct ifaddrmsg
            guard let family = body.first, body.count >= 8, let index = body.integer(at: 4, as: Int32.self) else { return nil }
            let attributes = Self.attributes(body, from: 8)
            // IFA_LOCAL is the address on this side; IPv6 has IFA_ADDRESS alone.
            guard let raw = attributes[2] ?? attributes[1], let text = Self.text(raw, family: Int32(family)) else { return nil }
            self = .address(index: index, text: text, isAdded: type == 20)
        case 24:  // RTM_NEWROUTE: struct rtmsg, whose second byte is the destination's prefix length
            guard body.count >= 12, body[1] == 0 else { return nil }
            self = .defaultRoute
        default: return nil
        }
    }

    /// struct rtattr: length and type, then the value; each begins at a multiple of four.
    private static func attributes(_ body: [UInt8], from start: Int) -> [UInt16: [UInt8]] {
        var attributes: [UInt16: [UInt8]] = [:]
        var start = start
        while let length = body.integer(at: start, as: UInt16.self).map(Int.init), length >= 4, start + length <= body.count,
            let type = body.integer(at: start + 2, as: UInt16.self)
        {
            attributes[type] = Array(body[(start + 4)..<(start + length)])
            start += (length + 3) & ~3
        }
        return attributes
    }

    /// An address as people and libcurl write it.
    private static func text(_ raw: [UInt8], family: Int32) -> String? {
        guard family == AF_INET && raw.count == 4 || family == AF_INET6 && raw.count == 16 else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard unsafe inet_ntop(family, raw, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// The links and addresses that were heard of, so that an event tells what changed and not what is repeated. Pure.
struct KnownLinks: Sendable {
    private var running: [Int32: Bool] = [:]
    private var addresses: [Int32: Set<String>]

    /// - Parameter addresses: by link, those that are there at the start; by default what this machine has.
    init(addresses: [Int32: Set<String>]? = nil) { self.addresses = addresses ?? Self.present() }

    mutating func fold(_ message: LinkMessage) -> [LinkEvent] {
        switch message {
        case .link(let index, let isRunning):
            // Heard of for the first time, a running link is most likely an old one that changed something else.
            let before = running.updateValue(isRunning, forKey: index)
            if isRunning { return before == false ? [.up] : [] }
            return before == false ? [] : lost(addresses[index] ?? [])
        case .linkRemoved(let index):
            running[index] = nil
            return lost(addresses.removeValue(forKey: index) ?? [])
        case .address(let index, let text, true):
            return addresses[index, default: []].insert(text).inserted ? [.up] : []
        case .address(let index, let text, false):
            addresses[index]?.remove(text)
            return [.lost(addresses: [text])]
        case .defaultRoute: return [.up]
        }
    }

    private func lost(_ addresses: Set<String>) -> [LinkEvent] { addresses.isEmpty ? [] : [.lost(addresses: addresses)] }

    private static func present() -> [Int32: Set<String>] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard unsafe getifaddrs(&first) == 0 else { return [:] }
        defer { unsafe freeifaddrs(first) }
        var found: [Int32: Set<String>] = [:]
        var next = unsafe first
        while let entry = unsafe next {
            unsafe next = entry.pointee.ifa_next
            guard let address = unsafe entry.pointee.ifa_addr else { continue }
            let family = Int32(unsafe address.pointee.sa_family)
            guard family == AF_INET || family == AF_INET6 else { continue }
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let size = family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
            guard unsafe getnameinfo(address, socklen_t(size), &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
                continue
            }
            let name = String(decoding: text.prefix { $0 != 0 && $0 != 37 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            let index = Int32(bitPattern: unsafe if_nametoindex(entry.pointee.ifa_name))
            found[index, default: []].insert(name)
        }
        return found
    }
}

extension [UInt8] {
    /// A number at `start`, in the machine's byte order (little-endian on every machine that Swift has for Linux);
    /// `nil` beyond the end.
    fileprivate func integer<Number: FixedWidthInteger>(at start: Int, as type: Number.Type) -> Number? {
        let size = MemoryLayout<Number>.size
        guard start >= 0, start + size <= count else { return nil }
        var number: Number = 0
        for byte in self[start..<(start + size)].reversed() { number = number << 8 | Number(byte) }
        return number
    }
}
