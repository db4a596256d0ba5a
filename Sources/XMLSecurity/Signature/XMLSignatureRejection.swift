/// Why a signature is not believed, one case a check, in the order in which they are made.
package enum XMLSignatureRejection: Error, Equatable, Sendable {
    /// The library could not be set up, or had no memory. Nothing was believed.
    case libraryUnavailable
    /// The document is not read.
    case unreadable(XMLReadingError)
    /// No pinned key, or more than ``KeyBounds/keysOfOneTrust`` (attacks 0, rule 6).
    case noKey
    /// The element that should be signed is not there.
    case elementMissing
    /// It is there several times (attacks 1.1 #35).
    case elementRepeated
    /// It has no `ID` (attacks 1.1 #22).
    case elementWithoutID
    /// It has no `Signature` among its direct children (attacks 1.1 #26, #29).
    case signatureMissing
    /// It has several (attacks 1.1 #27).
    case signatureRepeated
    /// The `Signature` stands neither first nor right behind the issuer (attacks 1.1 #26), or another one stands where nobody
    /// verifies it (attacks 1.1 #12, #15).
    case signatureMisplaced
    /// `Signature` or `SignedInfo` hold other children or attributes than they must: `Object`, a second `SignedInfo`, text
    /// between (attacks 1.1 #16, #17, #20, #21).
    case foreignContent
    /// `KeyInfo` holds elements of other formats (attacks 1.1 #21).
    case foreignKeyInfo
    /// Not exactly one `Reference` (attacks 1.1 #19).
    case referenceCount
    /// The reference's URI is not `#` and the ID of the signed element (attacks 1.1 #22-#25).
    case referenceURI
    /// A canonicalization that is not on the list (attacks 1.4 #74).
    case canonicalizationNotAllowed
    /// A signature method that is not on the list (attacks 1.4 #64, #65, #68).
    case algorithmNotAllowed
    /// A digest method that is not on the list (attacks 1.4 #68).
    case digestNotAllowed
    /// Other transforms than enveloped, or enveloped and a canonicalization (attacks 1.4 #72, #73).
    case transformsNotAllowed
    /// A list of prefixes that is too long, or not names separated by spaces (attacks 1.3 #57; 1.4 #75).
    case prefixList
    /// The digest is not base64 of the right length, or it is that of nothing at all (attacks 1.3 #51).
    case digestValue
    /// The signature is not base64, or its length fits no signature by this key (attacks 1.4 #71).
    case signatureValue
    /// No pinned key is of the kind that the method needs.
    case keyKind
    /// No pinned key made this signature (attacks 1.4 #66, #67).
    case signatureMismatch
    /// The signed element was altered after signing.
    case digestMismatch
    /// What was signed is not the one element that was expected (attacks 2.2 #15, #16).
    case signedBytes
}
