extension String {
    /// Whether both strings have the same UTF-8 bytes.
    ///
    /// `==` compares by canonical equivalence, under which composed and decomposed letters are one; bytes, database keys
    /// and other people's programs tell them apart. Identifiers are compared by this.
    package func hasSameBytes(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
