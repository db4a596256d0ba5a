import Encoding
import Testing

extension Journeys {
    /// What every stranger meets, whatever is asked.
    struct FrontDoor {
        private static let securityHeaders = [
            "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control",
        ]

        /// attacks 5.1 #1
        @Test func answersAnUnknownPersonAsAWrongPassword() async throws {
            let person = try Person()
            let unknown = try await person.trySigningIn(
                email: "nobody@\(person.system.workspace).example",
                password: person.system.ownerPassword
            )
            let wrong = try await person.trySigningIn(
                email: person.system.ownerEmail,
                password: "\(person.system.ownerPassword)!"
            )
            #expect(unknown.status == 401)
            #expect(wrong.status == 401)
            #expect(try Self.withoutCorrelation(unknown) == Self.withoutCorrelation(wrong))
            let names = [unknown, wrong].map { $0.fields.map { $0.name.lowercased() } }
            #expect(names[0] == names[1])
        }

        /// The body as it was sent, but for the one member that must differ.
        private static func withoutCorrelation(_ reply: Reply) throws -> String {
            let id = try #require(reply.json?["correlation_id"]?.string)
            #expect(reply.header("X-Correlation-ID") == [id])
            let parts = String(decoding: reply.body, as: UTF8.self).split(
                separator: id,
                omittingEmptySubsequences: false
            )
            try #require(parts.count == 2)
            return parts.joined()
        }

        @Test func servesEveryPlainAddressOfItsDescription() async throws {
            let person = try Person()
            let described = try await Asking().send(to: "\(person.system.gateway)/openapi.json")
            #expect(described.status == 200)
            let paths = try #require(described.json?["paths"]?.object)
            let plain = paths.members.filter { !$0.name.contains("{") && $0.value.object?["get"] != nil }.map(\.name)
            try #require(plain.count > 3)
            for path in plain {
                let reply = try await Asking().send(to: person.system.gateway + path)
                #expect(reply.status != 404 && reply.status < 500, "\(path): \(reply)")
            }
        }

        @Test func protectsEveryAnswerAndGivesItAnIDOfItsOwn() async throws {
            let person = try Person()
            let workspace = "/w/\(person.system.workspace)"
            let answers: [(path: String, asking: Asking, status: Int)] = [
                ("/.well-known/jwks.json", Asking(), 200),
                ("\(workspace)/sign-in", Asking(), 200),
                ("\(workspace)/api/v1/me", Asking(), 401),
                ("\(workspace)/api/v1/me", Asking().bearing("no.token.atall"), 401),
                ("/nothing", Asking(), 404),
                ("/nothing", Asking().with("Accept", "text/html"), 404),
                ("/oauth2/token", Asking(), 405),
                ("/oauth2/token", .form([("grant_type", "refresh_token")]), 400),
                ("/%2e%2e/", Asking(), 400),
            ]
            var ids: Set<String> = []
            for (path, asking, status) in answers {
                let reply = try await asking.send(to: person.system.gateway + path)
                #expect(reply.status == status, "\(path): \(reply)")
                for name in Self.securityHeaders { #expect(reply.header(name).count == 1, "\(path): \(name)") }
                ids.formUnion(reply.header("X-Correlation-ID"))
            }
            #expect(ids.count == answers.count)

            let asset = try await Asking().send(to: "\(person.system.assetAPI)/assets")
            #expect(asset.status == 401)
            #expect(asset.header("X-Correlation-ID").count == 1)
        }

        @Test(arguments: ["evil.example", "localhost", "localhost:1", "127.0.0.1:8080", "evil.example@localhost"])
        func refusesHostsThatAreNotItsOwn(host: String) async throws {
            let person = try Person()
            let reply = try await Asking().with("Host", host).send(to: "\(person.system.gateway)/openapi.json")
            #expect(reply.status == 421, "\(reply)")
            #expect(reply.json?["code"] == "misdirected_request")
        }

        @Test(arguments: ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
        func believesNoStrangerAboutAddresses(header: String) async throws {
            let person = try Person()
            let forged = "203.0.113.9"
            let value = header == "Forwarded" ? "for=\(forged)" : forged
            let tokens = try await person.signIn { $0.with(header, value) }
            let current = try await person.sessions(tokens.access).filter { $0["current"] == true }
            let source = try #require(current.first?["source_address"]?.string)
            #expect(["127.0.0.1", "::1"].contains(source))
        }

        @Test(arguments: ["X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL"])
        func letsNoHeaderChangeItsAddress(header: String) async throws {
            let person = try Person()
            let reply = try await Asking().with(header, "evil.example").with("X-Forwarded-Proto", "https")
                .send(to: "\(person.system.gateway)/.well-known/openid-configuration")
            #expect(reply.status == 200)
            #expect(reply.json?["issuer"]?.string == person.system.gateway)
            #expect(!String(decoding: reply.body, as: UTF8.self).contains("evil.example"))
        }
    }
}
