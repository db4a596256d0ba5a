package import Workspaces

/// Somebody, and the second factors that they have.
package struct PersonFactors: Sendable {
    package let user: User
    package let enrolled: EnrolledFactors

    package init(user: User, enrolled: EnrolledFactors) {
        self.user = user
        self.enrolled = enrolled
    }
}

/// How many of a workspace's active users have a second factor.
package struct FactorCensus: Sendable, Equatable {
    /// Those whom a demand may mean.
    package struct Group: Sendable, Equatable {
        package let people: Int
        /// Those among them who have none.
        package let without: Int

        package init(people: Int, without: Int) {
            self.people = people
            self.without = without
        }
    }

    package let admins: Group
    package let everyone: Group

    package init(admins: Group, everyone: Group) {
        self.admins = admins
        self.everyone = everyone
    }

    /// Whom a demand of that scope means; nil where nobody.
    package func group(of scope: SecondFactorScope) -> Group? {
        switch scope {
        case .off: nil
        case .admins: admins
        case .everyone: everyone
        }
    }
}

/// What is asked of all people's factors together.
package protocol FactorCensusStorage: Sendable {
    /// - Parameter admins: the roles that the policy's word for admins means.
    func census(admins: Set<Role>, in transaction: WorkspaceTransaction) async throws -> FactorCensus
    /// People in the order of their addresses.
    ///
    /// - Parameters:
    ///   - prefix: how the address begins, in small letters; empty for all.
    ///   - user: of the page before the last one; nil for the first page.
    func list(
        addressed prefix: String,
        after user: UserID?,
        limit: Int,
        in transaction: WorkspaceTransaction
    ) async throws -> [PersonFactors]
    func findPerson(_ user: UserID, in transaction: WorkspaceTransaction) async throws -> PersonFactors?
}
