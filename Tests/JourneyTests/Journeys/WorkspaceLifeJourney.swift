import Encoding
import Foundation
import Testing

extension Journeys {
    /// A workspace from its creation to its receipt, through the running system and by an operator's commands.
    struct WorkspaceLife {
        private static let email = "owner@life.example"
        private static let password = "seven lanterns under the bridge"

        @Test(.timeLimit(.minutes(3)))
        func isCreatedSuspendedResumedAndClosed() async throws {
            let person = try Person()
            let command = OperatorCommand(gateway: try GatewayProcess.adopted(from: person.system))
            let slug = "life-\(getpid())"
            let creation = [
                "workspace", "create", slug, "--name", "Life", "--owner-email", Self.email, "--owner-name", "Owner",
                "--owner-password-file", "-",
            ]
            let created = try await command.run(creation, input: "\(Self.password)\n")
            #expect(created.exitCode == 0, "\(created)")
            let tokens = try Tokens(try await signIn(slug, person))
            try await useAssets(tokens, person)

            let suspended = try await command.run(["workspace", "suspend", slug])
            #expect(suspended.exitCode == 0, "\(suspended)")
            #expect(try await person.isRefusedByAssetAPI(tokens.access, status: 403))
            #expect(try await isAnswered(403) { try await signIn(slug, person) })
            #expect(try await me(slug, tokens.access, person).status == 403)
            #expect(try await person.refresh(tokens.refresh).status == 400)
            let page = try await Asking().send(to: "\(person.system.gateway)/w/\(slug)/sign-in")
            #expect(page.status == 403)

            let resumed = try await command.run(["workspace", "resume", slug])
            #expect(resumed.exitCode == 0, "\(resumed)")
            // What it gave before stays revoked, and the API says so again.
            #expect(try await isAnswered(401) { try await person.assets(tokens.access) })
            #expect(try await isAnswered(200) { try await signIn(slug, person) })
            #expect(try await person.refresh(tokens.refresh).status == 400)
            let anew = try Tokens(try await signIn(slug, person))
            try await useAssets(anew, person)

            let mistyped = try await command.run(["workspace", "close", slug, "--confirm", "lief"])
            #expect(mistyped.exitCode == 1, "\(mistyped)")
            #expect(try await me(slug, anew.access, person).status == 200)
            let closed = try await command.run(["workspace", "close", slug, "--confirm", slug])
            #expect(closed.exitCode == 0, "\(closed)")
            #expect(closed.output.contains("\"receipt\":"))
            #expect(try await person.isRefusedByAssetAPI(anew.access))
            #expect(try await isAnswered(404) { try await signIn(slug, person) })
            let shown = try await command.run(["workspace", "show", slug])
            #expect(shown.output.contains("\"state\":\"closed\""))
            #expect(shown.output.contains("\"last_audit_sequence\":"))
            // attacks 5.8 #78
            let again = try await command.run(creation, input: "\(Self.password)\n")
            #expect(again.exitCode == 1, "\(again)")
        }

        private func signIn(_ slug: String, _ person: Person) async throws -> Reply {
            let credentials: JSONValue = ["email": .string(Self.email), "password": .string(Self.password)]
            return try await Asking.json(credentials)
                .send(to: "\(person.system.gateway)/w/\(slug)/api/v1/sign-in/password")
        }

        private func me(_ slug: String, _ token: String, _ person: Person) async throws -> Reply {
            try await Asking().bearing(token).send(to: "\(person.system.gateway)/w/\(slug)/api/v1/me")
        }

        /// The asset API makes the workspace's database at the first request, which may be told to come back.
        private func useAssets(_ tokens: Tokens, _ person: Person) async throws {
            let deadline = ContinuousClock.now + .seconds(30)
            var reply = try await person.assets(tokens.access)
            while reply.status == 503, ContinuousClock.now < deadline { reply = try await person.assets(tokens.access) }
            #expect(reply.status == 200, "\(reply)")
        }

        /// Whether that status is answered within the time.
        private func isAnswered(_ expected: Int, by ask: () async throws -> Reply) async throws -> Bool {
            let deadline = ContinuousClock.now + Person.revocationTakes
            while true {
                let sent = ContinuousClock.now
                if try await ask().status == expected { return true }
                if sent >= deadline { return false }
            }
        }
    }
}
