import Secrets

/// Time-based one-time passwords (RFC 6238): HMAC-SHA-1, steps of 30 seconds, six digits, which is what every
/// authenticator app does without being told.
package enum TOTP {
    /// Seconds of a step (RFC 6238 section 5.2).
    package static let stepSeconds = 30
    /// Steps before and after the present one whose codes are taken, for clocks that differ and fingers that are slow
    /// (section 5.2 recommends at most one; attacks 5.2 #12). A clock's drift is not remembered.
    package static let window: Int64 = 1

    /// The number of the step at that moment.
    ///
    /// - Parameter unixSeconds: seconds since 1970, not before.
    package static func step(at unixSeconds: Int) -> Int64 {
        Int64(unixSeconds / stepSeconds)
    }

    /// The step whose code that is; nil where it is the code of none within the window.
    ///
    /// A code is good once: the caller stores the step by one conditional write that takes it only where it is later than
    /// the last one accepted (section 5.2; attacks 5.2 #10). Of two steps with one code it is the later, so that the code
    /// can't come again for the other. The time taken tells nothing.
    package static func step(of code: TOTPCode, by secret: TOTPSecret, at unixSeconds: Int) -> Int64? {
        let now = step(at: unixSeconds)
        var found: Int64?
        for step in max(0, now - window)...(now + window) {
            let digits = HOTP.digits(
                secret.bytes.expose(),
                counter: UInt64(step),
                count: TOTPCode.digitCount
            )
            if ConstantTime.equal(digits, code.digits) { found = step }
        }
        return found
    }
}
