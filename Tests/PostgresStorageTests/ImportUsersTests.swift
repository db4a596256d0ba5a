import Credentials
import Encoding
import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import SignIn
import Testing
import WorkspaceDatabases
import Workspaces

extension StorageSuites {
    /// People who come with the hash that another program made of their password.
    @Suite struct ImportUsersTests {
        private static let password = "lanterns over water"

        @Test(arguments: [
            "$2b$06$abcdefghijklmnopqrstuubTB6i0FXEtqPXEoaZg7EnJjVZN4kCL6",
            "$pbkdf2-sha512$i=1000$yMnKy8zNzs/Q0dLT1NXW1w$tAG4TTVcsJQ330bpe/WRWJTTrnlpFmEVFnXFT+Nv4K8IJzt9VxdadML2/tB88s6L8pmWXMAU+ya2VJpdvbHHlg",
            "$scrypt$ln=10,r=4,p=3$8PHy8/T19vf4+fr7/P3+/w$iM0abC8b0IgA2K8YuHTwUkMQ6Jv8eDmXJYBDE0F3HHGZZAnr3cXxc2c/IX53Na2QFYGRibCy+XjOMimU0W/2qQ",
            "$argon2i$v=19$m=64,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$+SUsTKOk8FOyT7XRFYR4eTmjYACiRfJ9wKrw6kvBD1Q",
        ])
        func theySignInWithTheirPasswordAndTheHashIsMadeAnew(hash: String) async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                try await gateway.log.refresh()
                #expect(try await Self.bring([("bob@acme.example", hash)], gateway, acme) == [nil])
                let imported = try await gateway.audit(of: acme).suffix(2)
                #expect(imported.map(\.action) == ["user.created", "password.imported"])
                // The entry tells the cost, never the hash.
                #expect(imported.allSatisfy { !$0.changes.text.contains(hash.suffix(20)) })

                await #expect(throws: SignInRejection.wrongPassword) {
                    try await Self.signIn("bob@acme.example", "lanterns over wine", gateway, acme)
                }
                let actions = try await gateway.actions(in: acme) {
                    try await Self.signIn("bob@acme.example", Self.password, gateway, acme)
                }
                #expect(actions == ["password.hash_upgraded", "session.signed_in"])
                let stored = try await gateway.rows(
                    of: acme,
                    "SELECT hash FROM passwords p JOIN users u ON u.id = p.user_id WHERE email_key = 'bob@acme.example'"
                )
                #expect(try stored.first?.decode("hash", as: String.self).hasPrefix("$argon2id$v=19$") == true)
                let again = try await gateway.actions(in: acme) {
                    try await Self.signIn("bob@acme.example", Self.password, gateway, acme)
                }
                #expect(again == ["session.signed_in"])
            }
        }

        @Test func theSameFileAgainImportsWhatIsMissing() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let first = [("bob@acme.example", Self.hash), (owner.email.description, Self.hash)]
                #expect(try await Self.bring(first, gateway, acme) == [nil, .emailTaken])
                let second = first + [("Bob@ACME.example", Self.hash), ("cid@acme.example", Self.hash)]
                #expect(try await Self.bring(second, gateway, acme) == [.emailTaken, .emailTaken, .emailTaken, nil])
                // Whoever was there keeps their own password.
                try await Self.signIn(owner.email.description, StoredGateway.password, gateway, acme)
            }
        }

        @Test func eachCostIsKeptOnceAsAHashOfNobody() async throws {
            // attacks 5.1 #1
            try await StoredGateway.with { gateway, acme, _ async throws in
                let people = (0..<5).map { ("user\($0)@acme.example", Self.hash) }
                _ = try await Self.bring(people, gateway, acme)
                let decoys = try await gateway.rows(of: acme, "SELECT hash FROM password_decoys")
                #expect(
                    try decoys.map { try $0.decode("hash", as: String.self) } == [
                        "$2b$06$" + String(repeating: ".", count: 53)
                    ]
                )
                for number in 0..<10 {
                    await #expect(throws: SignInRejection.unknownUser) {
                        try await Self.signIn("nobody\(number)@acme.example", Self.password, gateway, acme)
                    }
                }
            }
        }

        private static let hash = "$2b$06$abcdefghijklmnopqrstuubTB6i0FXEtqPXEoaZg7EnJjVZN4kCL6"

        private static func bring(
            _ people: [(email: String, hash: String)],
            _ gateway: StoredGateway,
            _ workspace: Workspace
        ) async throws -> [UserImportRefusal?] {
            let records = try people.map { person in
                try UserImportLine.parse(
                    json: #"{"email": "\#(person.email)", "name": "Somebody", "password_hash": "\#(person.hash)"}"#.utf8
                )
            }
            return try await gateway.importUsers(records, in: workspace.id, by: StoredGateway.byOperator)
        }

        private static func signIn(
            _ email: String,
            _ password: String,
            _ gateway: StoredGateway,
            _ workspace: Workspace
        ) async throws {
            let _: SignInStep<SessionGrant> = try await gateway.signIn(
                email: email,
                password: Secret(password),
                in: workspace,
                origin: StoredGateway.origin
            )
        }
    }
}
