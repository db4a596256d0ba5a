import Encoding
import Foundation
import Testing

extension Journeys {
    /// Somebody guesses passwords at the front door.
    struct Throttle {
        /// attacks 5.1 #4, #5
        @Test func refusesGuessesAtOneAddressAndLetsItsNeighboursIn() async throws {
            let person = try Person()
            _ = try await person.signIn()
            let name = "guessed-\(UUID().uuidString.lowercased())"
            // Whatever the guesser changes about the request, it is one account from one network.
            let guesses: [(email: String, change: @Sendable (Asking) -> Asking)] = [
                ("\(name)@acme.example", { $0 }),
                ("\(name.uppercased())@ACME.example", { $0.with("X-Forwarded-For", "198.51.100.6") }),
                ("\(name)+tag@acme.example", { $0.with("Forwarded", "for=198.51.100.7") }),
                ("\(name)\u{200B}@acme.example", { $0.with("X-Real-IP", "198.51.100.8") }),
            ]
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for number in 0..<40 {
                    let (email, change) = guesses[number % guesses.count]
                    group.addTask { try await person.trySigningIn(email: email, password: "guess \(number)", change) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let refused = replies.filter { $0.status == 429 }
            #expect(replies.count { $0.status == 401 } == 20)
            #expect(refused.count == 20)
            for reply in refused {
                #expect(reply.json?["code"] == "too_many_requests")
                let wait = try #require(reply.header("Retry-After").first.flatMap { Int($0) })
                #expect((1...60).contains(wait))
            }
            // The owner, at the same network, signs in as ever.
            _ = try await person.signIn()
        }

        /// attacks 5.1 #5: one request holds one guess.
        @Test func takesOnePasswordARequest() async throws {
            let person = try Person()
            let bodies: [JSONValue] = [
                [
                    "email": .string(person.system.ownerEmail),
                    "password": .array(["a", "b", .string(person.system.ownerPassword)]),
                ],
                .array([["email": .string(person.system.ownerEmail), "password": "a"]]),
            ]
            for body in bodies {
                let reply = try await Asking.json(body)
                    .send(to: "\(person.system.gateway)/w/\(person.system.workspace)/api/v1/sign-in/password")
                #expect(reply.status == 400)
            }
        }
    }
}
