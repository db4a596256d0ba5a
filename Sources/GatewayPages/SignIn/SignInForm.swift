import GatewayHTTP

/// The fields of the sign-in's form.
enum SignInForm {
    /// RFC 5321 section 4.5.3.1, with room for somebody who types more than that.
    static let maximumEmailBytes = 320
    /// What the password policy allows at most.
    static let maximumPasswordBytes = 1_024

    static let fields: [FormField] = [
        .required("email", maximumBytes: maximumEmailBytes, "The mail address."),
        .optional("password", maximumBytes: maximumPasswordBytes, "Absent in the first step."),
        .optional("return_to", maximumBytes: LocalPath.maximumBytes, "Where to go then: a path of this server."),
    ]

    /// Where the person wanted to go, where that is one of this workspace's own pages and not the door itself.
    static func returnTo(_ text: String?, within root: String) -> LocalPath? {
        guard let path = text.flatMap({ LocalPath($0) }), path.description.utf8.starts(with: "\(root)/".utf8),
            !path.description.utf8.starts(with: "\(root)/sign-".utf8)
        else {
            return nil
        }
        return path
    }

    static func account(of place: Place) throws -> LocalPath {
        guard let path = LocalPath("\(place.root)/account") else { throw Problem(.notFound) }
        return path
    }
}
