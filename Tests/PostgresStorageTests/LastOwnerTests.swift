import FoundationEssentials
import SignIn
import Testing
import Workspaces

extension StorageSuites {
    /// A workspace always has an active owner.
    @Suite struct LastOwnerTests {
        @Test func theLastOwnerIsNeitherDemotedNorDeactivated() async throws {
            // attacks 5.6 #52: the rule is in the domain, so that it holds at every door.
            try await StoredGateway.with { gateway, acme, owner async throws in
                // An owner who is deactivated does not count.
                let gone = try await gateway.makeUser("gone@acme.example", .owner, in: acme)
                try await gateway.users.deactivate(gone.id, in: acme.id, by: StoredGateway.byOperator)
                let revoked = try await gateway.revocations().count
                let actions = try await gateway.actions(in: acme) {
                    for role in Role.allCases where role != .owner {
                        await #expect(throws: UserRejection.lastOwner) {
                            try await gateway.users.setRole(
                                role,
                                of: owner.id,
                                in: acme.id,
                                by: StoredGateway.byOperator
                            )
                        }
                    }
                    await #expect(throws: UserRejection.lastOwner) {
                        try await gateway.users.deactivate(owner.id, in: acme.id, by: StoredGateway.byOperator)
                    }
                    try await gateway.users.setRole(.owner, of: owner.id, in: acme.id, by: StoredGateway.byOperator)
                }
                #expect(actions.isEmpty)
                #expect(try await gateway.revocations().count == revoked)
                let now = try #require(try await gateway.user(owner.id, in: acme))
                #expect(now.isActive && now.role == .owner)
            }
        }

        /// - Parameter deactivatesFirst: whether the first owner is deactivated rather than demoted.
        @Test(arguments: [false, true])
        func ofTwoWhoGoAtOnceOneStays(deactivatesFirst: Bool) async throws {
            // attacks 5.6 #52
            try await StoredGateway.with { gateway, acme, owner async throws in
                let second = try await gateway.makeUser("eve@acme.example", .owner, in: acme)
                let owners = [owner.id, second.id]
                let results = await atOnce(2) { number in
                    if number == 0, deactivatesFirst {
                        try await gateway.users.deactivate(owners[0], in: acme.id, by: StoredGateway.byOperator)
                    } else {
                        try await gateway.users.setRole(
                            .admin,
                            of: owners[number],
                            in: acme.id,
                            by: StoredGateway.byOperator
                        )
                    }
                }
                var rejections: [UserRejection] = []
                for result in results {
                    if case .failure(let error) = result { rejections.append(try #require(error as? UserRejection)) }
                }
                #expect(rejections == [.lastOwner])
                let left = try await gateway.users.list(after: nil, in: acme.id).filter {
                    $0.isActive && $0.role == .owner
                }
                #expect(left.count == 1)
            }
        }
    }
}
