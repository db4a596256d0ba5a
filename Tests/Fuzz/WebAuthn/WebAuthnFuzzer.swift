import WebAuthn

// One program for each property: build with -DFUZZ_CBOR or -DFUZZ_AUTHENTICATOR_DATA, without either for attestations,
// together with Tests/WebAuthnTests/Fuzzing/WebAuthnFuzzing.swift, which holds the properties. An input that stops it
// goes to Tests/WebAuthnTests/Vectors/fuzz, where the ordinary tests keep it.

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    #if FUZZ_CBOR
    let violated = WebAuthnFuzzing.cbor(bytes)
    #elseif FUZZ_AUTHENTICATOR_DATA
    let violated = WebAuthnFuzzing.authenticatorData(bytes)
    #else
    let violated = WebAuthnFuzzing.attestation(bytes)
    #endif
    precondition(violated == nil, violated ?? "")
    return 0
}
