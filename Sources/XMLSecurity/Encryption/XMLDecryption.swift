/// Decryption failed. There is one error for every reason, so that nobody can ask a padding or key oracle (attacks 1.5 #82).
package struct XMLDecryptionError: Error, Equatable, Sendable {
    package init() {}
}

/// Decrypts one encrypted element to bytes, which are then read as a new document from the start (attacks 2.2 #19).
///
/// The form is checked on values against closed lists; the computing is OpenSSL's. xmlsec1 1.2.37's own decryption is not used:
/// it looks for keys by KeyInfo, follows references, and its RSA-OAEP takes SHA-1 alone (attacks 2.4 #24).
package enum XMLDecryption {
    /// Which ciphers are taken.
    package enum Policy: Sendable, Equatable {
        /// AES-GCM, which proves by itself that nobody altered the ciphertext.
        case gcmOnly
        /// AES-CBC too. Only for ciphertext under an outer signature that was verified, else whoever can send messages asks a
        /// padding oracle (attacks 1.5 #77).
        case gcmAndCBCUnderVerifiedSignature
    }

    /// Decrypts.
    ///
    /// - Parameters:
    ///   - container: the element around `EncryptedData`, such as `EncryptedAssertion`; a verified one for the second policy.
    /// - Returns: the plaintext. It is as believable as what was signed around it or will be verified inside it.
    /// - Throws: one error.
    package static func decrypt(
        _ container: XMLElement,
        key: DecryptionKey,
        policy: Policy
    ) throws(XMLDecryptionError) -> [UInt8] {
        guard let form = EncryptedForm(in: container),
            form.cipher.isAllowed(by: policy),
            let contentKey = KeyTransport.unwrap(form.encryptedKey, by: key, form.transport),
            let plaintext = ContentCipher.decrypt(form.ciphertext, form.cipher, key: contentKey)
        else { throw XMLDecryptionError() }
        return plaintext
    }
}
