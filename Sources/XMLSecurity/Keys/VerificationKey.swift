internal import CXMLSecurity

/// A public key that an admin pinned for a connection. Weak keys don't become one (attacks 1.4 #69).
///
/// A certificate is only a container for the key here: its dates, names and chain mean nothing (attacks 1.8 #125, 1.9 #151).
package struct VerificationKey: Sendable {
    let handle: KeyHandle
    let kind: KeyKind

    /// The key of an X.509 certificate.
    ///
    /// - Parameter der: the certificate, DER.
    /// - Throws: why the key is not taken.
    package init(certificateDER der: [UInt8]) throws(XMLKeyError) {
        self = try unsafe Self(der) { input, length in
            guard let certificate = unsafe d2i_X509(nil, input, length) else { return nil }
            defer { unsafe X509_free(certificate) }
            return unsafe X509_get_pubkey(certificate)
        }
    }

    /// A key alone.
    ///
    /// - Parameter der: a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7), DER.
    /// - Throws: why the key is not taken.
    package init(spkiDER der: [UInt8]) throws(XMLKeyError) {
        self = try unsafe Self(der) { input, length in unsafe d2i_PUBKEY(nil, input, length) }
    }

    private typealias Reader = (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?

    private init(_ der: [UInt8], reader: Reader) throws(XMLKeyError) {
        guard LibraryState.isReady else { throw .libraryUnavailable }
        LibraryState.forgetErrors()
        guard !der.isEmpty, der.count <= KeyBounds.encodedBytes else { throw .unreadable }
        let pointer: OpaquePointer? = unsafe der.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            guard let key = unsafe reader(&next, buffer.count) else { return nil }
            // Bytes behind the structure are a second message that nobody reads.
            let end = unsafe buffer.baseAddress.map { unsafe $0 + buffer.count }
            guard unsafe next == end else {
                unsafe EVP_PKEY_free(key)
                return nil
            }
            return unsafe key
        }
        guard let pointer = unsafe pointer else { throw .unreadable }
        handle = unsafe KeyHandle(adopting: pointer)
        kind = try KeyKind(of: handle)
    }
}
