import Outbound
import Workspaces

/// Where mail goes, and whom it is from.
struct MailSettings {
    let destination: MailDestination
    let sender: EmailAddress

    init?(from source: ConfigurationSource, sender: EmailAddress?) throws(ConfigurationFault) {
        let fault = "is not an address of smtp, smtps or file"
        guard let destination = try source.value(of: .mailURL, fault: fault, { MailDestination($0) }) else {
            return nil
        }
        guard let sender else { throw ConfigurationFault(.mailFrom, "is not set, though a mail server is") }
        (self.destination, self.sender) = (destination, sender)
    }
}
