import Encoding
import SCIM

// One program for each property: build with -DFUZZ_FILTER, -DFUZZ_PATH or -DFUZZ_PATCH, together with
// Tests/SCIMTests/SCIMFuzzing.swift, which holds the properties. An input that stops it goes
// to Tests/SCIMTests/Vectors/fuzz, where the ordinary tests keep it.

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    #if FUZZ_FILTER
    let violated = SCIMFuzzing.filter(bytes)
    #elseif FUZZ_PATH
    let violated = SCIMFuzzing.path(bytes)
    #else
    let violated = SCIMFuzzing.patch(bytes)
    #endif
    precondition(violated == nil, violated ?? "")
    return 0
}
