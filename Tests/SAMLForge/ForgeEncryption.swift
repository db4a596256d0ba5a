internal import Crypto
internal import CryptoExtras
internal import Encoding
internal import FoundationEssentials

/// How the forge encrypts an assertion to us (XML Encryption 1.1), with fixed keys and vectors: nothing here is secret.
package struct ForgeEncryption: Sendable {
    package var cipher: Cipher = .aes256GCM
    /// The encrypted key's `Id`: another one for each where a message holds several.
    package var keyID = "_key-1"
    /// Where the encrypted key stands.
    package var keyPlace: KeyPlace = .inside
    /// The key transport's name in the message; what is done is always RSA-OAEP with SHA-1.
    package var transport = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"

    package enum Cipher: String, Sendable, CaseIterable {
        case aes128GCM = "http://www.w3.org/2009/xmlenc11#aes128-gcm"
        case aes256GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm"
        case aes128CBC = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
        case aes256CBC = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"
        /// Named only; the bytes are AES, since it must be refused before anything is decrypted.
        case tripleDES = "http://www.w3.org/2001/04/xmlenc#tripledes-cbc"
    }

    /// Inside `EncryptedData`, or behind it with a `RetrievalMethod` (Shibboleth).
    package enum KeyPlace: Sendable {
        case inside
        case sibling
    }

    package init(_ cipher: Cipher = .aes256GCM) {
        self.cipher = cipher
    }

    /// An `EncryptedAssertion`, or another container, around the text.
    package func encrypt(_ plaintext: String, as container: String = "EncryptedAssertion") throws -> String {
        let keyBytes = [UInt8](repeating: 7, count: cipher == .aes128GCM || cipher == .aes128CBC ? 16 : 32)
        let ciphertext = try encrypt(Array(plaintext.utf8), with: keyBytes)
        let wrapped = try ForgeKeyRing.shared.get().ours.encryptionKey().encrypt(Data(keyBytes), padding: .PKCS1_OAEP)
        let encryptedKey = """
            <xenc:EncryptedKey Id="\(keyID)"><xenc:EncryptionMethod Algorithm="\(transport)">\
            <ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/></xenc:EncryptionMethod>\
            <xenc:CipherData><xenc:CipherValue>\(Base64.encode(wrapped))</xenc:CipherValue></xenc:CipherData>\
            </xenc:EncryptedKey>
            """
        let info =
            switch keyPlace {
            case .inside: encryptedKey
            case .sibling:
                ##"<ds:RetrievalMethod URI="#\##(keyID)" Type="http://www.w3.org/2001/04/xmlenc#EncryptedKey"/>"##
            }
        return """
            <saml:\(container) xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">\
            <xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" \
            xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Type="http://www.w3.org/2001/04/xmlenc#Element">\
            <xenc:EncryptionMethod Algorithm="\(cipher.rawValue)"/><ds:KeyInfo>\(info)</ds:KeyInfo>\
            <xenc:CipherData><xenc:CipherValue>\(Base64.encode(ciphertext))</xenc:CipherValue></xenc:CipherData>\
            </xenc:EncryptedData>\(keyPlace == .sibling ? Self.standing(encryptedKey) : "")</saml:\(container)>
            """
    }

    /// The key as a sibling needs its own namespace declarations.
    private static func standing(_ key: String) -> String {
        "<xenc:EncryptedKey xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" "
            + "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"" + key.dropFirst("<xenc:EncryptedKey".count)
    }

    private func encrypt(_ plaintext: [UInt8], with key: [UInt8]) throws -> [UInt8] {
        switch cipher {
        case .aes128GCM, .aes256GCM:
            let nonce = try AES.GCM.Nonce(data: [UInt8](repeating: 1, count: 12))
            let box = try AES.GCM.seal(plaintext, using: SymmetricKey(data: key), nonce: nonce)
            return Array(nonce) + Array(box.ciphertext) + Array(box.tag)
        case .aes128CBC, .aes256CBC, .tripleDES:
            let vector = [UInt8](repeating: 1, count: 16)
            let ciphertext = try AES._CBC.encrypt(
                plaintext,
                using: SymmetricKey(data: key),
                iv: AES._CBC.IV(ivBytes: vector)
            )
            return vector + Array(ciphertext)
        }
    }
}
