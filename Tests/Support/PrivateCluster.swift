import Foundation
import Glibc

/// A throw-away PostgreSQL cluster in a short folder of the machine's temporary folder (a Unix socket's path is at most
/// 107 bytes). A watching shell stops and removes it when this process is gone, even by a crash.
struct PrivateCluster {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let folder: String
    let port: Int
    let certificateAuthority: String?

    /// The folder with initdb and pg_ctl: the newest of Debian's, else wherever PATH finds them.
    static let binaries: String? = {
        let files = FileManager.default
        let debian = "/usr/lib/postgresql"
        let versions = ((try? files.contentsOfDirectory(atPath: debian)) ?? []).compactMap(Int.init).sorted(by: >)
        let folders = versions.map { "\(debian)/\($0)/bin" }
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return (folders + path).first { files.isExecutableFile(atPath: "\($0)/initdb") }
    }()

    init() throws {
        guard let binaries = Self.binaries else {
            throw Failure(description: "no initdb in /usr/lib/postgresql nor PATH")
        }
        let folder = try Self.makeFolder()
        let port = try FreePort.find()
        let isRoot = geteuid() == 0
        // initdb refuses to run as root: there the folder belongs to user postgres, who does the rest.
        if isRoot { try Self.run("chown postgres '\(folder)'", in: folder) }
        func runAsOwner(_ script: String) throws {
            try Self.run(script, in: folder, asPostgres: isRoot)
        }
        try runAsOwner(
            "'\(binaries)/initdb' -D '\(folder)/data' -A trust -U postgres --no-sync -E UTF8 --locale=C.UTF-8"
        )
        try runAsOwner(Self.accessRules(folder))
        let hasCertificate = (try? runAsOwner(Self.certificates(folder))) != nil
        let settings =
            "-k \(folder) -p \(port) -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off"
            + " -c full_page_writes=off -c max_connections=400 -c shared_buffers=32MB"
            + (hasCertificate
                ? " -c ssl=on -c ssl_cert_file=\(folder)/server.crt -c ssl_key_file=\(folder)/server.key" : "")
        try runAsOwner(
            "'\(binaries)/pg_ctl' -D '\(folder)/data' -w -l '\(folder)/log' -o '\(settings)' start"
        )
        try Self.watch(folder: folder, binaries: binaries, isRoot: isRoot)
        self.folder = folder
        self.port = port
        certificateAuthority = hasCertificate ? "\(folder)/ca.crt" : nil
    }

    private static func accessRules(_ folder: String) -> String {
        """
        cat > '\(folder)/data/pg_hba.conf' <<'RULES'
        local all postgres trust
        local all all scram-sha-256
        host all all 127.0.0.1/32 scram-sha-256
        RULES
        """
    }

    /// An authority, and a certificate for `localhost` alone, so that 127.0.0.1 is a name that does not fit.
    private static func certificates(_ folder: String) -> String {
        """
        set -e
        cd '\(folder)'
        umask 077
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj '/CN=Test authority' \
            -keyout ca.key -out ca.crt
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj '/CN=localhost' \
            -keyout server.key -out server.csr
        printf 'subjectAltName=DNS:localhost' > server.ext
        openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.crt
        """
    }

    private static func watch(folder: String, binaries: String, isRoot: Bool) throws {
        let stop = "'\(binaries)/pg_ctl' -D '\(folder)/data' -m immediate stop"
        let watcher = """
            while kill -0 \(getpid()) 2>/dev/null; do sleep 1; done
            cd /
            \(isRoot ? "runuser -u postgres -- \(stop)" : stop)
            rm -rf '\(folder)'
            """
        try Data(watcher.utf8).write(to: URL(fileURLWithPath: "\(folder)/watch.sh"))
        try run("setsid sh '\(folder)/watch.sh' >/dev/null 2>&1 </dev/null &", in: folder)
    }

    private static func makeFolder() throws -> String {
        var template = Array("/tmp/pg-test-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Failure(description: "no temporary folder") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Runs a shell script and waits for the shell alone: Foundation's `Process` would wait for the server too, which
    /// inherits a descriptor from it.
    private static func run(_ script: String, in folder: String, asPostgres: Bool = false) throws {
        let file = "\(folder)/step.sh"
        try Data(script.utf8).write(to: URL(fileURLWithPath: file))
        let shell = asPostgres ? "cd / && runuser -u postgres -- sh '\(file)'" : "sh '\(file)'"
        guard unsafe system("\(shell) >/dev/null 2>'\(folder)/step.log' </dev/null") == 0 else {
            let log = (try? String(contentsOfFile: "\(folder)/step.log", encoding: .utf8)) ?? ""
            throw Failure(description: "failed: \(script)\n\(log)")
        }
    }
}
