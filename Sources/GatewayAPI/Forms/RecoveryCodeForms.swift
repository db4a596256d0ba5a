import Credentials
import Encoding
import GatewayHTTP
import Secrets

/// Recovery codes, which are written out once.
enum RecoveryCodeForms {
    static let schema = Schema.object([.required("recovery_codes", .array(.string(example: "ABCD-EFGH-IJKL-MNOP")))])

    static func json(_ codes: [RecoveryCode]) -> JSONValue {
        .array(codes.map { .string($0.text.expose()) })
    }
}
