/// Time and randomness are parameters. The system's own are made in the two programs, and here are the exceptions.
struct HiddenTimeRule: Rule {
    private static let homes: Set<String> = ["identity-gateway", "asset-api"]

    /// Words in a row that read a clock or draw a random number.
    private static let sources: [[String]] = [
        ["Date", "(", ")"], ["Date", ".", "now"], ["Date", ".", "init", "(", ")"],
        ["DispatchTime", ".", "now"], ["DispatchWallTime", ".", "now"], ["NIODeadline", ".", "now"], ["clock_gettime"],
        ["gettimeofday"], ["time", "(", "nil", ")"],
        ["timeIntervalSinceNow"], ["timeIntervalSince1970", "(", ")"],
        ["UUID", "(", ")"], ["SystemRandomNumberGenerator"], [".", "random", "(", ")"], [".", "random", "(", "in"],
        ["randomElement"], ["shuffled"],
        [".", "shuffle", "("], ["arc4random"], ["arc4random_buf"], ["getentropy"], ["getrandom"], ["drand48"],
    ]

    /// Words in a row that read the clock of time passed. Deadlines of sockets are about that time and no other: the
    /// driver reads it and hands it to the pool's state machine, which reads none. So are waits for the worker next door, and
    /// for a thread.
    private static let timePassed: [[String]] = [
        ["ContinuousClock", ".", "now"], ["ContinuousClock", "(", ")", ".", "now"],
        ["ContinuousClock", ".", "Instant", ".", "now"], ["SuspendingClock", ".", "now"],
        ["SuspendingClock", "(", ")", ".", "now"],
    ]
    private static let homesOfTimePassed: Set<String> = ["Postgres", "WorkspaceDatabases", "BoundedWorkers"]

    /// Fresh keys and nonces that swift-crypto draws by itself: right where they are wanted, nowhere else.
    private static let cryptography: [[String]] = [
        ["SymmetricKey", "(", "size"], ["PrivateKey", "(", ")"], ["Nonce", "(", ")"], ["AES", ".", "GCM", ".", "seal"],
    ]

    /// File → why it may.
    static let exceptions: [String: String] = [
        "Sources/Secrets/Sealing.swift":
            "AES-GCM draws the nonce of each sealing; a nonce that a caller hands in could repeat",
        "Sources/TokenVerificationHTTPClient/SystemHost.swift":
            "the library's way out to the system, for hosts that bring no clock of their own",
        "Sources/JOSE/Signing/SigningKey.swift":
            "a fresh signing key comes from swift-crypto, whose generator we don't replace",
    ]

    func violations(in file: SourceFile) -> [Violation] {
        guard let swift = file.swift, !Self.homes.contains(file.target), Self.exceptions[file.path] == nil else {
            return []
        }
        let forbidden =
            Self.sources + Self.cryptography + (Self.homesOfTimePassed.contains(file.target) ? [] : Self.timePassed)
        return forbidden.flatMap { sequence in
            swift.lines(of: sequence).map {
                Violation(file, line: $0, "hidden time or randomness: \(sequence.joined())")
            }
        }
    }
}
