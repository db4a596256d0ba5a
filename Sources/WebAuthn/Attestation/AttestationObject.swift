/// The attestation object of a registration (WebAuthn Level 3 section 6.5.4), parsed.
struct AttestationObject: Sendable {
    let format: AttestationFormat
    let authenticatorData: AuthenticatorData
    let statement: CBORMap

    init(parsing bytes: [UInt8]) throws(WebAuthnRejection) {
        guard let object = try CBORReader.document(bytes[...]).map, object.hasExactly(["fmt", "attStmt", "authData"]),
            let format = object["fmt"]?.text, let data = object["authData"]?.bytes, let statement = object["attStmt"]
        else { throw WebAuthnRejection(.attestationMalformed) }
        // Before the statement, whose shape is the format's: that of compound is no map.
        self.format = try AttestationFormat(named: format)
        guard let members = statement.map else { throw WebAuthnRejection(.attestationMalformed) }
        self.statement = members
        authenticatorData = try AuthenticatorData(parsing: data)
    }
}
