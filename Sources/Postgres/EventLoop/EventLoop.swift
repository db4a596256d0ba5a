import BoundedWorkers
import CEventLoop
import Glibc
import Synchronization

/// What the loop calls, always on its own thread. A call must not block: everybody waits behind it.
protocol EventLoopMember: AnyObject, Sendable {
    /// The member's socket has something to read, room to write, or is broken.
    func socketIsReady()

    /// The member asked for this call by ``EventLoop/wake(_:)``.
    func wasWoken()

    /// Time went on. Returns whether the member needs the next tick as well.
    func clockTicked(to now: ContinuousClock.Instant) -> Bool
}

/// One thread that waits for many sockets by epoll, keeps time for those who asked, and runs the tasks that prefer it.
///
/// A statement is sent on its caller's thread and its answer read here. A caller who is here already is spared both changes
/// of threads: that is why the pool has those it lends a connection to run on the connection's loop.
final class EventLoop: Sendable {

    /// How late a deadline may be noticed.
    static let tick: Duration = .milliseconds(100)
    private static let tickMilliseconds: Int32 = 100
    private static let eventsAtOnce = 64
    /// The number under which the loop's own wake-up descriptor stands; members count from 1.
    private static let wakeUpID: UInt64 = 0

    private struct Membership {
        weak var member: (any EventLoopMember)?
    }

    private struct State {
        var members: [UInt64: Membership] = [:]
        var lastID = EventLoop.wakeUpID
        var woken: [UInt64] = []
    }

    private let epoll: Int32
    private let wakeUp: Int32
    private let state = Mutex(State())
    private let isTicking = Atomic(false)
    /// Tasks that prefer the loop's thread.
    private let jobs = Mutex<[UnownedJob]>([])
    /// Whether the thread waits, or is about to, and has to be woken for what came meanwhile. Who lowers it wakes.
    private let isAsleep = Atomic(false)

    /// - Parameter number: tells it from others in the thread's name.
    init(number: Int) throws(PostgresError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        var event = unsafe epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: Self.wakeUpID))
        guard epoll >= 0, wakeUp >= 0, unsafe epoll_ctl(epoll, EPOLL_CTL_ADD, wakeUp, &event) == 0 else {
            throw PostgresError(.connectFailed, detail: "no event loop: errno \(errno)")
        }
        do {
            // Nothing ends it: the loop lives as long as the process.
            try NativeThread.start(name: "postgres-\(number)") { self.run() }
        } catch {
            throw PostgresError(.connectFailed, detail: "no thread for the event loop: errno \(error.code)")
        }
    }

    // MARK: Members

    /// A number for a member to be; it is never given twice.
    func nextID() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// Takes a member in; it is held weakly, and may have a socket watched from then on.
    func join(_ member: any EventLoopMember, as id: UInt64) {
        state.withLock { $0.members[id] = Membership(member: member) }
    }

    func leave(_ id: UInt64) {
        state.withLock { _ = $0.members.removeValue(forKey: id) }
    }

    /// What a member waits for on its socket.
    struct Interest: OptionSet {
        let rawValue: UInt32
        static let reading = Interest(rawValue: EPOLLIN.rawValue)
        static let writing = Interest(rawValue: EPOLLOUT.rawValue)
    }

    func watch(_ socket: Int32, for interest: Interest, as id: UInt64) {
        control(EPOLL_CTL_ADD, socket, interest, id)
    }

    func watchAnew(_ socket: Int32, for interest: Interest, as id: UInt64) {
        control(EPOLL_CTL_MOD, socket, interest, id)
    }

    func unwatch(_ socket: Int32, as id: UInt64) {
        control(EPOLL_CTL_DEL, socket, [], id)
    }

    private func control(_ operation: Int32, _ socket: Int32, _ interest: Interest, _ id: UInt64) {
        var event = unsafe epoll_event(events: interest.rawValue, data: epoll_data_t(u64: id))
        // A socket that was closed meanwhile is no longer watched, which is what is wanted.
        _ = unsafe epoll_ctl(epoll, operation, socket, &event)
    }

    /// Has the loop call the member's `wasWoken`, once for any number of calls before it comes to it.
    func wake(_ id: UInt64) {
        state.withLock { $0.woken.append(id) }
        wakeThread()
    }

    /// Has the loop tick, until no member needs it. Called after the member has written down what it waits for.
    func keepTime() {
        if !isTicking.load(ordering: .sequentiallyConsistent),
            !isTicking.exchange(true, ordering: .sequentiallyConsistent)
        {
            wakeThread()
        }
    }

    /// Called after what the thread is to find was put down.
    private func wakeThread() {
        if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { eventfd_write(wakeUp, 1) }
    }

    // MARK: The thread

    private func run() -> Never {
        var events = unsafe [epoll_event](repeating: epoll_event(), count: Self.eventsAtOnce)
        var room: [UnownedJob] = []
        var lastTick = ContinuousClock.now
        while true {
            isAsleep.store(true, ordering: .sequentiallyConsistent)
            // Looked at after the flag was raised: what comes later than this look finds it up, and wakes.
            let isTicking = isTicking.load(ordering: .sequentiallyConsistent)
            let limit: Int32 = hasWork ? 0 : isTicking ? Self.tickMilliseconds : -1
            let count = unsafe epoll_wait(epoll, &events, Int32(events.count), limit)
            isAsleep.store(false, ordering: .sequentiallyConsistent)
            for index in 0..<Int(max(count, 0)) { handle(unsafe events[index].data.u64) }
            callWoken()
            runJobs(&room)
            guard isTicking else { continue }
            let now = ContinuousClock.now
            if now - lastTick >= Self.tick {
                lastTick = now
                tellTime(now)
            }
        }
    }

    private var hasWork: Bool {
        jobs.withLock { !$0.isEmpty } || state.withLock { !$0.woken.isEmpty }
    }

    private func handle(_ id: UInt64) {
        guard id != Self.wakeUpID else {
            var count: eventfd_t = 0
            unsafe eventfd_read(wakeUp, &count)
            return
        }
        let member = state.withLock { $0.members[id]?.member }
        member?.socketIsReady()
    }

    private func callWoken() {
        let woken = state.withLock { state in
            guard !state.woken.isEmpty else { return [(any EventLoopMember)?]() }
            defer { state.woken.removeAll(keepingCapacity: true) }
            return state.woken.map { state.members[$0]?.member }
        }
        for member in woken { member?.wasWoken() }
    }

    /// The flag falls before the members are asked: one who comes to need time meanwhile sees it down and raises it.
    private func tellTime(_ now: ContinuousClock.Instant) {
        isTicking.store(false, ordering: .sequentiallyConsistent)
        let members = state.withLock { state in
            state.members = state.members.filter { $0.value.member != nil }
            return state.members.values.map(\.member)
        }
        var isNeeded = false
        for member in members where member?.clockTicked(to: now) == true { isNeeded = true }
        if isNeeded { isTicking.store(true, ordering: .sequentiallyConsistent) }
    }
}

/// Tasks may prefer to run here: what they ask of a connection of this loop is then answered without a change of threads.
/// While one runs, nobody else's answer is read: it is for short work between statements, never for what burns or blocks.
extension EventLoop: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        // From the loop's own thread this does nothing: the flag is down while it works, and it looks before it waits.
        wakeThread()
    }

    /// - Parameter room: empty before and after; it and the list of jobs change places, so that neither is made anew.
    private func runJobs(_ room: inout [UnownedJob]) {
        jobs.withLock { swap(&$0, &room) }
        for job in room { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
        room.removeAll(keepingCapacity: true)
    }
}
