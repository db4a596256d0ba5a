package import Workspaces

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
