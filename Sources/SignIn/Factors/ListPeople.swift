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

/// Shows admins the people of their workspace, with what each signs in with.
package struct ListPeople: Sendable {
    /// People on a page.
    package static let pageSize = 50

    /// One page of people.
    package struct Page: Sendable {
        package let people: [PersonFactors]
        /// The last one here, where more follow.
        package let next: UserID?

        package init(people: [PersonFactors], next: UserID?) {
            self.people = people
            self.next = next
        }
    }

    private let databases: any WorkspaceDatabaseAccess
    private let storage: any FactorCensusStorage

    init(databases: any WorkspaceDatabaseAccess, census storage: any FactorCensusStorage) {
        self.databases = databases
        self.storage = storage
    }

    /// - Parameter prefix: how the mail address begins, in letters of either case.
    package func callAsFunction(
        addressed prefix: String,
        after user: UserID?,
        in workspace: WorkspaceID
    ) async throws -> Page {
        let found = try await databases.transaction(on: workspace) { [storage] in
            try await storage.list(
                addressed: EmailAddress.key(of: prefix),
                after: user,
                limit: Self.pageSize + 1,
                in: $0
            )
        }
        let people = Array(found.prefix(Self.pageSize))
        return Page(people: people, next: found.count > Self.pageSize ? people.last?.user.id : nil)
    }

    /// nil where there is no such user.
    package func find(_ user: UserID, in workspace: WorkspaceID) async throws -> PersonFactors? {
        try await databases.transaction(on: workspace) { [storage] in try await storage.findPerson(user, in: $0) }
    }

    package func census(in workspace: WorkspaceID) async throws -> FactorCensus {
        let admins = Set(Role.allCases.filter(WorkspacePolicy.isAdmin))
        return try await databases.transaction(on: workspace) { [storage] in
            try await storage.census(admins: admins, in: $0)
        }
    }
}
