/// Why a document is not read, one case a check (attacks 2.1). Those on the bytes, down to ``wrongEncoding``, come first; of the
/// others, the one whose place the parser reaches first.
package enum XMLReadingError: Error, Equatable, Sendable, CaseIterable {
    /// No byte at all.
    case empty
    /// More bytes than ``XMLLimits/bytes``.
    case tooLarge
    /// Not UTF-8, or with U+0000; UTF-16 and UTF-32 are caught here too.
    case notUTF8
    /// A document type declaration of any kind.
    case documentType
    /// A comment, wherever it stands.
    case comment
    /// A CDATA section.
    case cdata
    /// A processing instruction; the XML declaration at the very start is none.
    case processingInstruction
    /// The declaration names another encoding than UTF-8.
    case wrongEncoding
    /// The parser does not take it as XML 1.0.
    case notWellFormed
    /// Against Namespaces in XML: unbound prefixes, reserved ones bound, attributes doubled through two prefixes.
    case namespacesNotWellFormed
    /// The parser took it, but had something to report, be it a warning; relative namespace URIs are among these.
    case parserReport
    /// The declaration names another version than 1.0.
    case wrongVersion
    /// A node that is neither element nor text, such as a reference to an entity.
    case unexpectedNode
    /// Deeper than ``XMLLimits/depth``.
    case tooDeep
    /// More elements than ``XMLLimits/elements``.
    case tooManyElements
    /// An element with more attributes than ``XMLLimits/attributes``.
    case tooManyAttributes
    /// An element with more namespace declarations than ``XMLLimits/namespaces``.
    case tooManyNamespaces
    /// The URI of a namespace that is longer than ``XMLLimits/namespaceBytes``.
    case namespaceTooLong
    /// `xml:id`, which libxml2 registers by itself (attacks 1.2 #38).
    case xmlID
    /// An ID attribute in a namespace (attacks 1.2 #37).
    case namespacedID
    /// An ID that is not a short ASCII name (attacks 1.2 #41).
    case malformedID
    /// Two elements with one ID (attacks 1.2 #36).
    case repeatedID
    /// The library could not be set up, or had no memory. Nothing was read.
    case libraryUnavailable
}
