import Synchronization

/// A value that every request reads and that rarely changes: one copy for each stripe, each under a lock of its own.
///
/// Readers spread over the stripes, so two of them seldom want the same lock, and hold it for a look-up only. Writers are
/// rare and pay for all stripes. A value with copy-on-write storage is stored once.
final class StripedValue<Value: Sendable>: Sendable {
    /// A lock in an allocation of its own, so that neighbours don't share a cache line.
    private final class Stripe: Sendable {
        let value: Mutex<Value>

        init(_ value: Value) {
            self.value = Mutex(value)
        }
    }

    /// Twice the cores of a usual server; a power of two.
    private static var count: Int { 32 }

    private let stripes: [Stripe]
    /// Makes writers take turns, so that all stripes see the same sequence of values.
    private let writer: Mutex<Void>

    init(_ value: Value) {
        stripes = (0..<Self.count).map { _ in Stripe(value) }
        writer = Mutex(())
    }

    /// Reads the value of one stripe.
    ///
    /// - Parameter stripe: any number that differs between requests, such as a part of a digest.
    func read<Result>(stripe: Int, _ body: (borrowing Value) -> sending Result) -> sending Result {
        stripes[stripe & (Self.count - 1)].value.withLock { body($0) }
    }

    /// Changes the value in all stripes. Readers see the old or the new one meanwhile.
    func update(_ change: (inout Value) -> Void) {
        writer.withLock { _ in
            var value = stripes[0].value.withLock { $0 }
            change(&value)
            for stripe in stripes { stripe.value.withLock { $0 = value } }
        }
    }
}
