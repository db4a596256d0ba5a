public import JOSE

/// Where the verifier finds the gateway's public keys.
///
/// A service that is not the gateway uses ``KeySetCache``; the gateway itself, which has its keys at hand, ``LocalKeys``.
public protocol VerificationKeys: Sendable {
    /// The key of that name as far as it is known at once. Called for every request, so it may neither wait nor be slow.
    ///
    /// - Parameter now: seconds since 1970.
    func lookUp(_ identifier: KeyIdentifier, at now: Int) -> KeyLookup

    /// The same after asking for news where that is due. Called when ``lookUp(_:at:)`` says
    /// ``KeyLookup/refreshNeeded``; never answers that itself.
    func lookUpRefreshed(_ identifier: KeyIdentifier, at now: Int) async -> KeyLookup
}

/// What is known of a key.
public enum KeyLookup: Sendable, Equatable {
    /// The key.
    case found(PublicKey)
    /// There is no such key.
    case absent
    /// The keys have to be fetched before an answer can be given.
    case refreshNeeded
    /// No answer can be given, and asking now would not help.
    case unavailable
}
