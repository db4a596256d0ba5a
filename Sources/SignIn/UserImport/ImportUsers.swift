package import Workspaces

/// Takes users over from another program, with the hashes of their passwords as they are. A hash is checked as it stands
/// and made anew at the first sign-in.
package struct ImportUsers: Sendable {
    /// Records of one change: all of them are committed together, each with its entries.
    package static let batch = 100

    let databases: any WorkspaceDatabaseAccess
    let users: any UserStorage
    let passwords: any PasswordStorage
    let clock: any WallClock
    let random: any RandomSource

    /// Imports up to ``batch`` records.
    ///
    /// - Returns: for each record why it was left out; nil where it was imported.
    package func callAsFunction(
        _ records: [UserImportRecord],
        in workspace: WorkspaceID,
        by author: ChangeAuthor
    ) async throws -> [UserImportRefusal?] {
        try await databases.change(workspace, by: author) { [self] change in
            var refusals: [UserImportRefusal?] = []
            for record in records {
                let user = User(
                    id: .random(from: random),
                    email: record.email,
                    name: record.name,
                    role: record.role,
                    status: .active,
                    createdAt: clock.now
                )
                if try await users.insert(user, in: change) {
                    try await passwords.insertImported(record.hash, of: user.id, at: clock.now, in: change)
                    refusals.append(nil)
                } else {
                    refusals.append(.emailTaken)
                }
            }
            return refusals
        }
    }
}
