package import GatewayHTTP
import Secrets
package import Workspaces

/// Finds the words of a mail, in the catalogue that pages have their words from.
package struct MailComposer: Sendable {
    private let pages: PageRenderer
    private let url: PublicURL

    package init(_ pages: PageRenderer, url: PublicURL) {
        self.pages = pages
        self.url = url
    }

    /// The mail that tells of the letter's notice. Throws where a catalogue lacks its language.
    package func callAsFunction(_ letter: Letter) throws -> MailMessage {
        let language = Language(acceptLanguage: letter.mail.language)
        let texts = try pages.texts(in: language)
        let notice = letter.mail.notice
        let kind = notice.record.kind
        var values = [
            "name": letter.name, "workspace": letter.workspace.name,
            "account": url.appending("/w/\(letter.workspace.slug)/account"),
            "time": Moment(date: letter.mail.queuedAt).readable(texts),
        ]
        switch notice {
        case .factorAdded(let factor), .factorRemoved(let factor): values["factor"] = Self.name(of: factor, texts)
        case .recoveryCodeUsed(let left): values["left"] = "\(left)"
        case .passwordResetAsked, .passwordChanged, .passwordKnownToSomebodyElse, .recoveryCodesReplaced,
            .factorsReset:
            break
        }
        switch letter.link {
        case .passwordReset(let token)?:
            values["link"] = url.appending("/w/\(letter.workspace.slug)/password-reset/\(token.expose())")
        case nil: break
        }
        return MailMessage(
            id: letter.mail.id,
            recipient: letter.mail.recipient,
            subject: texts("mail_\(kind)_subject", values),
            body: [
                texts("mail_greeting", values), texts("mail_\(kind)_body", values), texts("mail_closing", values), "",
            ]
            .joined(separator: "\n\n"),
            date: letter.mail.queuedAt
        )
    }

    private static func name(of factor: Notice.NamedFactor, _ texts: Texts) -> String {
        switch factor {
        case .authenticatorApp: texts("factor_authenticator_app")
        case .passkey(let name): texts("factor_passkey", ["passkey": name])
        }
    }
}
