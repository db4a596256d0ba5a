/// Why the provisioner did not begin.
package enum WorkspaceProvisioningError: Error, Equatable, Sendable {
    /// A name that this provisioner does not make. It creates and drops nothing else, whatever a row asks for.
    case notOurName(String)
    /// The prefix is not one to three dozen lower-case letters, digits and underscores that begin with a letter.
    case badPrefix(String)
}
