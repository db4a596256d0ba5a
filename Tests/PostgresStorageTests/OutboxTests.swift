import FoundationEssentials
import Logging
import Postgres
import PostgresStorage
import Secrets
import SignIn
import Synchronization
import TestSupport
import Testing
import Workspaces

extension StorageSuites {
    /// Mail is sent once, tried again, and lost by no crash.
    @Suite struct OutboxTests {
        /// A server that fails as long as it is told to.
        private final class Post: MailTransport {
            struct Memory {
                var failure: MailFailure?
                var sent: [MailMessage] = []
                var tries = 0
            }

            let memory = Mutex(Memory())

            var sent: [MailMessage] { memory.withLock { $0.sent } }
            var tries: Int { memory.withLock { $0.tries } }

            func fail(_ failure: MailFailure?) { memory.withLock { $0.failure = failure } }

            func send(_ message: MailMessage) async throws {
                try memory.withLock { memory in
                    memory.tries += 1
                    if let failure = memory.failure { throw failure }
                    memory.sent.append(message)
                }
            }
        }

        /// There are no words for it.
        private struct Wordless: Error {}

        /// - Parameter wordless: the kind of notice that no words are found for.
        private func delivery(
            _ gateway: StoredGateway,
            _ post: Post,
            over databases: (any WorkspaceDatabaseAccess)? = nil,
            wordless: Notice? = nil
        ) -> DeliverMail {
            let prepare = gateway.prepareLetter
            return DeliverMail(
                control: gateway.control,
                directory: gateway.directory,
                databases: databases ?? gateway.databases,
                raised: gateway.storage.raisedOutboxes,
                outbox: gateway.storage.outbox,
                prepare: { try await prepare($0, in: $1, $2) },
                compose: { letter in
                    guard letter.mail.notice != wordless else { throw Wordless() }
                    guard case .passwordReset(let token)? = letter.link else {
                        return Self.message(letter, letter.mail.notice.record.kind)
                    }
                    return Self.message(letter, token.expose())
                },
                transport: post,
                clock: gateway.clock,
                logger: Logger(label: "outbox") { _ in SwiftLogNoOpLogHandler() }
            )
        }

        private static func message(_ letter: Letter, _ body: String) -> MailMessage {
            MailMessage(
                id: letter.mail.id,
                recipient: letter.mail.recipient,
                subject: letter.name,
                body: body,
                date: letter.mail.queuedAt
            )
        }

        private func ask(_ gateway: StoredGateway, _ email: String, in workspace: Workspace) async throws {
            try await gateway.askForPasswordReset(
                try #require(EmailAddress(email)),
                language: "de",
                in: workspace.id,
                from: StoredGateway.origin
            )
        }

        private func outboxIsEmpty(_ gateway: StoredGateway, _ workspace: Workspace) async throws -> Bool {
            try await gateway.databases.transaction(on: workspace.id) {
                try await OutboxRepository().nextAttempt(in: $0)
            } == nil
        }

        @Test func mailsALinkThatSetsThePasswordOnce() async throws {
            try await StoredGateway.with { gateway, workspace, owner in
                let post = Post()
                try await ask(gateway, owner.email.description, in: workspace)
                _ = try await delivery(gateway, post)()
                let token = try #require(post.sent.first?.body)
                let fresh = Secret("quiet lanterns over seven hills")
                for isFirst in [true, false] {
                    do {
                        try await gateway.setPasswordByLink(
                            token,
                            .reset,
                            password: fresh,
                            in: workspace,
                            origin: StoredGateway.origin
                        )
                        #expect(isFirst)
                    } catch let rejection as PasswordLinkRejection {
                        #expect(rejection == .noGood && !isFirst)
                    }
                }
                // What was changed is told, too.
                _ = try await delivery(gateway, post)()
                #expect(post.sent.map(\.body) == [token, "password_changed"])
            }
        }

        @Test func writesToNobodyWhoIsUnknownOrInactive() async throws {
            try await StoredGateway.with { gateway, workspace, _ in
                let post = Post()
                let member = try await gateway.makeUser("bob@acme.example", .member, in: workspace)
                try await gateway.users.deactivate(member.id, in: workspace.id, by: StoredGateway.byOperator)
                try await ask(gateway, "eve@acme.example", in: workspace)
                try await ask(gateway, "bob@acme.example", in: workspace)
                _ = try await delivery(gateway, post)()
                #expect(post.tries == 0)
                #expect(try await outboxIsEmpty(gateway, workspace))
            }
        }

        @Test func fillsNobodysMailbox() async throws {
            try await StoredGateway.with { gateway, workspace, owner in
                let post = Post()
                for _ in 0..<AskForPasswordReset.perAddress.burst {
                    try await ask(gateway, "ADA@ACME.example", in: workspace)
                }
                // Others of the same name with a tag are others.
                try await ask(gateway, "ada+tag@acme.example", in: workspace)
                await #expect(throws: TooManyTries.self) {
                    try await ask(gateway, owner.email.description, in: workspace)
                }
                // Others are mailed all the same.
                let other = try await gateway.makeUser("bob@acme.example", .member, in: workspace)
                try await ask(gateway, other.email.description, in: workspace)
                _ = try await delivery(gateway, post)()
                #expect(post.sent.count == AskForPasswordReset.perAddress.burst + 1)
                #expect(post.sent.last?.recipient == other.email)
            }
        }

        @Test func triesAgainWithGrowingPausesUntilTheServerTakesIt() async throws {
            try await StoredGateway.with { gateway, workspace, owner in
                let post = Post()
                let deliver = delivery(gateway, post)
                post.fail(.postponed("away"))
                try await ask(gateway, owner.email.description, in: workspace)
                for (seconds, tries) in [(0.0, 1), (59, 1), (1, 2), (119, 2), (1, 3)] {
                    gateway.clock.advance(seconds)
                    _ = try await deliver()
                    #expect(post.tries == tries)
                }
                post.fail(nil)
                gateway.clock.advance(240)
                _ = try await deliver()
                #expect(post.sent.count == 1)
                gateway.clock.advance(100_000)
                _ = try await deliver()
                #expect(post.tries == 4)
            }
        }

        /// Behind a mail that a server put off for long, one that is committed a moment after the look is found soon.
        @Test func aMailThatWaitsHidesNoneThatComesLater() async throws {
            try await StoredGateway.with { gateway, workspace, owner in
                let post = Post()
                let deliver = delivery(gateway, post)
                post.fail(.postponed("away"))
                try await gateway.databases.transaction(on: workspace.id) {
                    try await gateway.notify(.factorsReset, to: owner.email, in: $0)
                }
                try await gateway.databases.transaction(on: workspace.id) { transaction in
                    try await gateway.notify(.passwordChanged, to: owner.email, in: transaction)
                    _ = try await deliver()
                    #expect(post.tries == 1)
                }
                post.fail(nil)
                gateway.clock.advance(3)
                _ = try await deliver()
                #expect(post.sent.map(\.body) == ["password_changed"])
            }
        }

        @Test func givesUpAMailThatIsRefusedForGood() async throws {
            try await StoredGateway.with { gateway, workspace, owner in
                let post = Post()
                post.fail(.refused("no such mailbox"))
                try await ask(gateway, owner.email.description, in: workspace)
                _ = try await delivery(gateway, post)()
                #expect(post.tries == 1)
                #expect(try await outboxIsEmpty(gateway, workspace))
            }
        }

        private func notify(_ notice: Notice, _ user: User, _ gateway: StoredGateway, _ workspace: Workspace)
            async throws
        {
            try await gateway.databases.transaction(on: workspace.id) {
                try await gateway.notify(notice, to: user.email, in: $0)
            }
        }

        /// Delivers until each mail of the box was tried as often as any may be.
        private func wearOut(_ deliver: DeliverMail, _ gateway: StoredGateway) async throws {
            for _ in 0..<DeliverMail.maximumAttempts {
                gateway.clock.advance(7 * 3_600)
                _ = try await deliver()
            }
        }

        /// Two versions beside each other: what the newer one puts in waits for it, and the others' turn comes.
        @Test func aMailThatThisVersionCannotReadWaitsAndHoldsUpNoOther() async throws {
            try await StoredGateway.with { gateway, workspace, owner in
                let (post, before) = (Post(), gateway.clock.now - 60)
                for (kind, details) in [("of_tomorrow", "{}"), ("factor_added", #"{"factor": "iris"}"#)] {
                    try await gateway.rows(
                        of: workspace,
                        """
                        INSERT INTO outbox (id, recipient, kind, details, queued_at, next_attempt_at)
                        VALUES (\(gateway.random.uuid()), \(owner.email.description), \(kind),
                            \(details)::text::jsonb, \(before), \(before))
                        """
                    )
                }
                try await notify(.passwordChanged, owner, gateway, workspace)
                let deliver = delivery(gateway, post)
                _ = try await deliver()
                #expect(post.sent.map(\.body) == ["password_changed"])
                #expect(try await gateway.rows(of: workspace, "SELECT id FROM outbox").count == 2)
                // In the end nobody who could read it is expected any more.
                try await wearOut(deliver, gateway)
                #expect(try await outboxIsEmpty(gateway, workspace))
                #expect(post.tries == 1)
            }
        }

        @Test func aMailThatFindsNoWordsHoldsUpNoOtherAndIsGivenUp() async throws {
            try await StoredGateway.with { gateway, workspace, owner in
                let post = Post()
                try await notify(.factorsReset, owner, gateway, workspace)
                gateway.clock.advance(1)
                try await notify(.passwordChanged, owner, gateway, workspace)
                let deliver = delivery(gateway, post, wordless: .factorsReset)
                _ = try await deliver()
                #expect(post.sent.map(\.body) == ["password_changed"])
                #expect(try await !outboxIsEmpty(gateway, workspace))
                try await wearOut(deliver, gateway)
                #expect(try await outboxIsEmpty(gateway, workspace))
            }
        }

        /// Its own mail goes out when it is back.
        @Test func aWorkspaceThatIsAwayHoldsUpNobodyElsesMail() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let globex = try await gateway.makeWorkspace("globex")
                let other = try await gateway.makeUser("bob@globex.example", .owner, in: globex)
                let post = Post()
                try await notify(.factorsReset, owner, gateway, acme)
                gateway.clock.advance(1)
                try await notify(.passwordChanged, other, gateway, globex)
                let databases = OneAway(acme.id, of: gateway.databases)
                let deliver = delivery(gateway, post, over: databases)
                _ = try await deliver()
                #expect(post.sent.map(\.recipient) == [other.email])
                databases.comeBack()
                gateway.clock.advance(300)
                _ = try await deliver()
                #expect(post.sent.map(\.recipient) == [other.email, owner.email])
            }
        }

        /// The databases, of which one can't be reached until it comes back.
        private final class OneAway: WorkspaceDatabaseAccess {
            private let workspace: WorkspaceID
            private let databases: PostgresWorkspaceDatabases
            private let isAway = Mutex(true)

            init(_ workspace: WorkspaceID, of databases: PostgresWorkspaceDatabases) {
                self.workspace = workspace
                self.databases = databases
            }

            func comeBack() { isAway.withLock { $0 = false } }

            func transaction<R: Sendable>(
                on workspace: WorkspaceID,
                _ body: @Sendable (WorkspaceTransaction) async throws -> R
            ) async throws -> R {
                try reach(workspace)
                return try await databases.transaction(on: workspace, body)
            }

            func change<R: Sendable>(
                _ workspace: WorkspaceID,
                by author: ChangeAuthor,
                _ body: @Sendable (WorkspaceChange) async throws -> R
            ) async throws -> R {
                try reach(workspace)
                return try await databases.change(workspace, by: author, body)
            }

            private func reach(_ workspace: WorkspaceID) throws {
                guard workspace != self.workspace || !isAway.withLock({ $0 }) else {
                    throw WorkspaceUnavailable(workspace: workspace)
                }
            }
        }

        @Test func sendsEachMailOnceThoughManyNodesLook() async throws {
            try await StoredGateway.with { gateway, workspace, owner in
                let post = Post()
                for _ in 0..<6 {
                    try await gateway.databases.transaction(on: workspace.id) {
                        try await gateway.notify(.passwordChanged, to: owner.email, in: $0)
                    }
                }
                let deliver = delivery(gateway, post)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 { group.addTask { _ = try await deliver() } }
                    try await group.waitForAll()
                }
                _ = try await deliver()
                #expect(post.sent.count == 6)
                #expect(Set(post.sent.map(\.id)).count == 6)
            }
        }

        /// The note stands before the mail does: whoever looks in between must look again.
        @Test func findsMailThatIsCommittedAfterTheOutboxWasSeenEmpty() async throws {
            try await StoredGateway.with { gateway, workspace, owner in
                let post = Post()
                let deliver = delivery(gateway, post)
                try await gateway.databases.transaction(on: workspace.id) { transaction in
                    try await gateway.notify(.passwordChanged, to: owner.email, in: transaction)
                    _ = try await deliver()
                    #expect(post.tries == 0)
                }
                gateway.clock.advance(3)
                _ = try await deliver()
                #expect(post.sent.count == 1)
                // In the end the note goes.
                gateway.clock.advance(600)
                _ = try await deliver()
                let left = try await gateway.control.transaction { transaction in
                    try await RaisedOutboxesRepository().claim(
                        dueAt: .distantFuture,
                        until: .distantFuture,
                        limit: 10,
                        in: transaction
                    )
                }
                #expect(left.isEmpty)
            }
        }

        @Test func takesTheLinkAwayWithThePasswordAndTheAddress() async throws {
            try await StoredGateway.with { gateway, workspace, owner in
                let token = try await gateway.databases.transaction(on: workspace.id) {
                    try await gateway.makePasswordLink(.reset, for: owner, in: $0)
                }
                try await gateway.setPassword(
                    Secret("quiet lanterns over seven hills"),
                    of: owner,
                    in: workspace,
                    by: StoredGateway.byOperator
                )
                await #expect(throws: PasswordLinkRejection.noGood) {
                    _ = try await gateway.setPasswordByLink.holder(of: token.expose(), .reset, in: workspace.id)
                }
            }
        }
    }
}
