import Foundation
import SAML
import TestSupport

/// The pages of the documentation that are made from the code, and the comparison with what is committed.
///
/// To rewrite them after a change, run the tests once with `REWRITE_DOCUMENTATION=1`.
enum DocumentationPages {
    static let folder = Vectors.packageRoot.appendingPathComponent("Sources/identity-gateway/Documentation.docc")

    /// The committed page, after rewriting it where that was asked for.
    static func committed(_ name: String, expected: String) throws -> String {
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["REWRITE_DOCUMENTATION"] == "1" {
            try Data(expected.utf8).write(to: file)
        }
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }

    static func codes() -> String {
        var page = """
            # SAML codes

            Why a SAML message, logout or metadata was refused, and what to do about it.

            ## Overview

            Each code is one check of the engine and keeps its meaning for ever. The sign-in log, the flight recorder and
            `identity-gateway inspect saml` show the same code, with the detail of the message at hand. The order of the
            checks, with the file of each, is in <doc:SAMLChecks>.


            """
        for code in SAMLCatalogue.all {
            page += "### \(code.name)\n\n\(code.reason)\n\n**Cure:** \(code.cure)\n\n"
        }
        page.removeLast()
        return page
    }

    static func checks() -> String {
        """
        # SAML checks

        In which order a response is judged, and where each check stands.

        ## Overview

        A response is raw (`ReceivedResponse`), then parsed (`ParsedResponse`), then verified (`VerifiedAssertion`). The first
        check that fails gives the code; nothing behind it runs. Codes, reasons and cures are in <doc:SAMLCodes>.

        1. The binding: `Sources/SAML/Bindings/PostBinding.swift`, codes `SAML-BIND-…`. Sizes come before any decoding.
        2. The XML: `Sources/XMLSecurity`, codes `SAML-XML-…`. No document type, comment, processing instruction or CDATA.
        3. The form: `Sources/SAML/Types/MessageForm.swift`, codes `SAML-FORM-…`; exactly one assertion.
        4. Checks of the envelope before any trust (below); they can only refuse.
        5. Signatures and decryption: `Sources/SAML/Response/SignatureGate.swift`, codes `SAML-SIG-…`, and
           `Sources/SAML/Response/EncryptedParts.swift`, codes `SAML-ENC-…`. From here on only signed bytes are read.
        6. Checks of the envelope, from the signed bytes where the response is signed.
        7. Checks of the assertion, whose name and attributes are decrypted where they are encrypted by themselves.
           `BearerConfirmationCheck` asks the checks of the confirmation of each bearer.

        ### XML and signatures

        Each document goes through the first three steps; each signature through the other five, after which only what it
        covers is read.

        | step | file | refuses |
        |---|---|---|
        | bytes | `Sources/XMLSecurity/Reading/ByteScan.swift` | size, other encodings than UTF-8, document types, comments, CDATA, processing instructions |
        | structure | `Sources/XMLSecurity/Reading/StructureRules.swift` | depth, counts, IDs that are doubled or in a namespace |
        | parser | `Sources/XMLSecurity/Reading/StrictParser.swift` | whatever the parser reports, be it a warning; wrong namespaces; other nodes than elements and text |
        | place | `Sources/XMLSecurity/Signature/SignaturePosition.swift` | an element or a signature that is missing, doubled or elsewhere |
        | form | `Sources/XMLSecurity/Signature/SignatureForm.swift` | every part, algorithm, transform and reference that is not on the closed lists |
        | value | `Sources/XMLSecurity/Signature/OctetSignature.swift` | a value over SignedInfo that no pinned key made |
        | digest | `Sources/XMLSecurity/Signature/ReferenceContext.swift` | an element that is not what was signed |
        | what was signed | `Sources/XMLSecurity/Signature/VerifiedXML.swift` | digested bytes that are not the one element expected, read anew |

        ### Envelope, before trust

        \(table(ResponseChecks.beforeTrust.map { ("\($0)", $0.code) }, in: "Response/Checks/Envelope"))

        ### Envelope

        \(table(ResponseChecks.ofEnvelope.map { ("\($0)", $0.code) }, in: "Response/Checks/Envelope"))

        ### Assertion

        \(table(ResponseChecks.ofAssertion.map { ("\($0)", $0.code) }, in: "Response/Checks/Assertion"))

        ### Subject confirmation

        \(table(ResponseChecks.ofConfirmation.map { ("\($0)", $0.code) }, in: "Response/Checks/Confirmation"))

        ### Logout messages

        After the signature, which is inside the document by POST and over the octets of the query by Redirect; then
        `Sources/SAML/Logout/LogoutValidator.swift` asks for what is the request's or the response's own.

        \(table(LogoutChecks.ofEnvelope.map { ("\($0)", $0.code) }, in: "Logout/Checks"))

        """
    }

    /// Where a check stands, from its type's name.
    static func file(of check: String, in folder: String) -> String { "Sources/SAML/\(folder)/\(check).swift" }

    private static func table(_ checks: [(name: String, code: SAMLCode)], in folder: String) -> String {
        let rows = checks.map { "| \($0.code.name) | `\(file(of: $0.name, in: folder))` | \($0.code.reason) |" }
        return (["| code | file | refuses when |", "|---|---|---|"] + rows).joined(separator: "\n")
    }
}
