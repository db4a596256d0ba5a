internal import CXMLSecurity

/// AES over the content, named by its URI (XML Encryption 1.1, section 5.2). Triple DES has no name here.
enum ContentCipher: String, CaseIterable {
    case aes128GCM = "http://www.w3.org/2009/xmlenc11#aes128-gcm"
    case aes192GCM = "http://www.w3.org/2009/xmlenc11#aes192-gcm"
    case aes256GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm"
    case aes128CBC = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
    case aes192CBC = "http://www.w3.org/2001/04/xmlenc#aes192-cbc"
    case aes256CBC = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"

    private static let block = 16
    /// XML Encryption 1.1, section 5.2.4: 96 bits before, and a tag of 128 behind, none shorter (attacks 1.5 #78).
    private static let gcmNonce = 12
    private static let gcmTag = 16

    private var isGCM: Bool {
        switch self {
        case .aes128GCM, .aes192GCM, .aes256GCM: true
        case .aes128CBC, .aes192CBC, .aes256CBC: false
        }
    }

    private var keyBytes: Int {
        switch self {
        case .aes128GCM, .aes128CBC: 16
        case .aes192GCM, .aes192CBC: 24
        case .aes256GCM, .aes256CBC: 32
        }
    }

    private var implementation: OpaquePointer? {
        switch self {
        case .aes128GCM: unsafe EVP_aes_128_gcm()
        case .aes192GCM: unsafe EVP_aes_192_gcm()
        case .aes256GCM: unsafe EVP_aes_256_gcm()
        case .aes128CBC: unsafe EVP_aes_128_cbc()
        case .aes192CBC: unsafe EVP_aes_192_cbc()
        case .aes256CBC: unsafe EVP_aes_256_cbc()
        }
    }

    func isAllowed(by policy: XMLDecryption.Policy) -> Bool {
        switch policy {
        case .gcmOnly: isGCM
        case .gcmAndCBCUnderVerifiedSignature: true
        }
    }

    /// - Returns: the plaintext; nil for a wrong key, a wrong tag or wrong padding alike.
    static func decrypt(_ message: [UInt8], _ cipher: ContentCipher, key: [UInt8]) -> [UInt8]? {
        guard key.count == cipher.keyBytes else { return nil }
        LibraryState.forgetErrors()
        return cipher.isGCM ? cipher.decryptGCM(message, key) : cipher.decryptCBC(message, key)
    }

    private func decryptGCM(_ message: [UInt8], _ key: [UInt8]) -> [UInt8]? {
        guard message.count > Self.gcmNonce + Self.gcmTag else { return nil }
        let nonce = Array(message.prefix(Self.gcmNonce))
        let ciphertext = Array(message.dropFirst(Self.gcmNonce).dropLast(Self.gcmTag))
        var tag = Array(message.suffix(Self.gcmTag))
        guard let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var plaintext = [UInt8](repeating: 0, count: ciphertext.count)
        var written: CInt = 0
        var rest: CInt = 0
        var unused = [UInt8](repeating: 0, count: Self.block)
        guard unsafe EVP_DecryptInit_ex(context, implementation, nil, key, nonce) == 1,
            unsafe EVP_DecryptUpdate(context, &plaintext, &written, ciphertext, CInt(ciphertext.count))
                == 1,
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CInt(Self.gcmTag), &tag) == 1,
            unsafe EVP_DecryptFinal_ex(context, &unused, &rest) == 1, Int(written) == plaintext.count,
            rest == 0
        else { return nil }
        return plaintext
    }

    /// XML Encryption 1.1, section 5.2.1: the last byte tells how many bytes of padding there are, one to sixteen; the others
    /// are arbitrary.
    private func decryptCBC(_ message: [UInt8], _ key: [UInt8]) -> [UInt8]? {
        guard message.count >= 2 * Self.block, message.count % Self.block == 0 else { return nil }
        let vector = Array(message.prefix(Self.block))
        let ciphertext = Array(message.dropFirst(Self.block))
        guard let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var plaintext = [UInt8](repeating: 0, count: ciphertext.count + Self.block)
        var written: CInt = 0
        guard unsafe EVP_DecryptInit_ex(context, implementation, nil, key, vector) == 1,
            unsafe EVP_CIPHER_CTX_set_padding(context, 0) == 1,
            unsafe EVP_DecryptUpdate(context, &plaintext, &written, ciphertext, CInt(ciphertext.count))
                == 1,
            Int(written) == ciphertext.count
        else { return nil }
        plaintext.removeLast(plaintext.count - Int(written))
        guard let padding = plaintext.last, (1...Self.block).contains(Int(padding)) else { return nil }
        return plaintext.dropLast(Int(padding))
    }
}
