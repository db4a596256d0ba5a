extension String {
    /// Whether both strings have the same UTF-8 bytes.
    ///
    /// `==` compares by canonical equivalence, under which composed and decomposed letters are one; bytes, database keys
    /// and other people's programs tell them apart. Identifiers are compared by this.
    package func hasSameBytes(as other: String) -> Bool {
        let (one, another) = (utf8Span.span, other.utf8Span.span)
        guard one.count == another.count else { return false }
        for place in one.indices where one[place] != another[place] { return false }
        return true
    }
}
