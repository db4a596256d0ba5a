import BoundedWorkers
import Credentials
import Encoding
import FoundationEssentials
package import Secrets
package import Workspaces

/// Signs somebody in by mail address and password.
///
/// Whoever the address belongs to, and whether it belongs to anybody, the work is the same: one look-up in which the try is
/// counted, one password hash, one change that leaves an entry. The database is not held while the hash is computed.
package struct SignInWithPassword: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let users: any UserStorage
    let passwords: any PasswordStorage
    let hasher: PasswordHasher
    let decoys: PasswordDecoys
    let throttle: ThrottleSignIn
    let dispatcher: SignInDispatcher
    let refuse: RefuseSignIn
    let clock: any WallClock
    let random: any RandomSource

    /// Throws ``SignInRejection``, ``TooManyTries``, and `BoundedWorkersFull` where no hash can be computed now.
    package func callAsFunction<Grant: SignInGrant>(
        email: String,
        password typed: Secret<String>,
        in workspace: Workspace,
        origin: RequestOrigin
    ) async throws -> SignInStep<Grant> {
        guard workspace.state == .active else { throw SignInRejection.workspaceNotActive }
        let candidate = try await candidate(email, in: workspace.id, origin: origin)
        let password = try? NormalizedPassword(typed)
        let verdict = try await verdict(on: password, of: candidate, in: workspace.id)
        guard let known = candidate.user, let hash = candidate.hash, let password,
            case .right(let needsUpgrade) = verdict
        else {
            let reason: SignInRejection = candidate.user == nil ? .unknownUser : .wrongPassword
            throw try await refuse(reason, candidate.user?.id, in: workspace.id, origin: origin)
        }
        guard known.isActive else {
            throw try await refuse(.userNotActive, known.id, in: workspace.id, origin: origin)
        }
        let stronger = needsUpgrade ? try await upgraded(password) : nil
        let author = ChangeAuthor(.user(known.id), from: origin)
        let step: SignInStep<Grant>? = try await dispatcher.afterRevocations {
            try await databases.change(workspace.id, by: author) { [self] change in
                // Read anew under the lock: the user may have been deactivated, or the password changed, while we hashed.
                guard let user = try await users.lockForIssuing(known.id, in: change.transaction),
                    user.isActive, try await passwords.find(of: user.id, in: change.transaction) == hash
                else { return nil }
                if let stronger {
                    try await passwords.upgrade(hash, to: stronger, of: user.id, at: clock.now, in: change)
                }
                try await throttle.succeed(candidate.toll, in: change)
                return try await dispatcher.next(after: ProvenFactors([.password]), of: user, in: workspace, change)
            }
        }
        guard let step else {
            throw try await refuse(.userNotActive, known.id, in: workspace.id, origin: origin)
        }
        await throttle.giveBackInControl(candidate.toll)
        return step
    }

    /// Whom a try is about, and what it has taken from the counters.
    private struct Candidate: Sendable {
        let user: User?
        let hash: StoredPasswordHash?
        /// What is computed where there is no hash; nil for what ours cost.
        let decoy: StoredPasswordHash?
        let toll: ThrottleSignIn.Toll
    }

    /// Looks the address up and counts the try, by the same statements whether it is anybody's or not.
    private func candidate(
        _ email: String,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws -> Candidate {
        let attempt = throttle.attempt(email, in: workspace, from: origin)
        try throttle.checkMemory(attempt)
        do {
            return try await databases.transaction(on: workspace) { [users, passwords, decoys, throttle] transaction in
                var user: User?
                if let address = EmailAddress(email) { user = try await users.find(address, in: transaction) }
                let id = user?.id
                async let onFile = passwords.lookUp(id ?? .nobody, in: transaction)
                let toll = try await throttle.take(attempt, of: id, in: transaction)
                return Candidate(
                    user: user,
                    hash: try await onFile.hash,
                    decoy: decoys.choose(for: email, among: try await onFile.decoys),
                    toll: toll
                )
            }
        } catch let refusal as TooManyTries {
            throttle.remember(refusal, of: attempt)
            try await refuse.record("too_many_tries", nil, in: workspace, origin: origin)
            throw refusal
        }
    }

    /// - Parameter password: nil where what was typed can't be one. It is hashed as the empty one, at the cost of the user's
    ///   hash but against nobody's: the time tells nothing.
    private func verdict(
        on password: NormalizedPassword?,
        of candidate: Candidate,
        in workspace: WorkspaceID
    ) async throws -> PasswordVerdict {
        do {
            return try await hasher.verify(
                try password ?? NormalizedPassword(Secret("")),
                against: password == nil ? nil : candidate.hash,
                decoy: candidate.hash ?? candidate.decoy
            )
        } catch let busy as BoundedWorkersFull {
            // What was not judged is not counted.
            try await databases.transaction(on: workspace) { [throttle] in
                try await throttle.giveBack(candidate.toll, in: $0)
            }
            throw busy
        }
    }

    /// The password's hash by today's parameters; nil where there is no room to make it now, and it waits for another time.
    private func upgraded(_ password: NormalizedPassword) async throws -> PasswordHash? {
        do {
            return try await hasher.hash(password, salt: random.bytes(PasswordHash.saltBytes))
        } catch is BoundedWorkersFull {
            return nil
        }
    }
}
