package import FoundationEssentials

/// Why a change to a user is refused.
package enum UserRejection: Error, Equatable, Sendable {
    case unknownUser
    case emailTaken
    case badName
    /// The last active owner can be neither demoted nor deactivated, by any door.
    case lastOwner
}

extension UserRejection: CustomStringConvertible {
    /// For whoever administers the workspace.
    package var description: String {
        switch self {
        case .unknownUser: "There is no such user."
        case .emailTaken: "There is a user of that mail address already."
        case .badName: "The name has to have 1 to \(User.maximumNameCharacters) characters and no control character."
        case .lastOwner: "This is the last active owner: make somebody else an owner first."
        }
    }
}

/// How tokens that a user holds are revoked when what they say about the user stops being true.
///
/// Called inside the change, with the user's row locked, before the change is committed: an entry in the control database
/// may precede a change that a crash then loses, never follow one.
package protocol UserTokenRevoking: Sendable {
    /// Revokes all access tokens that the user holds and returns the moment up to which they are.
    func revokeAccessTokens(of user: UserID, in workspace: WorkspaceID) async throws -> Date
    /// Ends all sessions of the user.
    func endSessions(of user: UserID, in change: WorkspaceChange) async throws
}

/// Creates, promotes, deactivates and reactivates the users of a workspace.
package struct ManageUsers: Sendable {
    /// Users on a page.
    package static let pageSize = 100

    private let databases: any WorkspaceDatabaseAccess
    private let users: any UserStorage
    private let tokens: any UserTokenRevoking
    private let clock: any WallClock
    private let random: any RandomSource

    package init(
        databases: any WorkspaceDatabaseAccess,
        users: any UserStorage,
        tokens: any UserTokenRevoking,
        clock: any WallClock,
        random: any RandomSource
    ) {
        self.databases = databases
        self.users = users
        self.tokens = tokens
        self.clock = clock
        self.random = random
    }

    /// Creates an active user. Throws ``UserRejection/emailTaken`` and ``UserRejection/badName``.
    package func create(
        email: EmailAddress,
        name: String,
        role: Role,
        in workspace: WorkspaceID,
        by author: ChangeAuthor
    ) async throws -> User {
        guard User.isName(name) else { throw UserRejection.badName }
        let user = User(
            id: .random(from: random),
            email: email,
            name: name,
            role: role,
            status: .active,
            createdAt: clock.now
        )
        return try await databases.change(workspace, by: author) { [users] change in
            guard try await users.insert(user, in: change) else { throw UserRejection.emailTaken }
            return user
        }
    }

    /// Gives the user `role` and revokes the access tokens that speak of the old one. The same role again is no change.
    package func setRole(
        _ role: Role,
        of id: UserID,
        in workspace: WorkspaceID,
        by author: ChangeAuthor
    ) async throws {
        try await databases.change(workspace, by: author) { [self] change in
            let user = try await lock(id, losingOwner: role != .owner, in: change)
            guard user.role != role else { return }
            let revokedAt = try await tokens.revokeAccessTokens(of: id, in: workspace)
            try await users.setRole(role, of: user, revokedAt: revokedAt, in: change)
        }
    }

    /// Ends all that the user is signed in with, and lets nobody sign in as the user. Again is no change.
    package func deactivate(_ id: UserID, in workspace: WorkspaceID, by author: ChangeAuthor) async throws {
        try await databases.change(workspace, by: author) { [self] change in
            let user = try await lock(id, losingOwner: true, in: change)
            guard user.isActive else { return }
            let revokedAt = try await tokens.revokeAccessTokens(of: id, in: workspace)
            try await users.setStatus(.deactivated(since: clock.now), of: user, revokedAt: revokedAt, in: change)
            try await tokens.endSessions(of: id, in: change)
        }
    }

    /// Lets the user sign in again. What was ended stays ended.
    package func reactivate(_ id: UserID, in workspace: WorkspaceID, by author: ChangeAuthor) async throws {
        try await databases.change(workspace, by: author) { [self] change in
            let user = try await lock(id, losingOwner: false, in: change)
            guard !user.isActive else { return }
            try await users.setStatus(.active, of: user, revokedAt: nil, in: change)
        }
    }

    /// A page of users, by id: at most ``pageSize``.
    package func list(after id: UserID?, in workspace: WorkspaceID) async throws -> [User] {
        try await databases.transaction(on: workspace) { [users] in
            try await users.list(after: id, limit: Self.pageSize, in: $0)
        }
    }

    /// The user of that mail address.
    package func find(_ email: EmailAddress, in workspace: WorkspaceID) async throws -> User? {
        try await databases.transaction(on: workspace) { [users] in try await users.find(email, in: $0) }
    }

    package func find(_ id: UserID, in workspace: WorkspaceID) async throws -> User? {
        try await databases.transaction(on: workspace) { [users] in try await users.find(id, in: $0) }
    }

    private func lock(_ id: UserID, losingOwner: Bool, in change: WorkspaceChange) async throws -> User {
        let owners = losingOwner ? try await users.lockActiveOwners(in: change.transaction) : 0
        guard let user = try await users.lock(id, in: change.transaction) else { throw UserRejection.unknownUser }
        if losingOwner, user.isActive, user.role == .owner, owners <= 1 { throw UserRejection.lastOwner }
        return user
    }
}
