/* Tells the thread sanitizer about the lock in Swift's `Mutex`. Preloaded into tests that are built with it.
 *
 * A free Mutex is taken, and one that nobody waits for is given back, by atomic operations in our own code, which the
 * sanitizer sees. Where somebody waits, the library hands the lock on through the kernel (a futex with priority
 * inheritance), in code that is not instrumented: the sanitizer sees two threads touch the guarded value and nothing between
 * them. Here the library's two functions are called as ever, and what they do is told: what is done before the lock is
 * given back is done before it is taken. Nothing is silenced: a race that no lock orders is reported as before.
 *
 * swiftlang/swift, stdlib/public/Synchronization/Mutex/LinuxImpl.swift: `_MutexHandle._lockSlow(_:)` and `_unlockSlow()`.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *handle

/* Not there in programs without the sanitizer, such as the one that starts the tests. */
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

SWIFT void lock_slow(uint32_t thread, SELF) __asm__(LOCK_SLOW);
SWIFT void lock_slow(uint32_t thread, SELF) {
    SWIFT void (*library)(uint32_t, SELF) = (SWIFT void (*)(uint32_t, SELF))dlsym(RTLD_NEXT, LOCK_SLOW);
    library(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT void unlock_slow(SELF) __asm__(UNLOCK_SLOW);
SWIFT void unlock_slow(SELF) {
    SWIFT void (*library)(SELF) = (SWIFT void (*)(SELF))dlsym(RTLD_NEXT, UNLOCK_SLOW);
    if (__tsan_release) __tsan_release(handle);
    library(handle);
}
