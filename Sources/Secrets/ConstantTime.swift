/// Comparison whose time tells nothing about where two byte strings differ.
package enum ConstantTime {
    /// Whether both have the same bytes. Only a difference in length shows in the time.
    package static func equal(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        var difference: UInt8 = 0
        for (left, right) in zip(a, b) { difference |= left ^ right }
        return difference == 0
    }
}
