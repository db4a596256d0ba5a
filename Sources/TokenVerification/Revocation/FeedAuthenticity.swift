import JOSE

/// That an answer of the feed is the gateway's own, and a feed: kind, key and signature, in this order.
struct FeedAuthenticity {
    let keys: any VerificationKeys
    let board: RevocationBoard
    let now: @Sendable () -> Int

    /// The document in the body, which is the bare compact token.
    func document(in body: [UInt8]) async throws(FeedRejection) -> RevocationFeedDocument {
        let token: UnverifiedJWS
        do throws(JOSEError) {
            token = try UnverifiedJWS(parsing: body, maximumBytes: RevocationFeedDocument.maximumBytes)
        } catch {
            throw .untrusted(error)
        }
        // RFC 8725 section 3.11: an access token is no feed, whoever signed it.
        guard token.header.isOfType(RevocationFeedDocument.type) else { throw .wrongType }
        let key = try await key(of: token.header)
        let verified: VerifiedJWS
        do throws(JOSEError) { verified = try token.verified(by: key) } catch { throw .untrusted(error) }
        return try RevocationFeedDocument(parsing: verified.payload)
    }

    private func key(of header: JWSHeader) async throws(FeedRejection) -> PublicKey {
        guard let identifier = header.keyIdentifier else { throw .unknownKey }
        guard !board.isRevoked(identifier) else { throw .revokedKey }
        var lookup = keys.lookUp(identifier, at: now())
        if lookup == .refreshNeeded { lookup = await keys.lookUpRefreshed(identifier, at: now()) }
        guard case .found(let key) = lookup else { throw .unknownKey }
        return key
    }
}
