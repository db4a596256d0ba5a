import BoundedWorkers
import GatewayHTTP
import GatewayPages
import Logging
import Outbound
import ServiceLifecycle
import SignIn
import Workspaces

/// Sends what waits in the outboxes, looking every second; several nodes share the work.
struct MailDelivery: Service {
    private static let pause: Duration = .seconds(1)
    /// Mails that this node hands in at once; more wait.
    private static let threads = 1
    private static let queue = 8

    private let deliver: DeliverMail
    private let logger: Logger

    init(_ settings: MailSettings, _ gateway: Gateway, pages: PageRenderer, url: PublicURL, logger: Logger) {
        let prepare = gateway.useCases.prepareLetter
        let compose = MailComposer(pages, url: url)
        deliver = DeliverMail(
            control: gateway.storage.control,
            directory: gateway.useCases.directory,
            databases: gateway.databases,
            raised: gateway.storage.raisedOutboxes,
            outbox: gateway.storage.outbox,
            prepare: { try await prepare($0, in: $1, $2) },
            compose: { try compose($0) },
            transport: Self.transport(settings),
            clock: gateway.clock,
            logger: logger
        )
        self.logger = logger
    }

    private static func transport(_ settings: MailSettings) -> any MailTransport {
        switch settings.destination {
        case .folder(let folder): FolderTransport(folder: folder, sender: settings.sender)
        case .smtp(let server):
            SMTPTransport(
                server: server,
                sender: settings.sender,
                workers: BoundedWorkers(name: "mail", threads: threads, queue: queue)
            )
        }
    }

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await deliver() {}
                } catch {
                    logger.warning("Mail not delivered", metadata: ["error": "\(String(reflecting: error))"])
                }
                try await Task.sleep(for: Self.pause)
            }
        }
    }
}
