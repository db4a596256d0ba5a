internal import CXMLSecurity

/// What one parse has come to so far.
@safe struct ParseState {
    let comments: ReceivedXML.Comments
    /// Whether the library builds its own tree besides.
    let keepsTree: Bool
    var rules: StructureRules
    var builder = ContentBuilder()
    /// The library's node of each element, at the element's place in what is built; nil at the places of texts.
    var nodes: [xmlNodePtr?] = unsafe []
    /// The first rule that was broken; the parser was stopped there.
    var refusal: XMLReadingError?
    /// Whether the parser reported anything at all, warnings included.
    var hasReport = false

    init(comments: ReceivedXML.Comments, limits: XMLLimits, keepsTree: Bool) {
        self.comments = comments
        self.keepsTree = keepsTree
        rules = StructureRules(limits: limits)
    }
}
