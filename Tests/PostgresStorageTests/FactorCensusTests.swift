import PostgresStorage
import SignIn
import Testing
import Workspaces

extension StorageSuites {
    /// What admins are shown of all people's factors.
    @Suite struct FactorCensusTests {
        @Test func countsWhoHasNone() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                let admin = try await gateway.makeUser("eve@acme.example", .admin, in: acme)
                let bob = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                let gone = try await gateway.makeUser("gone@acme.example", .member, in: acme)
                try await gateway.users.deactivate(gone.id, in: acme.id, by: StoredGateway.byOperator)
                let people = gateway.factors.people
                #expect(
                    try await people.census(in: acme.id)
                        == FactorCensus(
                            admins: FactorCensus.Group(people: 2, without: 2),
                            everyone: FactorCensus.Group(people: 3, without: 3)
                        )
                )
                _ = try await gateway.protect(admin, in: acme)
                try await gateway.addPasskey(bob, in: acme)
                #expect(
                    try await people.census(in: acme.id)
                        == FactorCensus(
                            admins: FactorCensus.Group(people: 2, without: 1),
                            everyone: FactorCensus.Group(people: 3, without: 1)
                        )
                )
                let found = try #require(try await people.find(admin.id, in: acme.id))
                #expect(found.user == admin)
                #expect(found.enrolled.totpSince != nil && found.enrolled.recoveryCodesLeft == 10)
                #expect(try await people.find(owner.id, in: acme.id)?.enrolled.haveSecond == false)
                #expect(try await people.find(.random(from: gateway.random), in: acme.id) == nil)
            }
        }

        @Test func pagesInTheOrderOfAddresses() async throws {
            try await StoredGateway.with { gateway, acme, owner in
                for number in 0..<ListPeople.pageSize + 3 {
                    _ = try await gateway.users.create(
                        email: try #require(EmailAddress("Person\(100 + number)@acme.example")),
                        name: "Somebody",
                        role: .member,
                        in: acme.id,
                        by: StoredGateway.byOperator
                    )
                }
                let people = gateway.factors.people
                let first = try await people(addressed: "", after: nil, in: acme.id)
                #expect(first.people.count == ListPeople.pageSize)
                #expect(first.people.first?.user.id == owner.id)
                #expect(first.next == first.people.last?.user.id)
                let second = try await people(addressed: "", after: first.next, in: acme.id)
                #expect(second.people.count == 4)
                #expect(second.next == nil)
                let keys = (first.people + second.people).map(\.user.email.key)
                #expect(keys == keys.sorted() && Set(keys).count == keys.count)
                // In either case, and with nothing that stands for more than itself.
                #expect(try await people(addressed: "PERSON10", after: nil, in: acme.id).people.count == 10)
                for nothing in ["person10%", "p_rson", "\\", "person100@acme.example.org"] {
                    #expect(try await people(addressed: nothing, after: nil, in: acme.id).people.isEmpty)
                }
            }
        }
    }
}
