/// The one error of this engine: a reply was refused by one check.
///
/// Two rejections are equal when their codes are; the detail is for logs and support.
package struct WebAuthnRejection: Error, Sendable, Equatable, CustomStringConvertible {
    /// Which check refused.
    package let code: WebAuthnCode
    /// Which part was meant, in words of ours: never text of the reply.
    package let detail: String

    package init(_ code: WebAuthnCode, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }

    package var description: String { "\(code.rawValue): \(code.entry.reason)" }

    package static func == (one: WebAuthnRejection, other: WebAuthnRejection) -> Bool { one.code == other.code }
}
