import Glibc

/// A thread of the system's, for what must not run on Swift's own.
///
/// Foundation has such threads as well, and ICU with them: a program that imports it anywhere takes tens of megabytes
/// more, resident, before its first line.
package enum NativeThread {
    /// The system gave no thread.
    package struct Refused: Error, Equatable, Sendable {
        /// An `errno`: usually `EAGAIN`, a limit on threads or memory.
        package let code: Int32
    }

    /// The longest name that Linux keeps, in bytes (`proc(5)`, `comm`).
    private static let longestName = 15

    /// What a new thread is handed: a class, to cross C as one pointer.
    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            nameThisThread(name)
            body()
        }
    }

    /// Runs `body` on a new thread, which ends with it.
    ///
    /// - Parameters:
    ///   - name: what tools show; cut after 15 bytes.
    ///   - stackBytes: the size of its stack; nil takes the system's default, usually 8 MiB. Only what is touched is memory.
    package static func start(
        name: String,
        stackBytes: Int? = nil,
        _ body: @escaping @Sendable () -> Void
    ) throws(Refused) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        if let stackBytes {
            let code = unsafe pthread_attr_setstacksize(&attributes, stackBytes)
            guard code == 0 else { throw Refused(code: code) }
        }
        let start = Start(name: name, body: body)
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread,
            &attributes,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            },
            Unmanaged.passRetained(start).toOpaque()
        )
        guard code == 0 else {
            // The thread that would have taken it over does not exist.
            unsafe Unmanaged.passUnretained(start).release()
            throw Refused(code: code)
        }
    }

    /// Lowers the priority of the calling thread alone: to Linux a thread has a niceness of its own, whatever POSIX says
    /// (`setpriority(2)`, notes). Where it can't, the thread works on as it was.
    static func standBack(by niceness: Int32) {
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
    }

    /// By its file in `/proc`: Swift's Glibc has not the call for it. A thread without a name works as well.
    private static func nameThisThread(_ name: String) {
        let file = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        let bytes = Array(name.utf8.prefix(longestName))
        _ = unsafe write(file, bytes, bytes.count)
        close(file)
    }
}
