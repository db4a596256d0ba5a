/// The cost of one Argon2id computation (RFC 9106 section 3.1).
package struct Argon2Parameters: Sendable, Hashable {
    /// Memory in KiB.
    package let memoryKiB: UInt32
    /// Passes over the memory.
    package let passes: UInt32
    /// Lanes, computed in as many threads.
    package let lanes: UInt32

    /// How a PHC string names them, in their order.
    static let names = ["m", "t", "p"]

    /// - Parameter costs: as many as there are ``names``, in their order.
    init(_ costs: [UInt32]) {
        self.init(memoryKiB: costs[0], passes: costs[1], lanes: costs[2])
    }

    package init(memoryKiB: UInt32, passes: UInt32, lanes: UInt32) {
        self.memoryKiB = memoryKiB
        self.passes = passes
        self.lanes = lanes
    }

    /// 19 MiB, two passes, one lane: the smaller of the two settings that OWASP's Password Storage Cheat Sheet names first.
    package static let standard = Argon2Parameters(memoryKiB: 19_456, passes: 2, lanes: 1)

    /// The most that a stored text may ask for, so that a forged row costs no more than a slow sign-in: 256 MiB, 16
    /// passes, 16 lanes. RFC 9106's second recommended option (64 MiB, 3 passes, 4 lanes) lies well within.
    static let ceiling = Argon2Parameters(memoryKiB: 262_144, passes: 16, lanes: 16)

    /// Whether RFC 9106 section 3.1 and ``ceiling`` allow them: at least 8 KiB a lane, one pass, one lane.
    var areAcceptable: Bool {
        lanes >= 1 && lanes <= Self.ceiling.lanes && passes >= 1 && passes <= Self.ceiling.passes
            && memoryKiB >= 8 * lanes && memoryKiB <= Self.ceiling.memoryKiB
    }
    /// The least that an operator may choose: what the cheapest of the settings costs that OWASP's Password Storage Cheat
    /// Sheet takes for equally strong (7 MiB and five passes), in KiB filled by all passes, and its memory.
    package static let leastMemoryKiB: UInt32 = 7_168
    package static let leastWorkKiB: UInt64 = 35_840

    /// The parameters that `text` spells as a PHC string does, `m=19456,t=2,p=1`; nil where it spells none, or some that are
    /// weaker than ``leastWorkKiB`` or beyond what a stored hash may ask for.
    package init?(chosen text: String) {
        guard let costs = try? PHCString.costs(Substring(text).utf8, named: Self.names) else { return nil }
        let parameters = Argon2Parameters(costs)
        guard parameters.areAcceptable,
            parameters.memoryKiB >= Self.leastMemoryKiB,
            UInt64(parameters.memoryKiB) * UInt64(parameters.passes) >= Self.leastWorkKiB
        else { return nil }
        self = parameters
    }
}

extension Argon2Parameters: CustomStringConvertible {
    /// As a PHC string spells them.
    package var description: String { "m=\(memoryKiB),t=\(passes),p=\(lanes)" }
}
