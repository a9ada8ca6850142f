#include "base/arena.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/str.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define GAP       ((size_t)16) /* poisoned bytes between two allocations */
#define MIN_ALIGN ((size_t)8)  /* a granule of the shadow memory */
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define GAP                               ((size_t)0)
#define MIN_ALIGN                         ((size_t)1)
#endif

#define ARENA_LEAST ((size_t)1 << 20)

/* At the start of every range, so that copies of the arena share it. */
struct header {
    char *high; /* nothing at or above it was ever handed out: still zero */
};
#define HEADER_SIZE ((size_t)64)

_Static_assert(sizeof(struct header) <= HEADER_SIZE, "the header fits its place");

static void oom_abort(size_t wanted)
{
    (void)wanted;
    abort();
}

void (*arena_oom)(size_t wanted) = oom_abort;

static void out_of_memory(size_t wanted)
{
    arena_oom(wanted);
    abort();
}

static struct header *header_of(const struct arena *a)
{
    return (struct header *)(void *)a->base;
}

/*
 * Behind its first megabytes a range may be backed by huge pages: what grows so far mostly grows
 * on, and touching fresh memory page by page took a third of the time of reading 10,000 tables.
 * Small arenas stay small. A hint only: where it is not taken nothing changes.
 */
#define HUGE_FROM ((size_t)4 << 20)
#define HUGE_PAGE ((size_t)2 << 20)

static void hint_huge(char *p, size_t size)
{
#if defined(MADV_HUGEPAGE) && !defined(ARENA_ASAN)
    size_t skip = HUGE_FROM + (size_t)(-(uintptr_t)p & (HUGE_PAGE - 1));

    if (size > skip + HUGE_PAGE)
        (void)madvise(p + skip, size - skip, MADV_HUGEPAGE);
#else
    (void)p;
    (void)size;
#endif
}

/*
 * The last few ranges that were released, for the next to come: most arenas live for one step of a
 * command, and mapping fresh memory for each took half the time of reading 20,000 statements one by
 * one. What was used of a kept range is dirty, which its header knows. Under the address sanitizer
 * a range goes back at once, so that every use behind the release is found.
 */
#define SPARE_RANGES 4
#ifdef ARENA_ASAN
#define SPARE_USED ((size_t)0)
#else
#define SPARE_USED ((size_t)1 << 20) /* a range that more was used of goes back */
#endif

static struct arena spare[SPARE_RANGES];

static bool take_spare(struct arena *a, size_t size)
{
    for (size_t i = 0; i < SPARE_RANGES; i++) {
        if (!spare[i].base || spare[i].reserved != size)
            continue;
        *a = spare[i];
        spare[i] = (struct arena){0};
        return true;
    }
    return false;
}

static bool keep_spare(const struct arena *a)
{
    if ((size_t)(header_of(a)->high - a->base) > SPARE_USED)
        return false;
    for (size_t i = 0; i < SPARE_RANGES; i++) {
        if (spare[i].base)
            continue;
        spare[i] = *a;
        spare[i].next = a->base + HEADER_SIZE;
        return true;
    }
    return false;
}

static void map_range(struct arena *a, size_t size)
{
    void *p;

    /* A limit on address space (ulimit -v, a container) is no reason to fail while less would do.
     */
    while ((p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) == MAP_FAILED &&
           size > ARENA_LEAST)
        size /= 2;
    if (p == MAP_FAILED)
        out_of_memory(size);
    hint_huge(p, size);
    a->base = p;
    a->reserved = size;
    a->end = a->base + size;
    a->next = a->base + HEADER_SIZE;
    header_of(a)->high = a->next;
}

void arena_init(struct arena *a, size_t reserve)
{
    size_t size = (reserve < ARENA_LEAST ? ARENA_LEAST : reserve) + HEADER_SIZE;

    if (!take_spare(a, size))
        map_range(a, size);
}

void arena_release(struct arena *a)
{
    if (!a->base)
        return;
    ASAN_UNPOISON_MEMORY_REGION(a->base, (size_t)(header_of(a)->high - a->base));
    if (!keep_spare(a))
        munmap(a->base, a->reserved);
    *a = (struct arena){0};
}

void arena_reset(struct arena *a)
{
    assert(a->base);
    a->next = a->base + HEADER_SIZE;
    ASAN_POISON_MEMORY_REGION(a->next, (size_t)(header_of(a)->high - a->next));
}

size_t arena_used(const struct arena *a)
{
    return a->base ? (size_t)(a->next - a->base) - HEADER_SIZE : 0;
}

/* Where the next allocation may start. */
static char *behind(char *p, size_t size)
{
    size_t n = size + GAP;

    if (GAP)
        n = (n + MIN_ALIGN - 1) & ~(MIN_ALIGN - 1);
    return p + n;
}

/* Takes the bytes; those that are below the high mark may be dirty. Returns how many. */
static size_t take(struct arena *a, char *p, size_t size)
{
    struct header *h = header_of(a);
    size_t dirty = p < h->high ? (size_t)(h->high - p) : 0;

    a->next = behind(p, size);
    if (a->next > h->high)
        h->high = a->next;
    ASAN_UNPOISON_MEMORY_REGION(p, size);
    ASAN_POISON_MEMORY_REGION(p + size, (size_t)(a->next - (p + size)));
    return dirty < size ? dirty : size;
}

static char *place(const struct arena *a, size_t size, size_t align)
{
    assert(a->base);
    assert(align && (align & (align - 1)) == 0);
    if (align < MIN_ALIGN)
        align = MIN_ALIGN;

    size_t pad = (size_t)(-(uintptr_t)a->next & (align - 1));
    size_t room = (size_t)(a->end - a->next);

    if (room < pad || room - pad < GAP + MIN_ALIGN || size > room - pad - GAP - MIN_ALIGN)
        out_of_memory(size);
    return a->next + pad;
}

/* Without zeroing, for bytes that are written at once. */
static char *alloc_raw(struct arena *a, size_t size)
{
    char *p = place(a, size, 1);

    take(a, p, size);
    return p;
}

void *arena_alloc(struct arena *a, size_t size, size_t align)
{
    char *p = place(a, size, align);
    size_t dirty = take(a, p, size);

    if (dirty)
        memset(p, 0, dirty);
    return p;
}

void *arena_alloc_array(struct arena *a, size_t n, size_t size, size_t align)
{
    if (size && n > SIZE_MAX / size)
        out_of_memory(SIZE_MAX);
    return arena_alloc(a, n * size, align);
}

static bool grow_in_place(struct arena *a, char *p, size_t old_size, size_t new_size)
{
    size_t room;
    size_t dirty;

    if (behind(p, old_size) != a->next)
        return false;
    room = (size_t)(a->end - p);
    if (room < GAP + MIN_ALIGN || new_size > room - GAP - MIN_ALIGN)
        out_of_memory(new_size);
    dirty = take(a, p, new_size);
    if (dirty > old_size)
        memset(p + old_size, 0, dirty - old_size);
    return true;
}

void *arena_grow(struct arena *a, void *ptr, size_t old_size, size_t new_size, size_t align)
{
    char *p;

    assert(ptr || old_size == 0);
    assert(new_size >= old_size);
    if (ptr && grow_in_place(a, ptr, old_size, new_size))
        return ptr;
    p = arena_alloc(a, new_size, align);
    if (old_size)
        memcpy(p, ptr, old_size);
    return p;
}

struct flash_str arena_str(struct arena *a, struct flash_str s)
{
    return (struct flash_str){arena_cstr(a, s), s.len};
}

char *arena_cstr(struct arena *a, struct flash_str s)
{
    char *p = alloc_raw(a, s.len + 1);

    if (s.len)
        memcpy(p, s.ptr, s.len);
    p[s.len] = '\0';
    return p;
}

static char *print(struct arena *a, size_t *len, const char *fmt, va_list ap) PRINTF_LIKE(3, 0);

static char *print(struct arena *a, size_t *len, const char *fmt, va_list ap)
{
    char small[256];
    va_list again;
    int n;
    char *p;

    va_copy(again, ap);
    n = vsnprintf(small, sizeof(small), fmt, ap);
    *len = n < 0 ? 0 : (size_t)n;
    p = alloc_raw(a, *len + 1);
    if (*len < sizeof(small))
        memcpy(p, small, *len);
    else
        vsnprintf(p, *len + 1, fmt, again);
    p[*len] = '\0';
    va_end(again);
    return p;
}

struct flash_str arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    size_t len;
    char *p = print(a, &len, fmt, ap);

    return (struct flash_str){p, len};
}

struct flash_str arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    struct flash_str s;

    va_start(ap, fmt);
    s = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}

char *arena_cprintf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    size_t len;
    char *p;

    va_start(ap, fmt);
    p = print(a, &len, fmt, ap);
    va_end(ap);
    return p;
}
