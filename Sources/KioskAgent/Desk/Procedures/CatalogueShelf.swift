import Dossiers
import Foundation
import Outbox
import SyncProtocol

/// The catalogue in use, read and indexed once for each version: the portal's where one was fetched, else the one that
/// came with the installation.
actor CatalogueShelf {
    private struct Held {
        /// The store's `catalogueGeneration` from before it was read.
        var generation: Int
        var catalogue: Catalogue?
        var problems: [CatalogueProblem] = []
        var search: ProcedureSearch?
    }

    private let outbox: Outbox
    private let shipped: @Sendable () -> [UInt8]?
    private var held: Held?

    init(outbox: Outbox, shipped: @escaping @Sendable () -> [UInt8]?) {
        self.outbox = outbox
        self.shipped = shipped
    }

    /// `nil` when this machine has no catalogue that can be read.
    func current() async throws -> Catalogue? { try await load().catalogue }

    /// Rows of it that are wrong and were left out.
    func problems() async throws -> [CatalogueProblem] { try await load().problems }

    func index() async throws -> ProcedureSearch? {
        var held = try await load()
        if held.search == nil, let catalogue = held.catalogue {
            held.search = ProcedureSearch(catalogue)
            self.held = held
        }
        return held.search
    }

    private func load() async throws -> Held {
        let generation = outbox.catalogueGeneration
        if let held, held.generation == generation { return held }
        var bytes = try await outbox.read { try $0.catalogueJSON() }
        var read = bytes.flatMap(Self.read)
        if read == nil {
            bytes = shipped()
            read = bytes.flatMap(Self.read)
        }
        let loaded = Held(generation: generation, catalogue: read?.catalogue, problems: read?.problems ?? [])
        held = loaded
        return loaded
    }

    /// A catalogue that cannot be read at all counts as none: the desk goes on without, and `doctor` says so.
    private static func read(_ bytes: [UInt8]) -> (catalogue: Catalogue, problems: [CatalogueProblem])? {
        try? Catalogue.load(json: Data(bytes))
    }
}
