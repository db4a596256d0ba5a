internal import CXMLSecurity

/// An element in libxml2's tree, lent by ``ReceivedXML/withNodes(_:)`` for the length of a call: what xmlsec1 works on. Nothing
/// is decided by it; names, places and values are read from ``XMLElement``.
@safe struct LibraryNode {
    let pointer: xmlNodePtr

    @unsafe init(_ pointer: xmlNodePtr) {
        unsafe self.pointer = unsafe pointer
    }

    var document: xmlDocPtr? { unsafe pointer.pointee.doc }

    /// The first of the direct children that are elements.
    var firstElement: LibraryNode? { unsafe xmlFirstElementChild(pointer).map { unsafe LibraryNode($0) } }

    /// Makes the un-namespaced `ID` attribute known to the library as an ID with that value; never by xmlSecAddIDs or xmlHasProp,
    /// which take any namespace (attacks 1.2 #37, 2.2 #9).
    ///
    /// - Returns: the attribute; nil unless the library finds it, and no other, by that value.
    func registerID(_ id: String) -> xmlAttrPtr? {
        var next = unsafe pointer.pointee.properties
        while let attribute = unsafe next {
            if unsafe attribute.pointee.ns == nil, unsafe xmlStrEqual(attribute.pointee.name, "ID") == 1 {
                guard unsafe xmlAddID(nil, document, id, attribute) != nil, unsafe xmlGetID(document, id) == attribute
                else { return nil }
                return unsafe attribute
            }
            unsafe next = unsafe attribute.pointee.next
        }
        return nil
    }
}
