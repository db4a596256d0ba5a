/// Reads the big-endian structures of TPM 2.0 (TPM 2.0 Library Specification, part 2). Throws its code where bytes lack.
struct TPMReader {
    private var rest: ArraySlice<UInt8>
    private let code: WebAuthnCode

    init(_ bytes: [UInt8], refusing code: WebAuthnCode) {
        rest = bytes[...]
        self.code = code
    }

    mutating func take(_ count: Int) throws(WebAuthnRejection) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw WebAuthnRejection(code) }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func uint16() throws(WebAuthnRejection) -> UInt16 {
        try take(2).reduce(0) { $0 << 8 | UInt16($1) }
    }

    mutating func uint32() throws(WebAuthnRejection) -> UInt32 {
        try take(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// A TPM2B: its length in two bytes, then its bytes.
    mutating func sized() throws(WebAuthnRejection) -> [UInt8] {
        Array(try take(Int(uint16())))
    }

    func end() throws(WebAuthnRejection) {
        guard rest.isEmpty else { throw WebAuthnRejection(code) }
    }
}
