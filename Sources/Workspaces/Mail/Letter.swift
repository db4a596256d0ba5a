package import Secrets

/// What a mail invites to open.
package enum MailLink: Sendable {
    /// The token of the link.
    case passwordReset(Secret<String>)
}

/// A mail with all that its words need.
package struct Letter: Sendable {
    package let mail: OutgoingMail
    package let workspace: Workspace
    /// The name of the user whose address it is.
    package let name: String
    /// What the notice invites to open; nil where it only tells.
    package let link: MailLink?

    package init(mail: OutgoingMail, workspace: Workspace, name: String, link: MailLink?) {
        self.mail = mail
        self.workspace = workspace
        self.name = name
        self.link = link
    }
}
