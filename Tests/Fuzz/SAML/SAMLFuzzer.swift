import SAML
import SAMLForge

// One program for each property, built and run by deploy/dev/lib/fuzz.py with -DFUZZ_RESPONSE, -DFUZZ_METADATA or
// -DFUZZ_LOGOUT, together with Tests/SAMLTests/Fuzzing/SAMLFuzzing.swift, which holds the properties. An input that stops it is kept as a case of the
// ordinary tests in Tests/SAMLTests/Fuzzing.

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    #if FUZZ_RESPONSE
    let violated = SAMLFuzzing.response(bytes)
    #elseif FUZZ_METADATA
    let violated = SAMLFuzzing.metadata(bytes)
    #else
    let violated = SAMLFuzzing.logout(bytes)
    #endif
    precondition(violated == nil, violated ?? "")
    return 0
}
