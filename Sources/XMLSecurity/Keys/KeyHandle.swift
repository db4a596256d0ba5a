internal import CXMLSecurity

/// An OpenSSL key, freed with this object. OpenSSL lets many threads use one key at once as long as none changes it, and nothing
/// here changes a key once it is made.
@safe final class KeyHandle: Sendable {
    // Never changed after init; what it points to is reference counted and locked inside by OpenSSL.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// - Parameter pointer: an EVP_PKEY; this object owns it from now on.
    @unsafe init(adopting pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe EVP_PKEY_free(pointer)
    }

    /// xmlsec's wrapper around this key, owned by the caller; nil without memory.
    @unsafe func libraryKey() -> xmlSecKeyPtr? {
        guard unsafe EVP_PKEY_up_ref(pointer) == 1 else { return nil }
        guard let data = unsafe xmlSecOpenSSLEvpKeyAdopt(pointer) else {
            unsafe EVP_PKEY_free(pointer)
            return nil
        }
        guard let key = unsafe xmlSecKeyCreate() else {
            unsafe xmlSecKeyDataDestroy(data)
            return nil
        }
        guard unsafe xmlSecKeySetValue(key, data) == 0 else {
            unsafe xmlSecKeyDataDestroy(data)
            unsafe xmlSecKeyDestroy(key)
            return nil
        }
        return unsafe key
    }
}
