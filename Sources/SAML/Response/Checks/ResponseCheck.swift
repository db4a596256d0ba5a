/// A rule about the `Response` element's own fields. One type is one rule, one file and one code.
package protocol EnvelopeCheck: SendableMetatype {
    /// What this check refuses with.
    static var code: SAMLCode { get }
    /// - Throws: ``SAMLRejection`` with ``code``, and with no other.
    static func check(_ envelope: ResponseEnvelope, in circumstances: Circumstances) throws(SAMLRejection)
}

/// A rule about the assertion that was handed out by a verified signature.
package protocol AssertionCheck: SendableMetatype {
    /// What this check refuses with.
    static var code: SAMLCode { get }
    /// - Throws: ``SAMLRejection`` with ``code``, and with no other.
    static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection)
}

/// A rule about one `SubjectConfirmation`; an assertion needs one that keeps them all.
package protocol ConfirmationCheck: SendableMetatype {
    /// What this check refuses with.
    static var code: SAMLCode { get }
    /// - Throws: ``SAMLRejection`` with ``code``, and with no other.
    static func check(
        _ confirmation: SubjectConfirmation,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection)
}

extension EnvelopeCheck {
    static func refusal(_ detail: String = "") -> SAMLRejection { SAMLRejection(code, detail: detail) }
}

extension AssertionCheck {
    static func refusal(_ detail: String = "") -> SAMLRejection { SAMLRejection(code, detail: detail) }
}

extension ConfirmationCheck {
    static func refusal(_ detail: String = "") -> SAMLRejection { SAMLRejection(code, detail: detail) }
}
