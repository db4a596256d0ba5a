/// A compact JWS whose signature holds: only ``UnverifiedJWS/verified(by:)`` makes one.
public struct VerifiedJWS: Sendable, Equatable {
    /// The protected header.
    public let header: JWSHeader
    /// The bytes that were signed. What they claim is still to be checked.
    public let payload: [UInt8]
}
