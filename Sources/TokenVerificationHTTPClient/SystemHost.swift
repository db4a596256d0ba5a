import FoundationEssentials
public import TokenVerification

extension VerifierHost {
    /// The system's time, waiting and chance.
    public static let system = VerifierHost(
        now: { Int(Date().timeIntervalSince1970) },
        pause: { try await Task.sleep(for: .seconds($0)) },
        chance: { Double.random(in: 0..<1) }
    )
}
