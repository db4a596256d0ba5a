import XMLSecurity

// Built and run by deploy/dev/lib/fuzz.py: with -DFUZZ_SIGNATURE for the verifier; without it the reader alone is tried. What
// stops it is kept as a case in Tests/XMLSecurityTests.

/// Trust in no key that anybody has: whatever is accepted is a finding.
private let trust = Result { try SignatureTrust(keys: [VerificationKey(spkiDER: unknownKey)]) }

/// A P-256 key whose private half was thrown away.
private let unknownKey: [UInt8] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04, 0x7d, 0x8a, 0x1b, 0xd0, 0x75,
    0xf0, 0xea, 0xbd, 0xf0, 0x08, 0x92, 0x14, 0x45, 0x75, 0xef, 0xf2, 0xb9, 0x49, 0x4f, 0x16, 0xa3,
    0xad, 0xbe, 0xeb, 0x85, 0xca, 0x47, 0xdb, 0x29, 0xe7, 0xa4, 0x97, 0x76, 0x82, 0x9f, 0xad, 0xa9,
    0xf5, 0x89, 0x2e, 0x90, 0x89, 0x5d, 0xa6, 0x94, 0x19, 0x64, 0x82, 0x82, 0x94, 0xb5, 0x12, 0x0b,
    0x63, 0xb9, 0x57, 0x70, 0x80, 0xbe, 0x36, 0xd4, 0x5b, 0x75, 0xf2,
]

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    #if FUZZ_SIGNATURE
    for place in [SignedElement.root, .child(name: "Assertion", namespace: "urn:oasis:names:tc:SAML:2.0:assertion")] {
        guard let trust = try? trust.get() else { preconditionFailure("the key can't be read") }
        let verified = try? XMLSignatureVerifier.verify(bytes, signed: place, trust: trust)
        precondition(verified == nil, "accepted without a signature by the pinned key")
    }
    #else
    guard let root = try? ReceivedXML(reading: bytes).root else { return 0 }
    // What is read once is read again alike.
    precondition((try? ReceivedXML(reading: bytes).root) == root, "read twice, differently")
    #endif
    return 0
}
