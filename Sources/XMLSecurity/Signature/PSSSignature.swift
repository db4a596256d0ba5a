internal import CXMLSecurity

/// RSASSA-PSS with MGF1, both over one digest method, and a salt as long as the digest (RFC 9231, section 2.3.10; RFC 8017,
/// section 8.1).
enum PSSSignature {
    static func verify(
        _ signature: [UInt8],
        of bytes: [UInt8],
        key: KeyHandle,
        digest: DigestAlgorithm
    ) -> Bool {
        guard let context = unsafe EVP_MD_CTX_new() else { return false }
        defer { unsafe EVP_MD_CTX_free(context) }
        var keyContext: OpaquePointer?
        guard
            unsafe EVP_DigestVerifyInit(context, &keyContext, digest.implementation, nil, key.pointer)
                == 1,
            unsafe EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(keyContext, digest.implementation) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, RSA_PSS_SALTLEN_DIGEST) == 1
        else { return false }
        return unsafe EVP_DigestVerify(context, signature, signature.count, bytes, bytes.count) == 1
    }
}
