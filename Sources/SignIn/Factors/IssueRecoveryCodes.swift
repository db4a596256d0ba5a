import Credentials
import FoundationEssentials
import Workspaces

/// Draws a set of recovery codes and stores their hashes: what it returns is never seen again.
struct IssueRecoveryCodes: Sendable {
    let codes: any RecoveryCodeStorage
    let clock: any WallClock
    let random: any RandomSource

    /// A new set in the place of all codes from before.
    func callAsFunction(of user: UserID, in change: WorkspaceChange) async throws -> [RecoveryCode] {
        let set = (0..<RecoveryCode.setCount).compactMap { _ in RecoveryCode(random.bytes(RecoveryCode.byteCount)) }
        try await codes.replace(set.map(\.hash), of: user, at: clock.now, in: change)
        return set
    }

    /// A set for somebody who has none yet; nothing for somebody whose codes are still good.
    func whereNoneAreLeft(of user: UserID, in change: WorkspaceChange) async throws -> [RecoveryCode] {
        guard try await codes.count(of: user, in: change.transaction) == 0 else { return [] }
        return try await self(of: user, in: change)
    }
}
