import Encoding
import Secrets
package import Workspaces

/// What was done just now travels in the address of the page that says so, with a mark that is made of the session's id: a
/// stranger can write no address by which a page of ours says what was never done. Who was told may read it again.
///
/// The id is no secret: it is in the session's tokens, so applications and APIs that are given one could write such an
/// address, as could whoever reads the workspace's audit. All it makes is a note on a page that changes nothing.
extension LocalPath {
    /// The same path, with news for whoever is signed in by that session.
    package func telling(_ name: String, _ value: String, to session: SessionID) -> LocalPath {
        adding(name, value).adding(NewsMark.parameter, NewsMark.text(name, value, session))
    }
}

extension FormParameters {
    /// What ``LocalPath/telling(_:_:to:)`` put there for that session; nil where it is another's, or anybody's.
    package func told(_ name: String, to session: SessionID) -> String? {
        guard let value = self[name], let mark = self[NewsMark.parameter],
            mark.hasSameBytes(as: NewsMark.text(name, value, session))
        else { return nil }
        return value
    }
}

extension QueryParameter {
    /// Stands beside every parameter that tells news.
    package static let newsMark = QueryParameter(
        NewsMark.parameter,
        .string(),
        "Made of the session that the news is for."
    )
}

private enum NewsMark {
    static let parameter = "mark"
    /// Of the digest: nobody tries so many addresses on somebody else.
    private static let bytes = 12

    static func text(_ name: String, _ value: String, _ session: SessionID) -> String {
        Base64URL.encode(Array(SecretHash(of: "\(session)/\(name)/\(value)".utf8).bytes.prefix(bytes)))
    }
}
