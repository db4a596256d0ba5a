// SwiftPM drops the -D flags that pkg-config names for xmlsec1, and XMLSEC_NO_SIZE_T is part of the library's ABI:
// without it xmlSecSize has 8 bytes here and 4 in the library. So they stand here, before the first include.
#define XMLSEC_NO_SIZE_T 1
#define XMLSEC_CRYPTO_OPENSSL 1
#define XMLSEC_OPENSSL3_ENGINES 1
#define XMLSEC_NO_GOST 1
#define XMLSEC_NO_GOST2012 1
#define XMLSEC_NO_CRYPTO_DYNAMIC_LOADING 1

#include <string.h>

#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxml/SAX2.h>
#include <libxml/tree.h>
#include <libxml/valid.h>
#include <libxml/xmlerror.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlenc.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/nodeset.h>
#include <xmlsec/templates.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>

// xmlFree is a mutable global function pointer, which Swift can't call safely.
static inline void cxml_free(void *memory) {
    xmlFree(memory);
}

static xmlParserInputPtr cxml_load_nothing(const char *url, const char *id, xmlParserCtxtPtr context) {
    (void)url;
    (void)id;
    (void)context;
    return NULL;
}

// From here on no external entity is loaded in this process, whatever a parser is asked to do.
static inline void cxml_refuse_external_entities(void) {
    xmlSetExternalEntityLoader(cxml_load_nothing);
}

static void cxml_be_silent(
    const char *file, int line, const char *function, const char *object, const char *subject, int reason, const char *text) {
    (void)file;
    (void)line;
    (void)function;
    (void)object;
    (void)subject;
    (void)reason;
    (void)text;
}

static void cxml_report_nothing(void *context, xmlErrorPtr error) {
    (void)context;
    (void)error;
}

// What libxml2 reports outside of a parser context, such as an encoder's errors, goes to stderr by default, with bytes of the
// document. The handler belongs to a thread: set for this one, and as the default of all others.
static inline void cxml_silence_libxml2(void) {
    xmlThrDefSetStructuredErrorFunc(NULL, cxml_report_nothing);
    xmlSetStructuredErrorFunc(NULL, cxml_report_nothing);
}

static inline int cxml_is_libxml2_silent(void) {
    return xmlStructuredError != NULL;
}

// xmlsec's default callback prints to stderr, with content of the document.
static inline void cxml_silence_xmlsec(void) {
    xmlSecErrorsSetCallback(cxml_be_silent);
}

static int cxml_no_password(char *buffer, int size, int writing, void *context) {
    (void)buffer;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

// Without this callback OpenSSL would ask the terminal for the password of an encrypted PEM.
static inline EVP_PKEY *cxml_read_private_key(const void *pem, int length) {
    BIO *input = BIO_new_mem_buf(pem, length);
    if (input == NULL) return NULL;
    EVP_PKEY *key = PEM_read_bio_PrivateKey(input, NULL, cxml_no_password, NULL);
    BIO_free(input);
    return key;
}
