internal import FoundationEssentials
internal import SwiftASN1
internal import X509

/// When a certificate ends. For SAML a certificate is a container of a key: its dates refuse nothing, but an admin wants to
/// hear of them in time, since identity providers change keys when certificates end (attacks 1.8 #125).
package struct CertificateValidity: Sendable, Equatable {
    package let notBefore: SAMLInstant
    package let notAfter: SAMLInstant

    /// - Parameter der: the certificate.
    /// - Throws: `SAML-META-09` for what can't be read.
    package init(of der: [UInt8]) throws(SAMLRejection) {
        do {
            let certificate = try Certificate(derEncoded: der)
            notBefore = Self.instant(certificate.notValidBefore)
            notAfter = Self.instant(certificate.notValidAfter)
        } catch {
            throw SAMLRejection(MetadataRefusals.unreadableCertificate)
        }
    }

    /// What to tell an admin.
    package enum Notice: Sendable, Equatable {
        case notYetValid
        case expired
        case expiresSoon
    }

    /// - Parameters:
    ///   - now: the moment of judgement.
    ///   - days: how long before its end a certificate is called soon to expire.
    package func notice(at now: SAMLInstant, soonDays days: Int64 = 30) -> Notice? {
        if now < notBefore { return .notYetValid }
        if now > notAfter { return .expired }
        return now.adding(seconds: days * 86_400) > notAfter ? .expiresSoon : nil
    }

    private static func instant(_ date: Date) -> SAMLInstant {
        SAMLInstant(secondsSince1970: Int64(date.timeIntervalSince1970))
    }
}
