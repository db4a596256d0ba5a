/// The mark of RSA keys from the Infineon library that made primes of the form k·M + (65537^a mod M): modulo each small prime,
/// such a modulus is a power of 65537 (M. Nemec et al., "The Return of Coppersmith's Attack", ACM CCS 2017, section 3).
/// A key from a sound generator bears it by chance less than once in 2^27.
enum ModulusFingerprint {
    /// The odd primes up to 167; M is their product for the shortest keys concerned.
    static let primes: [UInt64] = (3...167).filter { number in
        number % 2 == 1 && !stride(from: 3, to: number, by: 2).contains { number % $0 == 0 }
    }

    /// - Parameter remainders: the modulus modulo each of ``primes``, in order.
    static func matches(remainders: [UInt64]) -> Bool {
        zip(primes, remainders).allSatisfy { prime, remainder in
            var power: UInt64 = 1
            repeat {
                if power == remainder { return true }
                power = power * 65_537 % prime
            } while power != 1
            return false
        }
    }
}
