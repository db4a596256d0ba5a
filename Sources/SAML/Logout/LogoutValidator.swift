internal import Encoding
internal import XMLSecurity

/// Judges the logout messages of an identity provider (SAML Profiles 2.0, section 4.4): signature first, then the checks of
/// ``LogoutChecks``, then what is the request's or the response's own.
package struct LogoutValidator: Sendable {
    private let circumstances: LogoutCircumstances

    /// Session indexes in one request; a person with more sessions gets them ended by name.
    package static let mostSessionIndexes = 64

    package init(_ circumstances: LogoutCircumstances) {
        self.circumstances = circumstances
    }

    /// Validates a logout request.
    ///
    /// - Throws: the rejection of the first rule that fails.
    package func request(_ received: ReceivedLogout) throws(SAMLRejection) -> VerifiedLogoutRequest {
        guard received.kind == .request else { throw SAMLRejection(BindingRefusals.noMessage) }
        let root = try verifiedRoot(of: received)
        try MessageForm.expect(root, "LogoutRequest", in: SAMLNamespace.protocols)
        let envelope = try checkedEnvelope(of: root)
        let expiry = try checkedExpiry(of: root)
        let nameID = try name(in: root)
        let indexes = root.elements("SessionIndex", in: SAMLNamespace.protocols)
        guard indexes.count <= Self.mostSessionIndexes else {
            throw SAMLRejection(LogoutRefusals.tooManySessions, detail: "\(indexes.count)")
        }
        var sessionIndexes: [String] = []
        for index in indexes {
            sessionIndexes.append(try MessageForm.text(of: index))
        }
        let lastUse = envelope.issueInstant.adding(seconds: LogoutCircumstances.longestAge)
        return VerifiedLogoutRequest(
            id: envelope.id,
            nameID: nameID,
            sessionIndexes: sessionIndexes,
            relayState: received.relayState,
            keepUntil: max(expiry ?? lastUse, lastUse).adding(seconds: circumstances.skew.seconds)
        )
    }

    /// Validates a logout response.
    ///
    /// - Parameter request: our logout request that is open.
    /// - Throws: the rejection of the first rule that fails.
    package func response(
        _ received: ReceivedLogout,
        to request: MessageID
    ) throws(SAMLRejection) -> VerifiedLogoutResponse {
        guard received.kind == .response else { throw SAMLRejection(BindingRefusals.noMessage) }
        let root = try verifiedRoot(of: received)
        try MessageForm.expect(root, "LogoutResponse", in: SAMLNamespace.protocols)
        _ = try checkedEnvelope(of: root)
        // attacks 1.7 #118.
        guard let inResponseTo = try MessageForm.attribute("InResponseTo", of: root),
            inResponseTo.hasSameBytes(as: request.text)
        else { throw SAMLRejection(LogoutRefusals.unknownRequest) }
        return VerifiedLogoutResponse(
            answeredRequest: request,
            outcome: try Self.outcome(of: MessageStatus(childOf: root)),
            relayState: received.relayState
        )
    }

    // MARK: The signature

    /// The root from signed bytes: for POST as the signature hands it out, for Redirect the inflated document that the query's
    /// signature is over.
    private func verifiedRoot(of received: ReceivedLogout) throws(SAMLRejection) -> XMLElement {
        switch received.way {
        case .post:
            let document = try DocumentReading.document(received.document)
            guard document.hasSignature(at: .root) else {
                throw SAMLRejection(LogoutRefusals.unsigned)
            }
            do {
                return try XMLSignatureVerifier.verify(
                    document,
                    signed: .root,
                    trust: circumstances.identityProvider.trust
                ).root
            } catch {
                throw SignatureRefusal.rejection(for: error)
            }
        case .redirect(let signature):
            guard let signature else { throw SAMLRejection(BindingRefusals.unsignedQuery) }
            try verify(signature)
            return try DocumentReading.document(received.document).root
        }
    }

    private func verify(_ signature: RedirectBinding.DetachedSignature) throws(SAMLRejection) {
        do {
            try OctetSignature.verify(
                signature.value,
                of: signature.octets,
                algorithmURI: signature.algorithm,
                keys: circumstances.identityProvider.trust.keys,
                algorithms: circumstances.identityProvider.trust.algorithms
            )
        } catch {
            throw SignatureRefusal.queryRejection(for: error)
        }
    }

    // MARK: Fields

    private func checkedEnvelope(of root: XMLElement) throws(SAMLRejection) -> LogoutEnvelope {
        let envelope = try LogoutEnvelope(reading: root)
        for check in LogoutChecks.ofEnvelope {
            try check.check(envelope, in: circumstances)
        }
        return envelope
    }

    private func checkedExpiry(of root: XMLElement) throws(SAMLRejection) -> SAMLInstant? {
        guard let expiry = try MessageForm.instant("NotOnOrAfter", of: root) else { return nil }
        // SAML Core 2.0, section 3.7.1; attacks 1.7 #116.
        guard circumstances.now.adding(seconds: -circumstances.skew.seconds) < expiry else {
            throw SAMLRejection(LogoutRefusals.expired, detail: "NotOnOrAfter \(expiry), now \(circumstances.now)")
        }
        return expiry
    }

    private func name(in root: XMLElement) throws(SAMLRejection) -> NameID {
        // attacks 1.9 #149: the name may be encrypted; what carries it is verified by now.
        let parts = EncryptedParts(decryptionKeys: circumstances.decryptionKeys)
        guard let nameID = try NameID(childOf: root, opening: parts), !nameID.value.isEmpty else {
            throw SAMLRejection(LogoutRefusals.noName)
        }
        if let qualifier = nameID.serviceProviderQualifier, !circumstances.entityID.isNamed(by: qualifier) {
            throw SAMLRejection(LogoutRefusals.nameForOthers, detail: SAMLRejection.quote(qualifier))
        }
        return nameID
    }

    private static func outcome(of status: MessageStatus) throws(SAMLRejection) -> VerifiedLogoutResponse.Outcome {
        guard status.codes.count == 1 else { throw SAMLRejection(LogoutRefusals.noStatus) }
        if status.subcode?.hasSameBytes(as: SAMLURI.partialLogout) == true { return .partial }
        return status.codes[0].hasSameBytes(as: SAMLURI.success) ? .success : .failed
    }
}
