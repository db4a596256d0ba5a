import Encoding
import Postgres
import Secrets
import SignIn
import TestSupport
import Testing
import WorkspaceDatabases
import Workspaces

extension StorageSuites {
    /// What one workspace gave is nothing in another, also where somebody writes the other's id into it.
    @Suite struct TwoWorkspacesTests {
        @Test func aRefreshTokenOfOneIsNothingInTheOther() async throws {
            // attacks 5.8 #79
            try await StoredGateway.with { gateway, acme, owner async throws in
                let globex = try await gateway.makeWorkspace("globex")
                let grant = try await gateway.tokens(of: owner, in: acme)
                let rewritten = try grant.refreshToken.rewritten(as: .refresh, for: globex.id)
                await #expect(throws: RefreshRejection.unknownToken) { try await gateway.refreshed(rewritten) }
                try await gateway.revokeToken(
                    rewritten,
                    clientID: Application.firstPartyID,
                    origin: StoredGateway.origin
                )
                let nowhere = try grant.refreshToken.rewritten(as: .refresh, for: .random(from: gateway.random))
                await #expect(throws: RefreshRejection.unknownToken) { try await gateway.refreshed(nowhere) }
                // Nothing of that touched the real one.
                #expect(try await gateway.refreshed(grant.refreshToken).session == grant.session)
                #expect(try await gateway.audit(of: globex).isEmpty)
            }
        }

        @Test func aSessionOfOneIsNotEndedFromTheOther() async throws {
            // attacks 5.8 #79
            try await StoredGateway.with { gateway, acme, owner async throws in
                let globex = try await gateway.makeWorkspace("globex")
                let session = try await gateway.tokens(of: owner, in: acme).session
                let ended = try await gateway.endSession(
                    session,
                    of: owner.id,
                    in: globex.id,
                    because: .endedByUser,
                    by: ChangeAuthor(.user(owner.id), from: StoredGateway.origin)
                )
                #expect(!ended)
                #expect(try await gateway.session(session, in: acme)?.endedAt == nil)
                #expect(try await gateway.revocations().isEmpty)
            }
        }

        @Test func theSameAddressIsTwoPeople() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let globex = try await gateway.makeWorkspace("globex")
                let other = try await gateway.makeUser(owner.email.description, .member, in: globex)
                #expect(other.id != owner.id)
                try await gateway.users.deactivate(other.id, in: globex.id, by: StoredGateway.byOperator)
                _ = try await gateway.tokens(of: owner, in: acme)
                await #expect(throws: SignInRejection.userNotActive) { try await gateway.tokens(of: other, in: globex) }
            }
        }

        @Test func aWorkspacesLoginReachesNeitherTheOtherNorTheControlDatabase() async throws {
            // attacks 5.8 #78
            try await StoredGateway.with { gateway, _, _ async throws in
                _ = try await gateway.makeWorkspace("globex")
                let places = try await gateway.pools.withControlTransaction { transaction in
                    try await transaction.query("SELECT database, login FROM workspaces ORDER BY slug").map { row in
                        (
                            database: try row.decode("database", as: String.self),
                            login: try row.decode("login", as: String.self)
                        )
                    }
                }
                let server = gateway.service.server
                for database in [places[1].database, gateway.service.runtime.database] {
                    await #expect(throws: PostgresError.self) {
                        try await server.connect(
                            server.configuration(database: database, user: places[0].login, password: "workspace")
                        )
                    }
                }
            }
        }
    }
}

extension Secret<String> {
    /// The opaque token with the same secret that says it is of `workspace`, its checksum right.
    func rewritten(as kind: OpaqueTokenKind, for workspace: WorkspaceID) throws -> Secret<String> {
        let bytes = try Hex.decode(String(expose().dropFirst(kind.rawValue.count + 1)))
        let id = workspace.bytes.count
        let secret = Array(bytes[id..<(id + OpaqueToken.secretBytes)])
        return OpaqueToken(kind: kind, workspace: workspace.bytes, secret: secret).text
    }
}
