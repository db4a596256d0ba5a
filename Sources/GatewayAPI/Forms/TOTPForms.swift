import Encoding
import GatewayHTTP
import Secrets
import SignIn

/// A fresh secret of an authenticator app.
enum TOTPForms {
    static let schema = Schema.object([
        .required("secret", .string(), "In base32, for whoever types it."),
        .required("uri", .string(), "The `otpauth:` address that a QR code holds."),
    ])

    static func answer(_ enrolment: TOTPEnrolment) -> Answer {
        .json(["secret": .string(enrolment.secret.expose()), "uri": .string(enrolment.uri.expose())])
    }
}
