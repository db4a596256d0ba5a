import JOSE
import Testing
import TokenVerification

/// The catalogue of codes: one code a check, and a sentence for whoever meets it.
@Suite struct CatalogueTests {
    private static let joseErrors: [JOSEError] = [
        .tooLong, .notThreeParts, .emptyPart, .notBase64URL, .malformedHeader, .algorithmNotAllowed,
        .malformedKeyIdentifier, .malformedType, .criticalExtension, .unencodedPayload, .compressed, .nestedToken,
        .embeddedKey, .algorithmMismatch, .invalidSignature, .malformedKey, .unsupportedKey, .privateKeyMaterial,
        .invalidPoint, .weakPoint, .keyAlgorithmMismatch, .weakRSAKey, .duplicateKeyIdentifier, .tooManyKeys,
        .malformedSigningKey, .signingFailed,
    ]

    private static let rejections: [TokenRejection] =
        joseErrors.map(TokenRejection.untrusted) + [
            .missingKeyIdentifier, .unknownKey, .keysUnavailable, .wrongType, .malformedClaims,
            .malformedClaim(.subject), .wrongIssuer, .wrongAudience, .expired, .lifetimeTooLong, .issuedInFuture,
            .notYetValid, .wrongWorkspace, .revoked, .revocationUnknown,
            .workspaceSuspended,
        ]

    @Test func givesEachCheckACodeOfItsOwn() {
        #expect(Set(Self.rejections.map(\.code)).count == Self.rejections.count)
    }

    @Test func givesCodesOfOneShapeAndWholeSentences() {
        for rejection in Self.rejections {
            let entry = rejection.catalogueEntry
            #expect(entry.code.wholeMatch(of: /TOKEN-[A-Z]{3}-[0-9]{2}/) != nil)
            #expect(entry.reason.hasSuffix(".") && entry.cure.hasSuffix("."))
        }
    }
}
