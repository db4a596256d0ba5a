import FoundationEssentials
import Secrets
import WebAuthn
import Workspaces

/// A challenge that can't be answered again: only ``PasskeyCeremonies/spend(_:for:in:)`` makes one.
struct SpentPasskeyChallenge: Sendable {
    let challenge: Challenge

    fileprivate init(_ challenge: Challenge) {
        self.challenge = challenge
    }
}

/// Gives challenges out to passkeys, and takes each once.
struct PasskeyCeremonies: Sendable {
    let storage: any PasskeyCeremonyStorage
    let clock: any WallClock
    let random: any RandomSource

    /// - Returns: the ceremony and its token; nil where the begun sign-in's own one stands for it.
    func begin(
        _ purpose: PasskeyPurpose,
        in transaction: WorkspaceTransaction
    ) async throws -> (PasskeyCeremony, Secret<String>?) {
        let token = OpaqueToken(
            kind: .passkeyCeremony,
            workspace: transaction.workspace.bytes,
            secret: random.bytes(OpaqueToken.secretBytes)
        )
        let begun = purpose.begunSignIn
        guard let challenge = Challenge(random: random.bytes(Challenge.bytes)) else { throw NotRandom() }
        let now = clock.now
        let ceremony = PasskeyCeremony(
            hash: begun ?? token.hash,
            purpose: purpose,
            challenge: challenge,
            expiresAt: now.addingTimeInterval(PasskeyCeremony.lifetime)
        )
        try await storage.insert(ceremony, at: now, in: transaction)
        return (ceremony, begun == nil ? token.text : nil)
    }

    /// Takes the challenge that the answer is to; nil where it was given out for something else, too long ago, or is spent.
    func spend(
        _ answer: PasskeyAnswer,
        for purpose: PasskeyPurpose,
        in transaction: WorkspaceTransaction
    ) async throws -> SpentPasskeyChallenge? {
        let hash: SecretHash
        if let begun = purpose.begunSignIn {
            hash = begun
        } else {
            guard let text = answer.transaction?.expose(),
                let token = OpaqueToken(parsing: text, as: .passkeyCeremony),
                token.workspace == transaction.workspace.bytes
            else { return nil }
            hash = token.hash
        }
        return try await storage.consume(hash, for: purpose, at: clock.now, in: transaction)
            .map { SpentPasskeyChallenge($0) }
    }

    /// A random source that gives another number of bytes than it was asked for.
    private struct NotRandom: Error {}
}
