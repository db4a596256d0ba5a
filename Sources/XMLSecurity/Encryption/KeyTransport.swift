internal import CXMLSecurity

/// RSA-OAEP with its two digest methods and an empty label (XML Encryption 1.1, section 5.5.2; RFC 8017, section 7.1).
struct KeyTransport: Equatable {
    let digest: DigestAlgorithm
    /// The digest inside the mask generation function MGF1.
    let maskDigest: DigestAlgorithm

    /// - Returns: the content key; nil where it was not encrypted to this key.
    static func unwrap(_ encrypted: [UInt8], by key: DecryptionKey, _ transport: KeyTransport)
        -> [UInt8]?
    {
        guard LibraryState.isReady, encrypted.count == key.bytes else { return nil }
        LibraryState.forgetErrors()
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key.handle.pointer, nil) else {
            return nil
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_decrypt_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_oaep_md(context, transport.digest.implementation) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, transport.maskDigest.implementation) == 1
        else { return nil }
        var contentKey = [UInt8](repeating: 0, count: key.bytes)
        var length = contentKey.count
        guard unsafe EVP_PKEY_decrypt(context, &contentKey, &length, encrypted, encrypted.count) == 1
        else { return nil }
        return Array(contentKey.prefix(length))
    }
}
