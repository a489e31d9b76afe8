import Synchronization

/// The address that kiosks and people use. It comes from the settings, or from the port that was really taken, and never
/// from a request: a `Host` header must not decide where assertions are good.
final class PublicAddress: Sendable {
    private let state: Mutex<String>

    /// - Parameter url: without a trailing slash; empty until `learn`.
    init(_ url: String?) { state = Mutex(url ?? "") }

    var url: String { state.withLock { $0 } }
    var tokenURL: String { url + "/oauth2/token" }

    /// Takes the address that the server listens at, unless the settings gave another.
    func learn(_ url: String) {
        state.withLock { if $0.isEmpty { $0 = url } }
    }
}
