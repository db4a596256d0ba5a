/// What a load is: who signs in and refreshes against which gateway, how many at once, and for how long.
///
/// Handed over as JSON by `deploy/dev/bench`, which starts the system.
struct LoadPlan: Decodable, Sendable {
    struct Person: Decodable, Sendable {
        let workspace: String
        let email: String
        let password: String
    }

    /// The gateway's port on 127.0.0.1, where plain HTTP is spoken.
    let port: UInt16
    /// What the Host header says.
    let authority: String
    /// How long it goes on.
    let seconds: Double
    /// Taken in turn, by sign-ins and for the chains of refreshes.
    let people: [Person]
    /// Clients that sign in one after the other, each as soon as it was answered.
    let signInClients: Int
    /// Clients that refresh, each a chain of its own.
    let refreshClients: Int
    /// Seconds that a refreshing client waits between an answer and its next request.
    let refreshPause: Double
}

/// How one kind of request went.
struct LoadFigures: Encodable, Sendable {
    let count: Int
    let perSecond: Double
    /// Seconds; nil where nothing was asked.
    let p50: Double?
    let p99: Double?
    let longest: Double?

    /// - Parameter seconds: how long each request took.
    init(_ seconds: [Double], over elapsed: Double) {
        let sorted = seconds.sorted()
        count = sorted.count
        perSecond = Double(sorted.count) / elapsed
        p50 = Self.quantile(0.5, of: sorted)
        p99 = Self.quantile(0.99, of: sorted)
        longest = sorted.last
    }

    /// The nearest rank: the smallest that at least this share does not exceed.
    private static func quantile(_ share: Double, of sorted: [Double]) -> Double? {
        sorted.isEmpty ? nil : sorted[max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
    }
}

struct LoadReport: Encodable, Sendable {
    let signIns: LoadFigures
    let refreshes: LoadFigures
}
