import BoundedWorkers
import Glibc
import Secrets

/// The steps from a configuration to an open connection, none of which blocks: the name is resolved by a worker, and
/// libpq is polled as its socket becomes ready.
struct ConnectionOpening {
    /// More addresses than that for one name are not tried.
    private static let mostAddresses = 8

    let configuration: PostgresConfiguration
    let workers: BoundedWorkers
    let loop: EventLoop

    func open() async throws -> sending LibPQ {
        let deadline = ContinuousClock.now + configuration.connectTimeout
        var parameters = fixedParameters
        if !configuration.host.hasPrefix("/") {
            let addresses = try await resolve(until: deadline)
            parameters.append(("hostaddr", addresses.joined(separator: ",")))
            // libpq wants as many hosts as addresses; the name is what the certificate is held against.
            parameters.append(("host", addresses.map { _ in configuration.host }.joined(separator: ",")))
        } else {
            parameters.append(("host", configuration.host))
        }
        guard let libpq = LibPQ.start(parameters) else { throw PostgresError(.connectFailed) }
        // libpq documentation, 34.1: begin as if the last poll had wanted to write.
        var wanted: EventLoop.Interest? = .writing
        while let interest = wanted {
            guard !libpq.isBroken else { throw PostgresError(.connectFailed, detail: libpq.errorMessage) }
            try await SocketWait.ready(libpq.socket, for: interest, until: deadline, on: loop)
            wanted =
                switch libpq.pollOpening() {
                case .reading: .reading
                case .writing: .writing
                case .done: nil
                case .failed: throw PostgresError(.connectFailed, detail: libpq.errorMessage)
                }
        }
        return libpq
    }

    private var fixedParameters: [(name: String, value: String)] {
        var parameters = [
            ("port", String(configuration.port)),
            ("dbname", configuration.database),
            ("user", configuration.user),
            ("sslmode", configuration.sslMode.rawValue),
            ("application_name", configuration.applicationName),
            ("client_encoding", "UTF8"),
            // Kerberos would block, and nobody asked for it.
            ("gssencmode", "disable"),
            // A peer that went without a word is noticed within about a minute.
            ("keepalives_idle", "30"),
            ("keepalives_interval", "10"),
            ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"),
        ]
        if let password = configuration.password { parameters.append(("password", password.expose())) }
        if let path = configuration.sslRootCertificate { parameters.append(("sslrootcert", path)) }
        if let path = configuration.sslCertificate { parameters.append(("sslcert", path)) }
        if let path = configuration.sslKey { parameters.append(("sslkey", path)) }
        return parameters
    }

    private func resolve(until deadline: ContinuousClock.Instant) async throws -> [String] {
        let host = configuration.host
        // An address is no name: nobody is asked, and nothing blocks.
        if let addresses = try? Self.addresses(of: host, AI_NUMERICHOST) { return addresses }
        let answer = Rendezvous<[String]>(deadline: deadline)
        // The worker can't be stopped; who waits for it can.
        Task { [workers] in
            do {
                answer.settle(.success(try await workers.run { try Self.addresses(of: host, AI_ADDRCONFIG) }))
            } catch {
                answer.settle(.failure(error))
            }
        }
        return try await answer.value(on: loop)
    }

    /// The numeric addresses of a name, in the order that the system prefers. Blocks unless told to take nothing but an
    /// address.
    private static func addresses(of host: String, _ flags: Int32) throws(PostgresError) -> [String] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = flags
        var list: UnsafeMutablePointer<addrinfo>?
        let failure = unsafe getaddrinfo(host, nil, &hints, &list)
        guard failure == 0 else {
            throw PostgresError(.connectFailed, detail: unsafe "\(host): \(String(cString: gai_strerror(failure)))")
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [String] = []
        var next = unsafe list
        while let entry = unsafe next, addresses.count < mostAddresses {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = unsafe entry.pointee.ai_addrlen
            if unsafe getnameinfo(entry.pointee.ai_addr, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
                == 0
            {
                let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
                addresses.append(String(decoding: bytes, as: UTF8.self))
            }
            unsafe next = unsafe entry.pointee.ai_next
        }
        guard !addresses.isEmpty else { throw PostgresError(.connectFailed, detail: "\(host) has no address") }
        return addresses
    }
}
