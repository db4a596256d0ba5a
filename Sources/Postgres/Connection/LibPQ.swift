import CLibPQ
import Synchronization

/// libpq's connection object, nonblocking and in pipeline mode, behind functions that need no unsafe code to call.
///
/// It is not `Sendable`: whoever holds it holds the lock around it. All pointers of libpq live in this file, in
/// ``QueryResult`` and in ``StatementCancel``.
@safe
final class LibPQ {
    private let pointer: OpaquePointer

    /// Takes over the connection: it is finished with this object.
    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe PQfinish(pointer)
    }

    // MARK: Opening

    /// Begins to open a connection; nil only where memory is out. With an address for each host this does not block.
    static func start(_ parameters: [(name: String, value: String)]) -> sending LibPQ? {
        let pointer = unsafe withCStrings(parameters.map(\.name)) { names in
            unsafe withCStrings(parameters.map(\.value)) { values in unsafe PQconnectStartParams(names, values, 0) }
        }
        guard let pointer = unsafe pointer else { return nil }
        // libpq prints notices on standard error unless told otherwise.
        unsafe PQsetNoticeReceiver(pointer, { _, _ in }, nil)
        return unsafe LibPQ(pointer)
    }

    enum Opening {
        case reading, writing, done, failed
    }

    func pollOpening() -> Opening {
        switch unsafe PQconnectPoll(pointer) {
        case PGRES_POLLING_READING: .reading
        case PGRES_POLLING_WRITING: .writing
        case PGRES_POLLING_OK: .done
        default: .failed
        }
    }

    var socket: Int32 { unsafe PQsocket(pointer) }

    var isBroken: Bool { unsafe PQstatus(pointer) == CONNECTION_BAD }

    var errorMessage: String { unsafe String(cString: PQerrorMessage(pointer)) }

    var isEncrypted: Bool { unsafe PQsslInUse(pointer) != 0 }

    var processID: Int32 { unsafe PQbackendPID(pointer) }

    func makeCancel() -> StatementCancel? { unsafe PQgetCancel(pointer).map { unsafe StatementCancel($0) } }

    // MARK: Sending

    /// All of these return whether libpq took it; where not, the connection is of no further use.

    func becomeNonblocking() -> Bool {
        unsafe PQsetnonblocking(pointer, 1) == 0 && PQenterPipelineMode(pointer) == 1
    }

    func enterPipeline() -> Bool { unsafe PQenterPipelineMode(pointer) == 1 }

    func exitPipeline() -> Bool { unsafe PQexitPipelineMode(pointer) == 1 }

    func sendScript(_ text: String) -> Bool { unsafe PQsendQuery(pointer, text) == 1 }

    func sendSync() -> Bool { unsafe PQpipelineSync(pointer) == 1 }

    func sendPrepare(_ text: String, as name: String, types: [PostgresType]) -> Bool {
        let oids = types.map(\.oid)
        return unsafe PQsendPrepare(pointer, name, text, Int32(oids.count), oids) == 1
    }

    func sendPrepared(_ name: String, bindings: [PostgresBinding]) -> Bool {
        unsafe withBindings(bindings) { values, lengths, formats in
            unsafe PQsendQueryPrepared(pointer, name, Int32(bindings.count), values, lengths, formats, 1) == 1
        }
    }

    func sendUnnamed(_ text: String, bindings: [PostgresBinding]) -> Bool {
        let oids = bindings.map(\.type.oid)
        return unsafe withBindings(bindings) { values, lengths, formats in
            unsafe PQsendQueryParams(pointer, text, Int32(bindings.count), oids, values, lengths, formats, 1) == 1
        }
    }

    enum Flush {
        case done, more, failed
    }

    func flush() -> Flush {
        switch unsafe PQflush(pointer) {
        case 0: .done
        case 1: .more
        default: .failed
        }
    }

    /// Lays the values out as libpq wants them: one block of bytes, each value followed by a NUL for those in text form.
    private func withBindings(
        _ bindings: [PostgresBinding],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Bool
    ) -> Bool {
        guard !bindings.isEmpty else { return body(nil, nil, nil) }
        var block: [CChar] = []
        var offsets: [Int?] = []
        var lengths: [Int32] = []
        var formats: [Int32] = []
        for binding in bindings {
            offsets.append(binding.bytes == nil ? nil : block.count)
            lengths.append(Int32(binding.bytes?.count ?? 0))
            formats.append(binding.type.isBinary ? 1 : 0)
            for byte in binding.bytes ?? [] { block.append(CChar(bitPattern: byte)) }
            block.append(0)
        }
        return unsafe block.withUnsafeBufferPointer { block in
            let values = unsafe offsets.map { offset in
                unsafe offset.flatMap { offset in unsafe block.baseAddress.map { base in unsafe base + offset } }
            }
            return unsafe body(values, lengths, formats)
        }
    }

    // MARK: Receiving

    func consumeInput() -> Bool { unsafe PQconsumeInput(pointer) == 1 }

    /// Whether the next result is not there yet.
    var isBusy: Bool { unsafe PQisBusy(pointer) == 1 }

    func nextResult() -> QueryResult? { unsafe PQgetResult(pointer).map { unsafe QueryResult($0) } }

    func nextNotification() -> PostgresNotification? {
        guard let notification = unsafe PQnotifies(pointer) else { return nil }
        defer { unsafe PQfreemem(notification) }
        return unsafe PostgresNotification(
            channel: String(cString: notification.pointee.relname),
            payload: String(cString: notification.pointee.extra),
            processID: notification.pointee.be_pid
        )
    }

    /// Whether no transaction is open on the server. Exact when no statement is in flight.
    var isOutsideTransaction: Bool { unsafe PQtransactionStatus(pointer) == PQTRANS_IDLE }
}

/// Calls with an array of C strings that ends with a null pointer.
private func withCStrings<R>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R) -> R {
    var block: [CChar] = []
    var offsets: [Int] = []
    for string in strings {
        offsets.append(block.count)
        block += string.utf8.map { CChar(bitPattern: $0) } + [0]
    }
    return unsafe block.withUnsafeBufferPointer { block in
        let pointers = unsafe offsets.map { offset in unsafe block.baseAddress.map { unsafe $0 + offset } } + [nil]
        return unsafe body(pointers)
    }
}

/// What is needed to have the server stop a connection's statement, from any thread.
///
/// `@unchecked` is sound: libpq's documentation (34.7) says that the object is fixed once made and that `PQcancel` may be
/// called from another thread; it is freed once, here. `PQcancel` opens a connection of its own and blocks, and before
/// libpq 17 never speaks TLS: what it sends is the number of a process and a key good for cancelling alone.
@safe
final class StatementCancel: @unchecked Sendable {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe PQfreeCancel(pointer)
    }

    /// Returns when the server has signalled the process: what is sent to it after that is not hit. Blocks.
    func sendBlocking() {
        var message = [CChar](repeating: 0, count: 256)
        _ = unsafe PQcancel(pointer, &message, Int32(message.count))
    }
}
