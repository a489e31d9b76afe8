import SyncProtocol

/// Where a portal is: an origin and perhaps a path in front of `/kiosk/v1` (protocol.md, sections 1 and 3).
package struct PortalAddress: Sendable, Hashable {
    package enum Refusal: Error, Sendable, Hashable {
        /// Not the address of a web server.
        case invalid
        /// `http` to another machine: TLS is required except on loopback.
        case insecure
    }

    /// `https://host[:port]`, host in lower case, the scheme's own port left out.
    package let origin: String
    /// What stands between the origin and `/kiosk/v1`; empty or beginning with `/`.
    private let prefix: String

    /// Reads what a person typed: a trailing `/` and a trailing `/kiosk/v1` are tolerated; user names, queries and
    /// fragments are not.
    package init(_ text: String) throws(Refusal) {
        let parts = try Self.parse(text)
        origin = parts.origin
        var path = parts.path[...]
        while path.hasSuffix("/") { path = path.dropLast() }
        if path.hasSuffix(ProtocolVersion.basePath) { path = path.dropLast(ProtocolVersion.basePath.count) }
        while path.hasSuffix("/") { path = path.dropLast() }
        guard !path.contains("?"), !path.contains("#") else { throw .invalid }
        prefix = String(path)
    }

    /// What a person is shown, and what is kept.
    package var text: String { origin + prefix }

    /// The URL of `path` below `/kiosk/v1`, such as `/sync`.
    package func endpoint(_ path: String) -> String { origin + prefix + ProtocolVersion.basePath + path }

    /// A URL that the portal sent (a `Location`), made absolute; `nil` when it leads to another origin, where neither
    /// our token nor a citizen's papers belong.
    package func onSameOrigin(_ reference: String, relativeTo base: String) -> String? {
        guard let url = resolve(reference, relativeTo: base), let parts = try? Self.parse(url), parts.origin == origin
        else {
            return nil
        }
        return url
    }

    /// The token endpoint that discovery publishes, absolute; `nil` unless it is HTTPS or on loopback.
    package func tokenEndpoint(_ reference: String) -> String? {
        guard let url = resolve(reference, relativeTo: endpoint("/")), (try? Self.parse(url)) != nil else { return nil }
        return url
    }

    /// RFC 3986, 5.2, for the forms that `Location` has in practice.
    private func resolve(_ reference: String, relativeTo base: String) -> String? {
        guard !reference.isEmpty, !reference.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { return nil }
        if reference.contains("://"), !reference.hasPrefix("/") { return reference }
        if reference.hasPrefix("//") { return String(origin.prefix { $0 != "/" }) + reference }
        if reference.hasPrefix("/") { return origin + reference }
        guard let path = try? Self.parse(base).path else { return nil }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return origin + folder + reference
    }

    private static func parse(_ text: String) throws(Refusal) -> (origin: String, path: String) {
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }),
            text.utf8.count <= 2048,
            let separator = text.firstRange(of: "://")
        else { throw .invalid }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .invalid }
        let rest = text[separator.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let (host, port) = try splitAuthority(rest[..<end])
        guard scheme == "https" || Loopback.contains(host: host) else { throw .insecure }
        let shownPort = port == nil || port == (scheme == "https" ? 443 : 80) ? "" : ":\(port ?? 0)"
        return ("\(scheme)://\(host)\(shownPort)", String(rest[end...]))
    }

    private static func splitAuthority(_ authority: Substring) throws(Refusal) -> (host: String, port: Int?) {
        guard !authority.contains("@") else { throw .invalid }
        var host = authority
        var port: Int?
        let hostEnd = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : authority.startIndex
        guard let hostEnd else { throw .invalid }
        if let colon = authority[hostEnd...].firstIndex(of: ":") {
            host = authority[..<colon]
            let digits = authority[authority.index(after: colon)...]
            guard let number = Int(digits), (1...65_535).contains(number), digits.allSatisfy(\.isNumber) else {
                throw .invalid
            }
            port = number
        }
        guard !host.isEmpty, host != "[]", !host.dropFirst(host.hasPrefix("[") ? 1 : 0).contains("[") else {
            throw .invalid
        }
        return (host.lowercased(), port)
    }
}

/// The machine itself, where TLS is not needed.
package enum Loopback {
    /// Whether `host` (an IPv6 address in brackets) can be nothing but this machine: `localhost`, `127.0.0.0/8`, `::1`.
    /// A name that merely begins like one (`127.0.0.1.example.com`) is not.
    package static func contains(host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in UInt8(part) != nil && part.utf8.allSatisfy { (48...57).contains($0) } }
    }
}
