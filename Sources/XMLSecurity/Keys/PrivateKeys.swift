internal import CXMLSecurity

/// Our key for signing. It prints nothing of itself.
package struct SigningKey: Sendable {
    let handle: KeyHandle
    let kind: KeyKind

    /// - Parameter pem: PKCS #8, or the older forms of OpenSSL, without password.
    /// - Throws: why the key is not taken; ours must be as strong as those we believe.
    package init(pem: String) throws(XMLKeyError) {
        handle = try KeyHandle(privatePEM: pem)
        kind = try KeyKind(of: handle)
    }
}

/// Our key for decryption, RSA only. It prints nothing of itself.
package struct DecryptionKey: Sendable {
    let handle: KeyHandle
    /// The modulus's length, which is that of an encrypted key.
    let bytes: Int

    /// - Parameter pem: PKCS #8, or the older forms of OpenSSL, without password.
    /// - Throws: why the key is not taken.
    package init(pem: String) throws(XMLKeyError) {
        handle = try KeyHandle(privatePEM: pem)
        guard case .rsa(let bytes) = try KeyKind(of: handle) else { throw .unsupportedKind }
        self.bytes = bytes
    }
}

extension KeyHandle {
    fileprivate convenience init(privatePEM pem: String) throws(XMLKeyError) {
        guard LibraryState.isReady else { throw .libraryUnavailable }
        LibraryState.forgetErrors()
        var text = pem
        let pointer: OpaquePointer? = text.withUTF8 { buffer in
            guard !buffer.isEmpty, buffer.count <= KeyBounds.encodedBytes else { return nil }
            return unsafe cxml_read_private_key(buffer.baseAddress, CInt(buffer.count))
        }
        guard let pointer = unsafe pointer else { throw .unreadable }
        unsafe self.init(adopting: pointer)
    }
}
