#define _GNU_SOURCE
#include "CCounting.h"

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>

// glibc's own entries: the functions below take the place of malloc and its kin in the whole test program.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static __thread unsigned long count;

unsigned long venterum_allocations(void) { return count; }

void *malloc(size_t size) {
    count++;
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count++;
    return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
    count++;
    return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
    count++;
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count++;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    count++;
    *out = __libc_memalign(alignment, size);
    return *out ? 0 : ENOMEM;
}

// The runtime's own, which come after ours in the order of symbols.
static void *(*runtime_retain)(void *);
static void *(*runtime_retain_n)(void *, unsigned);
static void *(*runtime_bridge_retain)(void *);
static void *(*runtime_unowned_retain)(void *);
static __thread unsigned long retains;

unsigned long venterum_retains(void) { return retains; }

void *swift_retain(void *object) {
    retains++;
    if (!runtime_retain) runtime_retain = (void *(*)(void *))dlsym(RTLD_NEXT, "swift_retain");
    return runtime_retain(object);
}

void *swift_retain_n(void *object, unsigned number) {
    retains++;
    if (!runtime_retain_n) runtime_retain_n = (void *(*)(void *, unsigned))dlsym(RTLD_NEXT, "swift_retain_n");
    return runtime_retain_n(object, number);
}

void *swift_bridgeObjectRetain(void *object) {
    retains++;
    if (!runtime_bridge_retain) runtime_bridge_retain = (void *(*)(void *))dlsym(RTLD_NEXT, "swift_bridgeObjectRetain");
    return runtime_bridge_retain(object);
}

void *swift_unownedRetainStrong(void *object) {
    retains++;
    if (!runtime_unowned_retain) runtime_unowned_retain = (void *(*)(void *))dlsym(RTLD_NEXT, "swift_unownedRetainStrong");
    return runtime_unowned_retain(object);
}
