// The floor of SAML validation: a program that parses a response, verifies its assertion's signature by xmlsec1 with the key
// ready, and checks nothing else. Prints verifications per second of processor time.
//
//     xmlsec_floor RESPONSE.xml KEY.der SECONDS        KEY.der: SubjectPublicKeyInfo
//
// cc -O2 xmlsec_floor.c -o xmlsec_floor $(pkg-config --cflags --libs xmlsec1-openssl)

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <openssl/x509.h>
#include <xmlsec/crypto.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

static const xmlChar assertions[] = "urn:oasis:names:tc:SAML:2.0:assertion";

static char *read_file(const char *path, long *length) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    fseek(file, 0, SEEK_END);
    *length = ftell(file);
    rewind(file);
    char *bytes = malloc((size_t)*length);
    if (bytes != NULL && fread(bytes, 1, (size_t)*length, file) != (size_t)*length) bytes = NULL;
    fclose(file);
    return bytes;
}

static int verify(const char *bytes, long length, EVP_PKEY *key) {
    int verified = 0;
    xmlDocPtr document = xmlReadMemory(bytes, (int)length, NULL, NULL, XML_PARSE_NONET);
    if (document == NULL) return 0;
    xmlNodePtr assertion = xmlSecFindChild(xmlDocGetRootElement(document), BAD_CAST "Assertion", assertions);
    xmlNodePtr signature = assertion ? xmlSecFindChild(assertion, xmlSecNodeSignature, xmlSecDSigNs) : NULL;
    xmlAttrPtr id = assertion ? xmlHasProp(assertion, BAD_CAST "ID") : NULL;
    if (signature != NULL && id != NULL && xmlAddID(NULL, document, id->children->content, id) != NULL) {
        xmlSecDSigCtxPtr context = xmlSecDSigCtxCreate(NULL);
        EVP_PKEY_up_ref(key);
        context->signKey = xmlSecKeyCreate();
        xmlSecKeySetValue(context->signKey, xmlSecOpenSSLEvpKeyAdopt(key));
        verified = xmlSecDSigCtxVerify(context, signature) == 0 && context->status == xmlSecDSigStatusSucceeded;
        xmlSecDSigCtxDestroy(context);
    }
    xmlFreeDoc(document);
    return verified;
}

static double now(void) {
    return (double)clock() / CLOCKS_PER_SEC;
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    long length = 0, key_length = 0;
    char *bytes = read_file(arguments[1], &length);
    const unsigned char *der = (const unsigned char *)read_file(arguments[2], &key_length);
    double seconds = atof(arguments[3]);
    if (bytes == NULL || der == NULL) return 66;
    xmlInitParser();
    if (xmlSecInit() < 0 || xmlSecOpenSSLAppInit(NULL) < 0 || xmlSecOpenSSLInit() < 0) return 69;
    EVP_PKEY *key = d2i_PUBKEY(NULL, &der, key_length);
    if (key == NULL) return 65;
    long verifications = 0;
    double start = now(), end = start;
    while (end - start < seconds) {
        for (int round = 0; round < 50; round++, verifications++) {
            if (!verify(bytes, length, key)) return 1;
        }
        end = now();
    }
    printf("%.1f\n", (double)verifications / (end - start));
    return 0;
}
