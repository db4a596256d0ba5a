import CXMLSecurity
import Encoding

@testable import XMLSecurity

/// Encrypts to a test key in every way that must be taken or refused. Nothing here is secret.
struct TestEncryption {
    var cipher = "http://www.w3.org/2009/xmlenc11#aes256-gcm"
    var transport = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"
    var transportContent = ""
    var digest = DigestAlgorithm.sha1
    var maskDigest = DigestAlgorithm.sha1
    var isKeyBeside = false
    var plaintext = SignedScene.plainAssertion

    private var isGCM: Bool { cipher.hasSuffix("gcm") }
    private var keyBytes: Int { cipher.contains("128") ? 16 : cipher.contains("192") ? 24 : 32 }

    func message() throws -> String {
        let contentKey = [UInt8](repeating: 7, count: keyBytes)
        let key = """
            <xenc:EncryptedKey xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="k1">\
            <xenc:EncryptionMethod Algorithm="\(transport)">\(transportContent)</xenc:EncryptionMethod>\
            <xenc:CipherData><xenc:CipherValue>\(Base64.encode(try wrap(contentKey)))</xenc:CipherValue></xenc:CipherData>\
            </xenc:EncryptedKey>
            """
        return SignedScene.response(
            around: """
                <saml:EncryptedAssertion xmlns:saml="\(SignedScene.assertions)">\
                <xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element">\
                <xenc:EncryptionMethod Algorithm="\(cipher)"/>\
                <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\
                \(isKeyBeside ? "<ds:RetrievalMethod URI=\"#k1\"/>" : key)</ds:KeyInfo>\
                <xenc:CipherData><xenc:CipherValue>\(Base64.encode(try encrypt(contentKey)))</xenc:CipherValue></xenc:CipherData>\
                </xenc:EncryptedData>\(isKeyBeside ? key : "")</saml:EncryptedAssertion>
                """
        )
    }

    private func wrap(_ contentKey: [UInt8]) throws -> [UInt8] {
        let key = try TestKey.provider.get().decryption
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key.handle.pointer, nil) else {
            throw TestKey.Failure()
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        let padding = transport.hasSuffix("rsa-1_5") ? RSA_PKCS1_PADDING : RSA_PKCS1_OAEP_PADDING
        guard unsafe EVP_PKEY_encrypt_init(context) == 1, unsafe EVP_PKEY_CTX_set_rsa_padding(context, padding) == 1
        else {
            throw TestKey.Failure()
        }
        if padding == RSA_PKCS1_OAEP_PADDING {
            _ = unsafe EVP_PKEY_CTX_set_rsa_oaep_md(context, digest.implementation)
            _ = unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, maskDigest.implementation)
        }
        var wrapped = [UInt8](repeating: 0, count: 512)
        var length = wrapped.count
        guard unsafe EVP_PKEY_encrypt(context, &wrapped, &length, contentKey, contentKey.count) == 1 else {
            throw TestKey.Failure()
        }
        return Array(wrapped.prefix(length))
    }

    private func encrypt(_ contentKey: [UInt8]) throws -> [UInt8] {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw TestKey.Failure() }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        let name = "AES-\(keyBytes * 8)-\(isGCM ? "GCM" : "CBC")"
        let vector = [UInt8](repeating: 1, count: isGCM ? 12 : 16)
        var message = Array(plaintext.utf8)
        if !isGCM {
            // The last byte tells the length, the others are arbitrary.
            let padding = 16 - message.count % 16
            message += [UInt8](repeating: 0xAA, count: padding - 1) + [UInt8(padding)]
        }
        var output = [UInt8](repeating: 0, count: message.count + 32)
        var written: CInt = 0
        var rest: CInt = 0
        var tag = [UInt8](repeating: 0, count: 16)
        var end = [UInt8](repeating: 0, count: 32)
        guard unsafe EVP_EncryptInit_ex(context, EVP_get_cipherbyname(name), nil, contentKey, vector) == 1,
            unsafe EVP_CIPHER_CTX_set_padding(context, 0) == 1,
            unsafe EVP_EncryptUpdate(context, &output, &written, message, CInt(message.count)) == 1,
            unsafe EVP_EncryptFinal_ex(context, &end, &rest) == 1
        else { throw TestKey.Failure() }
        if isGCM { _ = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, &tag) }
        return vector + output.prefix(Int(written)) + (isGCM ? tag : [])
    }
}
