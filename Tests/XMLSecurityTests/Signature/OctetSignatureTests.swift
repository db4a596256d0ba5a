import Testing
import XMLSecurity

/// attacks 1.7 #112-#115, 2.3 #22: signatures over a query's octets.
struct OctetSignatureTests {
    private let octets = Array("SAMLRequest=a%2fb&RelayState=&SigAlg=x".utf8)

    @Test(arguments: [
        (SignatureAlgorithm.rsaSHA256, 0), (.rsaSHA384, 0), (.rsaSHA512, 0), (.ecdsaSHA256, 1), (.ecdsaSHA384, 2),
        (.ecdsaSHA512, 3),
    ])
    func acceptsItsOwnSignatureAndNoOther(_ algorithm: SignatureAlgorithm, _ index: Int) throws {
        let keys = try [TestKey.provider.get()] + TestKey.curves.get()
        let signature = try OctetSignature.sign(octets, key: keys[index].signing, algorithm: algorithm)
        try OctetSignature.verify(
            signature,
            of: octets,
            algorithmURI: algorithm.uri,
            keys: [keys[index].verification],
            algorithms: .sha2
        )
        // Upper case instead of lower in a percent escape is another text.
        var other = octets
        other[15] = UInt8(ascii: "F")
        #expect(throws: XMLSignatureRejection.signatureMismatch) {
            try OctetSignature.verify(
                signature,
                of: other,
                algorithmURI: algorithm.uri,
                keys: [keys[index].verification],
                algorithms: .sha2
            )
        }
    }

    @Test(arguments: [
        ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", XMLSignatureRejection.algorithmNotAllowed),
        ("http://www.w3.org/2000/09/xmldsig#hmac-sha1", .algorithmNotAllowed),
        ("", .algorithmNotAllowed),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256 ", .algorithmNotAllowed),
        ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", .keyKind),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", .signatureMismatch),
    ])
    func refusesOtherMethods(_ uri: String, _ rejection: XMLSignatureRejection) throws {
        let key = try TestKey.provider.get()
        let signature = try OctetSignature.sign(octets, key: key.signing, algorithm: .rsaSHA256)
        #expect(throws: rejection) {
            try OctetSignature.verify(
                signature,
                of: octets,
                algorithmURI: uri,
                keys: [key.verification],
                algorithms: .sha2
            )
        }
    }

    /// attacks 1.4 #71: zero, too large, and DER.
    @Test(arguments: [
        [UInt8](repeating: 0, count: 64), [UInt8](repeating: 0xFF, count: 64), [], [UInt8](repeating: 1, count: 65),
    ])
    func refusesDegenerateCurveSignatures(_ signature: [UInt8]) throws {
        let key = try TestKey.curves.get()[0]
        #expect(throws: signature.count == 64 ? XMLSignatureRejection.signatureMismatch : .signatureValue) {
            try OctetSignature.verify(
                signature,
                of: octets,
                algorithmURI: SignatureAlgorithm.ecdsaSHA256.uri,
                keys: [key.verification],
                algorithms: .sha2
            )
        }
    }

    @Test(arguments: [
        (SignatureAlgorithm.rsaSHA1, XMLSigningError.algorithmNotOffered), (.rsaPSSSHA256, .algorithmNotOffered),
        (.ecdsaSHA256, .keyKind),
    ])
    func doesNotSignByOtherMethods(_ algorithm: SignatureAlgorithm, _ error: XMLSigningError) throws {
        let key = try TestKey.provider.get().signing
        #expect(throws: error) { try OctetSignature.sign(octets, key: key, algorithm: algorithm) }
    }
}
