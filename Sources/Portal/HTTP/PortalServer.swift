import Dossiers
import DurableFiles
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle
package import SyncProtocol
package import SystemdNotify
import UnixSignals

/// The reference portal as a running server.
package struct PortalServer: Sendable {
    let settings: PortalSettings
    let home: String
    let listen: ListenAddress
    let store: PortalStore
    /// Where the store is, if not in its usual place.
    let database: String?
    let catalogue: CatalogueFile
    let calendar: WorkingCalendar
    let now: @Sendable () -> Timestamp
    let log: Logger

    /// Seconds of silence after which a connection is closed.
    private static let idleSeconds: Int64 = 60
    private static let mostConnections = 1000

    /// Checks the settings and opens the store. Throws `PortalError` with 73 or 78.
    /// - Parameters:
    ///   - listen: in place of the settings' address.
    ///   - database: in place of `HOME/portal.sqlite`; a path, `file:` or `sqlite:` URL.
    package init(
        settings: PortalSettings, home: String, listen: String? = nil, database: String? = nil,
        now: @escaping @Sendable () -> Timestamp, log: Logger
    ) throws(PortalError) {
        let text = listen ?? settings.listen
        guard let address = ListenAddress(text) else {
            throw PortalError(
                listen == nil ? 78 : 64, type: "listen-invalid", vi: "Địa chỉ lắng nghe phải có dạng ĐỊA_CHỈ:CỔNG.",
                en: "The listening address must be ADDRESS:PORT.", field: "listen")
        }
        guard address.isLoopback || settings.behindProxy else {
            throw PortalError(
                78, type: "listen-unsafe",
                vi: "Chỉ được lắng nghe trên loopback nếu phía trước không có máy chủ TLS (khóa behind_proxy).",
                en: "Without a TLS server in front (setting: behind_proxy) only loopback may be listened at.", field: "listen")
        }
        self.settings = settings
        self.home = home
        self.listen = address
        self.catalogue = try CatalogueFile.find(setting: settings.catalogue, home: home)
        self.calendar = try CalendarFolder.find(setting: settings.calendars, home: home)
        self.database = try database.map(Self.path)
        self.store = try PortalStore.open(home: home, database: self.database)
        self.now = now
        self.log = log
    }

    /// Serves until SIGTERM or SIGINT.
    /// - Parameters:
    ///   - notifier: is told how the portal is.
    ///   - ready: called with the URL once connections are taken.
    package func run(notifier: SystemdNotifier, ready: @escaping @Sendable (String) -> Void) async throws {
        // Locks of uploads live in this process: two servers of one home would not know of each other's.
        guard case .success(let lock) = try FileLock.tryAcquire(home + "/serve.lock", as: .current("kiosk-portal serve")) else {
            throw PortalError(
                69, type: "already-served", vi: "Một “kiosk-portal serve” khác đang phục vụ thư mục này.",
                en: "Another “kiosk-portal serve” serves this folder.", field: "home")
        }
        defer { withExtendedLifetime(lock) {} }
        try StorePlace.keep(database, home: home)
        for problem in catalogue.problems {
            log.warning("a wrong row of the catalogue is left out", metadata: ["row": "\(problem.logText)"])
        }
        let address = PublicAddress(settings.publicURL)
        let rules = OperationRules(
            catalogue: catalogue.catalogue, calendar: calendar, portal: settings.name, agency: settings.agencyCode,
            publicAddress: address)
        let submission = SubmissionRule(rules: rules)
        let uploads = UploadStore(
            store: store, folders: try FileFolders(home: home), limits: FileLimits(settings.limits), now: now,
            arrival: { unit, sha256, moment, database in
                try submission.arrived(unit: unit, sha256: sha256, now: moment, database)
            })
        try await uploads.recover()
        let routes = PortalRoutes(
            settings: settings, store: store, uploads: uploads, catalogue: catalogue, rules: rules, home: home, now: now)
        let (now, listen, store, log) = (now, listen, store, log)
        let application = Application(
            responder: routes.router().buildResponder(),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [PortalHeaders(now: now)], idleTimeout: .seconds(Self.idleSeconds))),
            configuration: ApplicationConfiguration(
                address: .hostname(listen.host, port: listen.port),
                availableConnectionsDelegate: .maximum(Self.mostConnections, logger: log)),
            onServerRunning: { channel in
                let url = listen.url(port: channel.localAddress?.port ?? listen.port)
                address.learn(url)
                let known = address.url
                do { try await store.write { try ServedAddress.keep(known, in: $0) } } catch {
                    log.error("the address could not be kept for the office", metadata: ["error": "\(type(of: error))"])
                }
                notifier.send(.ready, .status("listens at \(url)"))
                ready(url)
            }, logger: log)
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: application),
                .init(service: MailService(courier: MailCourier(store: store, settings: mail, now: now, log: log))),
                .init(service: SweepService(uploads: uploads, log: log)),
                .init(
                    service: WatchdogService(notifier: notifier, logger: log) {
                        // One that answers with an error is not stuck: a restart mends no disk.
                        do { _ = try await store.read { try ServedAddress.last(in: $0) } } catch {
                            log.error(
                                "the store cannot be read", metadata: ["error": "\(PortalStore.unavailable(error).english)"])
                        }
                        return true
                    }),
                .init(service: StoppingService(notifier: notifier)),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
        // Whoever is cut off here sends again: nothing was told to be recorded that is not on disk.
        configuration.maximumGracefulShutdownDuration = .milliseconds(1200)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            throw PortalError(
                69, type: "cannot-listen", vi: "Không lắng nghe được tại địa chỉ này (errno \(error.errnoCode)).",
                en: "Cannot listen at this address (errno \(error.errnoCode)).", field: "listen")
        }
    }

    private var mail: PortalSettings.Mail {
        var mail = settings.mail
        mail.folder = mail.folder ?? home + "/mail"
        return mail
    }

    private static func path(_ database: String) throws(PortalError) -> String {
        for scheme in ["sqlite://", "sqlite:", "file://", "file:"] where database.hasPrefix(scheme) {
            return String(database.dropFirst(scheme.count))
        }
        guard !database.contains("://"), !database.isEmpty else {
            throw PortalError(
                78, type: "database-unsupported", vi: "Chỉ dùng được cơ sở dữ liệu SQLite.",
                en: "Only SQLite databases can be used.", field: "database")
        }
        return database
    }
}

/// Mails leave beside the requests.
private struct MailService: Service {
    let courier: MailCourier
    func run() async throws {
        do { try await cancelWhenGracefulShutdown { try await courier.run() } } catch is CancellationError {}
    }
}

/// Uploads that nobody goes on with end, now and then.
private struct SweepService: Service {
    let uploads: UploadStore
    let log: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    do { try await uploads.sweep(limit: 200) } catch let error as CancellationError { throw error } catch {
                        log.error("old uploads could not be ended", metadata: ["error": "\(type(of: error))"])
                    }
                    try await Task.sleep(for: .seconds(600))
                }
            }
        } catch is CancellationError {}
    }
}
