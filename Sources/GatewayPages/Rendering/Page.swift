package import Workspaces

/// A page with all that it shows. Each page is a type of its own, and its template's file has the same name.
protocol Page: Sendable {
    /// The template's name.
    static var template: String { get }
    /// What the browser's window is called.
    func title(_ texts: Texts) -> String
    /// The page's own values.
    func record(_ texts: Texts) -> PageRecord
    /// Where one is.
    var place: Place { get }
}

/// Where a page is: at whose door, and who is there.
package struct Place: Sendable {
    package var workspace: Workspace?
    /// The name of whoever is signed in.
    package var user: String?
    /// For a page for admins: which it is, and what its reader is.
    var admin: (section: AdminSection, role: Role)?

    package init(workspace: Workspace? = nil, user: String? = nil) {
        self.workspace = workspace
        self.user = user
    }

    init(workspace: Workspace, user: String, admin: (section: AdminSection, role: Role)) {
        self.init(workspace: workspace, user: user)
        self.admin = admin
    }

    /// The address of the workspace; empty where there is none.
    var root: String { workspace.map { "/w/\($0.slug)" } ?? "" }
}

extension Page {
    /// What people call the workspace.
    var workspaceName: String { place.workspace?.name ?? "" }
}
