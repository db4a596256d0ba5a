import JOSE

/// What ``KeySetCache`` knows and may do next, without doing it.
///
/// A set is *fresh* up to its age, then *stale*: it still serves, within a bound, while the gateway can't be reached.
/// Past the bound, and before the first set, there are no keys and every token is refused.
struct KeySetState: Sendable {
    struct Settings: Sendable {
        /// From this age on, in seconds, a set is fetched anew.
        var maximumAge = 600
        /// Up to this age, in seconds, a set serves while no newer one can be had.
        var lastGoodBound = 3_600
        /// Time between two fetches in seconds, so that made-up key names can't make us hammer the gateway.
        var cooldown = 30
        /// The same as long as there are no keys to rely on, so that a service gets up soon after its gateway.
        var cooldownWithoutKeys = 1
        /// By how many seconds a clock may go back before what was fetched counts as of unknown age.
        var leeway = 30
    }

    /// Most names that are remembered as absent. 256 names of 256 bytes at most are 64 kB.
    private static let maximumAbsent = 256

    let settings: Settings
    private var keys: JSONWebKeySet?
    private var fetchedAt = 0
    private var attemptedAt: Int?
    private var absent: Set<KeyIdentifier> = []

    init(settings: Settings) {
        self.settings = settings
    }

    /// What can be said of a key now.
    func lookUp(_ identifier: KeyIdentifier, at now: Int) -> KeyLookup {
        guard let keys, isWithin(settings.lastGoodBound, at: now) else {
            return mayFetch(at: now) ? .refreshNeeded : .unavailable
        }
        let key = keys[identifier].map(KeyLookup.found)
        if isWithin(settings.maximumAge, at: now) {
            if let key { return key }
            return absent.contains(identifier) || !mayFetch(at: now) ? .absent : .refreshNeeded
        }
        if mayFetch(at: now) { return .refreshNeeded }
        return key ?? .unavailable
    }

    /// The same once there is nothing more to ask.
    func settled(_ identifier: KeyIdentifier, at now: Int) -> KeyLookup {
        guard let keys, isWithin(settings.lastGoodBound, at: now) else { return .unavailable }
        if let key = keys[identifier] { return .found(key) }
        return isWithin(settings.maximumAge, at: now) ? .absent : .unavailable
    }

    /// Whether a fetch is allowed: the last one is long enough ago, or the clock went back behind it.
    func mayFetch(at now: Int) -> Bool {
        guard let attemptedAt else { return true }
        let hasKeys = keys != nil && isWithin(settings.lastGoodBound, at: now)
        let cooldown = hasKeys ? settings.cooldown : settings.cooldownWithoutKeys
        return now - attemptedAt >= cooldown || now < attemptedAt - settings.leeway
    }

    /// Seconds until the set should be fetched anew: at four fifths of its age, so that requests never wait for it.
    func secondsUntilRefresh(at now: Int) -> Int {
        guard keys != nil else { return settings.cooldownWithoutKeys }
        let due = fetchedAt + settings.maximumAge * 4 / 5
        return due > now ? min(due - now, settings.maximumAge) : settings.cooldown
    }

    mutating func attempted(at now: Int) {
        attemptedAt = now
    }

    /// A set came. Names that were absent are asked for again.
    mutating func fetched(_ set: JSONWebKeySet, at now: Int) {
        keys = set
        fetchedAt = now
        absent = []
    }

    /// A key was asked for and the newest set does not have it.
    mutating func missed(_ identifier: KeyIdentifier) {
        guard keys?[identifier] == nil, absent.count < Self.maximumAbsent else { return }
        absent.insert(identifier)
    }

    private func isWithin(_ bound: Int, at now: Int) -> Bool {
        let age = now - fetchedAt
        return age >= -settings.leeway && age <= bound
    }
}
