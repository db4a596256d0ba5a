package import BoundedWorkers
import CCurl
import Secrets
package import Workspaces

/// Hands mail to an SMTP server by libcurl (RFC 5321), a connection for each: mail is rare.
///
/// TLS is a must except on this machine; certificates are checked against the system's authorities or those named. Proxies
/// named in the environment are not asked (attacks 5.9 #88).
package struct SMTPTransport: MailTransport {
    fileprivate static let connectSeconds = 10
    fileprivate static let totalSeconds = 60

    private let server: SMTPServer
    private let sender: EmailAddress
    private let workers: BoundedWorkers

    /// - Parameter workers: threads that may wait for the server.
    package init(server: SMTPServer, sender: EmailAddress, workers: BoundedWorkers) {
        self.server = server
        self.sender = sender
        self.workers = workers
    }

    package func send(_ message: MailMessage) async throws {
        let octets = InternetMessage(message, from: sender).octets
        do {
            try await workers.run { [server, sender] in
                try SMTPExchange(server: server).hand(octets, from: sender, to: message.recipient)
            }
        } catch is BoundedWorkersFull {
            throw MailFailure.postponed("All threads for mail are busy.")
        }
    }
}

/// One mail handed to one server, on a thread that may block.
private struct SMTPExchange {
    /// Once for the process, before any other call of the library.
    private static let library = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    let server: SMTPServer

    func hand(_ octets: [UInt8], from sender: EmailAddress, to recipient: EmailAddress) throws(MailFailure) {
        guard Self.library == CURLE_OK, let handle = unsafe curl_easy_init() else {
            throw .postponed("libcurl can't be used.")
        }
        defer { unsafe curl_easy_cleanup(handle) }
        let recipients = unsafe curl_slist_append(nil, "<\(recipient)>")
        defer { unsafe curl_slist_free_all(recipients) }
        let scheme = server.isImplicitTLS ? "smtps" : "smtp"
        // The path is the name that we greet with (RFC 5321 section 4.1.1.1).
        let url = "\(scheme)://\(server.host):\(server.port)/\(sender.domain)"
        let security = server.mayBePlain ? CURLUSESSL_TRY : CURLUSESSL_ALL
        let texts: [(CURLoption, String?)] = [
            (CURLOPT_URL, url), (CURLOPT_PROTOCOLS_STR, scheme), (CURLOPT_NOPROXY, "*"),
            (CURLOPT_MAIL_FROM, "<\(sender)>"), (CURLOPT_USERNAME, server.user),
            (CURLOPT_PASSWORD, server.password?.expose()), (CURLOPT_CAINFO, server.authorities),
        ]
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_UPLOAD, 1), (CURLOPT_NOSIGNAL, 1), (CURLOPT_USE_SSL, Int(security.rawValue)),
            (CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2),
            (CURLOPT_CONNECTTIMEOUT, SMTPTransport.connectSeconds), (CURLOPT_TIMEOUT, SMTPTransport.totalSeconds),
        ]
        for case (let option, let text?) in texts {
            guard unsafe curl_set_text(handle, option, text) == CURLE_OK else { throw Self.misuse(option) }
        }
        for (option, number) in numbers {
            guard unsafe curl_set_number(handle, option, number) == CURLE_OK else { throw Self.misuse(option) }
        }
        guard unsafe curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients) == CURLE_OK else {
            throw Self.misuse(CURLOPT_MAIL_RCPT)
        }
        try unsafe perform(handle, octets)
    }

    private func perform(_ handle: UnsafeMutableRawPointer, _ octets: [UInt8]) throws(MailFailure) {
        let content = Content(octets)
        // libcurl calls back during `curl_easy_perform` alone, while `content` is alive.
        let context = unsafe Unmanaged.passUnretained(content).toOpaque()
        let isReading = unsafe curl_set_reader(
            handle,
            { buffer, size, count, context in
                guard let buffer = unsafe buffer, let context = unsafe context else { return 0 }
                let room = unsafe UnsafeMutableRawBufferPointer(start: buffer, count: size * count)
                return unsafe Unmanaged<Content>.fromOpaque(context).takeUnretainedValue().copy(into: room)
            },
            context
        )
        guard isReading == CURLE_OK else { throw Self.misuse(CURLOPT_READFUNCTION) }
        let result = withExtendedLifetime(content) { unsafe curl_easy_perform(handle) }
        guard result != CURLE_OK else { return }
        var reply = 0
        _ = unsafe curl_get_response_code(handle, &reply)
        let reason = "\(unsafe String(cString: curl_easy_strerror(result))), last reply \(reply)"
        // Our own login refused is our fault, not the mail's: it is tried again once an operator has seen to it.
        guard result != CURLE_LOGIN_DENIED, (500...599).contains(reply) else { throw .postponed(reason) }
        throw .refused(reason)
    }

    private static func misuse(_ option: CURLoption) -> MailFailure {
        .postponed("libcurl does not take option \(option.rawValue).")
    }

    /// What is left to be read.
    private final class Content {
        private var rest: ArraySlice<UInt8>

        init(_ octets: [UInt8]) {
            rest = octets[...]
        }

        func copy(into room: UnsafeMutableRawBufferPointer) -> Int {
            let part = rest.prefix(room.count)
            unsafe room.copyBytes(from: part)
            rest = rest.dropFirst(part.count)
            return part.count
        }
    }
}
