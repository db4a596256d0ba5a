/// What the verifier takes from the program that it runs in, instead of helping itself to it: time, waiting and chance.
///
/// `TokenVerificationHTTPClient` has one that is made of the system's. Tests make their own.
public struct VerifierHost: Sendable {
    /// The time in seconds since 1970.
    public let now: @Sendable () -> Int
    /// Waits for a number of seconds; throws when the task is cancelled meanwhile.
    public let pause: @Sendable (_ seconds: Double) async throws -> Void
    /// A number from 0 up to but not 1, to spread retries over time. Nothing secret depends on it.
    public let chance: @Sendable () -> Double

    /// A host of these three.
    public init(
        now: @escaping @Sendable () -> Int,
        pause: @escaping @Sendable (_ seconds: Double) async throws -> Void,
        chance: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.pause = pause
        self.chance = chance
    }
}
