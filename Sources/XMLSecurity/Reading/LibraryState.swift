internal import CXMLSecurity

/// The process-wide state of libxml2 and xmlsec1: set once, before the first use, and never changed later (attacks 2.1 #6).
enum LibraryState {
    /// Whether the libraries may be used. A library of another ABI than the headers is not.
    static let isReady: Bool = {
        xmlInitParser()
        cxml_silence_libxml2()
        // XML catalogs map identifiers to files of this machine.
        xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE)
        guard xmlSecInit() == 0,
            xmlSecCheckVersionExt(
                XMLSEC_VERSION_MAJOR,
                XMLSEC_VERSION_MINOR,
                XMLSEC_VERSION_SUBMINOR,
                xmlSecCheckVersionABICompatible
            ) == 1,
            xmlSecOpenSSLAppInit(nil) == 0,
            xmlSecOpenSSLInit() == 0
        else { return false }
        cxml_silence_xmlsec()
        // After xmlSecInit, which installs a loader of its own.
        cxml_refuse_external_entities()
        return true
    }()

    /// Forgets what earlier calls on this thread left in the error queues (attacks 2.2 #20).
    static func forgetErrors() {
        xmlResetLastError()
        ERR_clear_error()
    }
}
