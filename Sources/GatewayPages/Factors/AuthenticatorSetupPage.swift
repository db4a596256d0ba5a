import Secrets
import SignIn

/// Shows the secret of an authenticator app, as a picture and as text, and asks for its first code. After a wrong code it
/// asks again without showing the secret a second time.
struct AuthenticatorSetupPage: Page {
    static let template = "authenticator_setup"

    var place: Place
    /// nil where the secret was shown before.
    var enrolment: TOTPEnrolment?
    /// Where the code is sent, and where a new secret is asked for.
    var confirmAddress: String
    var beginAddress: String
    var isRefused = false
    /// Where the person wanted to go; empty for the account.
    var returnTo = ""

    func title(_ texts: Texts) -> String { texts("authenticator_setup_title") }

    func record(_ texts: Texts) -> PageRecord {
        let banner = isRefused ? Banner(tone: .danger, text: texts("setup_code_refused")) : nil
        let shown: PageRecord? = enrolment.map { enrolment in
            [
                "qr": QRPicture(enrolment.uri.expose()).map { .record($0.record) } ?? false,
                "secret": [
                    "copy_id": "secret", "copy_value": .text(Self.grouped(enrolment.secret.expose())),
                ],
                "open_address": .text(enrolment.uri.expose()),
            ]
        }
        return [
            "banner": banner.map { .record($0.record) } ?? false,
            "shown": shown.map { .record($0) } ?? false,
            "confirm_address": .text(confirmAddress),
            "begin_address": .text(beginAddress),
            "return_to": .text(returnTo),
            "code": .record(
                CodeForm.field(.totp, error: isRefused ? texts("code_refused_field") : nil, texts).record
            ),
        ]
    }

    /// In groups of four letters, as one reads them off; apps take the spaces.
    private static func grouped(_ letters: String) -> String {
        let letters = Array(letters)
        return stride(from: 0, to: letters.count, by: 4)
            .map { String(letters[$0..<min($0 + 4, letters.count)]) }
            .joined(separator: " ")
    }
}
