package import FoundationEssentials
package import Secrets
package import WebAuthn
package import Workspaces

/// What a challenge was given out for, and to whom. It answers for nothing else (attacks 4.1 #1, 4.2 #37).
package enum PasskeyPurpose: Sendable, Equatable {
    /// Somebody at the door signs in; who it is the passkey says.
    case signIn
    /// A begun sign-in asks this user for a second factor.
    case secondFactor(UserID, SecretHash)
    /// A begun sign-in leads this user through enrolment.
    case enrolment(UserID, SecretHash)
    /// Somebody who is signed in adds a passkey.
    case addition(UserID, SessionID)
    /// Somebody who is signed in proves anew who they are.
    case stepUp(UserID, SessionID)

    /// The stable name.
    package var name: String {
        switch self {
        case .signIn: "sign_in"
        case .secondFactor: "second_factor"
        case .enrolment: "enrolment"
        case .addition: "addition"
        case .stepUp: "step_up"
        }
    }

    package var user: UserID? {
        switch self {
        case .signIn: nil
        case .secondFactor(let user, _), .enrolment(let user, _), .addition(let user, _), .stepUp(let user, _): user
        }
    }

    /// The begun sign-in that it belongs to, whose token is the ceremony's as well.
    package var begunSignIn: SecretHash? {
        switch self {
        case .secondFactor(_, let begun), .enrolment(_, let begun): begun
        case .signIn, .addition, .stepUp: nil
        }
    }

    /// The begun sign-in's hash or the session's id; empty where there is neither.
    package var holder: [UInt8] {
        switch self {
        case .signIn: []
        case .secondFactor(_, let begun), .enrolment(_, let begun): begun.bytes
        case .addition(_, let session), .stepUp(_, let session): session.bytes
        }
    }
}

/// A challenge that was given out.
package struct PasskeyCeremony: Sendable {
    /// Seconds for which it may be answered (attacks 4.1 #1).
    package static let lifetime: TimeInterval = 300

    /// Of the token that its holder carries: one of its own, or the begun sign-in's.
    package let hash: SecretHash
    package let purpose: PasskeyPurpose
    package let challenge: Challenge
    package let expiresAt: Date
}

/// The challenges that were given out. Operational: what comes of them is audited.
package protocol PasskeyCeremonyStorage: Sendable {
    /// Stores it in the place of one with the same hash, and drops what expired before `now`.
    func insert(_ ceremony: PasskeyCeremony, at now: Date, in transaction: WorkspaceTransaction) async throws
    /// Spends it: the challenge, where it was given out for exactly that purpose and has not expired at `now`; nil
    /// otherwise, and where it was spent before. One statement decides.
    func consume(
        _ hash: SecretHash,
        for purpose: PasskeyPurpose,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) async throws -> Challenge?
}
