public import JOSE

/// Keys that the process has by itself: the gateway's own, or those of a file.
public final class LocalKeys: VerificationKeys {
    private let keys: StripedValue<JSONWebKeySet>

    /// Keys that hold until they are replaced.
    public init(_ keys: JSONWebKeySet) {
        self.keys = StripedValue(keys)
    }

    /// Takes other keys, from the next look-up on.
    public func replace(with newKeys: JSONWebKeySet) {
        keys.update { $0 = newKeys }
    }

    /// The key, or that there is none. Never out of date.
    public func lookUp(_ identifier: KeyIdentifier, at now: Int) -> KeyLookup {
        keys.read(stripe: identifier.hashValue) { $0[identifier] }.map(KeyLookup.found) ?? .absent
    }

    /// The same: there is nothing to fetch.
    public func lookUpRefreshed(_ identifier: KeyIdentifier, at now: Int) async -> KeyLookup {
        lookUp(identifier, at: now)
    }
}
