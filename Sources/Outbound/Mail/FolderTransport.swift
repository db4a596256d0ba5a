import FoundationEssentials
package import Workspaces

/// Mail for development: each becomes a file `<id>.eml` in a folder, whole or not at all.
package struct FolderTransport: MailTransport {
    private let folder: String
    private let sender: EmailAddress

    package init(folder: String, sender: EmailAddress) {
        self.folder = folder
        self.sender = sender
    }

    package func send(_ message: MailMessage) async throws {
        let path = "\(folder)/\(message.id.uuidString.lowercased()).eml"
        do {
            try Data(InternetMessage(message, from: sender).octets)
                .write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw MailFailure.postponed("The folder for mail can't be written.")
        }
    }
}
