/// Judges a response to a sign-in: bytes, time and trust go in; a verified assertion or the first rejection comes out.
///
/// The way is raw → parsed → verified. ``ParsedResponse`` reads the XML strictly and may refuse; ``SignatureGate`` verifies
/// every signature and hands out what it covers; the checks of ``ResponseChecks`` then run in their order, each a type with
/// one code. What needs memory (is the request open, was the assertion seen?) is the caller's: it brings the expectation and
/// takes the ``VerifiedAssertion/ReplayRecord`` to store.
///
/// Calls are synchronous, hold no state and may run on many threads; run them on a `BoundedWorkers` pool.
package struct ResponseValidator: Sendable {
    private let circumstances: Circumstances

    package init(_ circumstances: Circumstances) {
        self.circumstances = circumstances
    }

    /// Validates one response.
    ///
    /// - Parameter response: the document as received, out of its base64.
    /// - Returns: the facts, all read from signed bytes.
    /// - Throws: the rejection of the first check that fails.
    package func validate(_ response: ReceivedResponse) throws(SAMLRejection) -> VerifiedAssertion {
        let parsed = try ParsedResponse(reading: response, in: circumstances)
        let admitted = try SignatureGate(circumstances: circumstances).admit(parsed)
        for check in ResponseChecks.ofEnvelope {
            try check.check(admitted.envelope, in: circumstances)
        }
        let parts = EncryptedParts(decryptionKeys: circumstances.serviceProvider.decryptionKeys)
        let assertion = try Assertion(reading: admitted.assertion, opening: parts)
        for check in ResponseChecks.ofAssertion {
            try check.check(assertion, of: admitted.envelope, in: circumstances)
        }
        return try VerifiedAssertion(
            assertion,
            of: admitted.envelope,
            signed: admitted.signed,
            in: circumstances
        )
    }
}
