package import Encoding

/// A refusal: a code of the catalogue and a sentence for the client. Two are equal where their codes are, so that a test
/// asks what was refused and not how the sentence reads.
package struct SCIMError: Error, Sendable {
    package let code: SCIMErrorCode
    /// For the client. It may name attributes and limits, and text of the client's own (escaped and cut), never values
    /// that are stored.
    package let detail: String

    package init(_ code: SCIMErrorCode, _ detail: String? = nil) {
        self.code = code
        self.detail = detail ?? code.entry.reason
    }

    /// The HTTP status.
    package var status: Int { code.entry.status }
    package var type: SCIMErrorType? { code.entry.type }

    /// The body of RFC 7644 section 3.12; the status is a string there.
    package var body: JSONValue {
        var members = JSONObject()
        members["schemas"] = [.string(MessageURN.error)]
        members["status"] = .string(String(status))
        if let type { members["scimType"] = .string(type.rawValue) }
        members["detail"] = .string(detail)
        return .object(members)
    }
}

extension SCIMError: Equatable {
    package static func == (first: SCIMError, second: SCIMError) -> Bool {
        first.code == second.code
    }
}

/// Text of a client's as it may stand in a sentence of ours.
enum Quoted {
    /// The bytes of a client's text that a sentence repeats at most.
    private static let bound = 64

    /// The text in quotation marks, its control characters and line separators escaped, cut after a bound.
    static func text(_ text: some StringProtocol) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            guard quoted.utf8.count < bound else {
                quoted += "…"
                break
            }
            if TextRules.isControl(scalar) || scalar == "\"" || scalar == "\\" {
                quoted += scalar.escaped(asASCII: true)
            } else {
                quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
