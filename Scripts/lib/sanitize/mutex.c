// Tells the thread sanitizer about Synchronization.Mutex.
//
// Taking a free Mutex is compiled into our own code, where the sanitizer sees it; waiting for a taken one is done in
// libswiftSynchronization, which comes without instrumentation, so that everything a contended Mutex guards would be
// reported as a race. This library stands before that one (LD_PRELOAD), does what it does, and says so.

#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *

extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock_slow(uint32_t thread, SELF handle) __asm__(LOCK);
SWIFT bool try_lock_slow(SELF handle) __asm__(TRY_LOCK);
SWIFT void unlock_slow(SELF handle) __asm__(UNLOCK);

static void *the_real(const char *symbol) {
    return dlsym(RTLD_NEXT, symbol);
}

SWIFT void lock_slow(uint32_t thread, SELF handle) {
    ((SWIFT void (*)(uint32_t, SELF))the_real(LOCK))(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT bool try_lock_slow(SELF handle) {
    bool is_mine = ((SWIFT bool (*)(SELF))the_real(TRY_LOCK))(handle);
    if (is_mine && __tsan_acquire) __tsan_acquire(handle);
    return is_mine;
}

SWIFT void unlock_slow(SELF handle) {
    if (__tsan_release) __tsan_release(handle);
    ((SWIFT void (*)(SELF))the_real(UNLOCK))(handle);
}
