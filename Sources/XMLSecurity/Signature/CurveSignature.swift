internal import CXMLSecurity

/// ECDSA's two numbers, between the fixed lengths of XML Signature 1.1 (section 6.4.3) and the DER that OpenSSL speaks.
enum CurveSignature {
    /// - Parameter numbers: r and s, of equal length.
    static func der(fromNumbers numbers: [UInt8]) -> [UInt8]? {
        let half = numbers.count / 2
        guard numbers.count == 2 * half, half > 0, let signature = unsafe ECDSA_SIG_new() else {
            return nil
        }
        defer { unsafe ECDSA_SIG_free(signature) }
        let r = unsafe BN_bin2bn(Array(numbers.prefix(half)), CInt(half), nil)
        let s = unsafe BN_bin2bn(Array(numbers.suffix(half)), CInt(half), nil)
        guard unsafe r != nil, unsafe s != nil, unsafe ECDSA_SIG_set0(signature, r, s) == 1 else {
            unsafe BN_free(r)
            unsafe BN_free(s)
            return nil
        }
        let length = unsafe i2d_ECDSA_SIG(signature, nil)
        guard length > 0 else { return nil }
        var der = [UInt8](repeating: 0, count: Int(length))
        let written = unsafe der.withUnsafeMutableBufferPointer { buffer in
            var next = buffer.baseAddress
            return unsafe i2d_ECDSA_SIG(signature, &next)
        }
        return written == length ? der : nil
    }

    /// - Parameter bytes: the length of each number.
    static func numbers(fromDER der: [UInt8], bytes: Int) -> [UInt8]? {
        let signature: OpaquePointer? = unsafe der.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            return unsafe d2i_ECDSA_SIG(nil, &next, buffer.count)
        }
        guard let signature = unsafe signature else { return nil }
        defer { unsafe ECDSA_SIG_free(signature) }
        var r = [UInt8](repeating: 0, count: bytes)
        var s = [UInt8](repeating: 0, count: bytes)
        guard unsafe BN_bn2binpad(ECDSA_SIG_get0_r(signature), &r, CInt(bytes)) == CInt(bytes),
            unsafe BN_bn2binpad(ECDSA_SIG_get0_s(signature), &s, CInt(bytes)) == CInt(bytes)
        else { return nil }
        return r + s
    }
}
