import CXMLSecurity
import XMLSecurity

/// A key made at the first use of a process, so that none is kept in a file.
struct TestKey: Sendable {
    /// PKCS #8.
    let pem: String
    /// SubjectPublicKeyInfo.
    let spki: [UInt8]

    struct Failure: Error {}

    static let provider = Result { try TestKey.rsa(bits: 2_048) }
    static let attacker = Result { try TestKey.rsa(bits: 2_048) }
    static let curves = Result {
        try ["P-256", "P-384", "P-521"].map { try TestKey.curve($0) }
    }

    var signing: SigningKey { get throws { try SigningKey(pem: pem) } }
    var verification: VerificationKey { get throws { try VerificationKey(spkiDER: spki) } }
    var decryption: DecryptionKey { get throws { try DecryptionKey(pem: pem) } }

    static func rsa(bits: Int) throws -> TestKey {
        try make("RSA", bits: bits)
    }

    static func curve(_ name: String) throws -> TestKey {
        try make("EC", curve: name)
    }

    static func make(_ kind: String, bits: Int? = nil, curve: String? = nil) throws -> TestKey {
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, kind, nil) else { throw Failure() }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(context) == 1 else { throw Failure() }
        if let bits { _ = unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, CInt(bits)) }
        if let curve { _ = unsafe EVP_PKEY_CTX_set_group_name(context, curve) }
        guard unsafe EVP_PKEY_generate(context, &key) == 1, let key = unsafe key
        else { throw Failure() }
        defer { unsafe EVP_PKEY_free(key) }
        guard let output = unsafe BIO_new(BIO_s_mem()) else { throw Failure() }
        defer { unsafe BIO_free(output) }
        guard unsafe PEM_write_bio_PKCS8PrivateKey(output, key, nil, nil, 0, nil, nil) == 1 else { throw Failure() }
        var text = [UInt8](repeating: 0, count: 16_384)
        let length = unsafe BIO_read(output, &text, CInt(text.count))
        var der = [UInt8](repeating: 0, count: 16_384)
        let derLength = unsafe der.withUnsafeMutableBufferPointer { buffer in
            var next = buffer.baseAddress
            return unsafe i2d_PUBKEY(key, &next)
        }
        return TestKey(
            pem: String(decoding: text.prefix(Int(length)), as: UTF8.self),
            spki: Array(der.prefix(Int(derLength)))
        )
    }
}
