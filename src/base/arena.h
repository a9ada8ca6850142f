#ifndef BASE_ARENA_H
#define BASE_ARENA_H

/*
 * A bump allocator over one reserved range of address space; pages are touched as they are used.
 *
 * Results go to an arena passed by pointer. Temporaries go to a scratch arena passed *by value*:
 * the callee's copy moves, the caller's does not, so the scratch is free again on return. A scratch
 * must be another arena than the result's.
 *
 * Memory is zeroed. Allocation never fails from the caller's view: when the range or the machine's
 * memory is used up, arena_oom is called, which must not return (the command line prints one line
 * and exits 128; the default aborts).
 */

#include <stdarg.h>
#include <stddef.h>

#include "base/error.h"
#include "flash/str.h"

struct arena {
    char *next;
    char *end;
    char *base;
    size_t reserved;
};

extern void (*arena_oom)(size_t wanted);

#define ARENA_DEFAULT ((size_t)16 << 30) /* address space, not memory */
#define ARENA_SMALL   ((size_t)64 << 20)

void arena_init(struct arena *a, size_t reserve);
/* Gives the range back. Only for the arena_init'ed one, never for a by-value copy. */
void arena_release(struct arena *a);
/* Forgets everything allocated since mark was copied: 'struct arena mark = *a; ... *a = mark'. */
void arena_reset(struct arena *a);
size_t arena_used(const struct arena *a);

void *arena_alloc(struct arena *a, size_t size, size_t align);
/* Grows the last allocation in place, else copies. ptr may be NULL. */
void *arena_grow(struct arena *a, void *ptr, size_t old_size, size_t new_size, size_t align);

#define arena_new(a, T)      ((T *)arena_alloc((a), sizeof(T), _Alignof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc_array((a), (n), sizeof(T), _Alignof(T)))
void *arena_alloc_array(struct arena *a, size_t n, size_t size, size_t align);

/* Copies are followed by a NUL that is not counted. */
struct flash_str arena_str(struct arena *a, struct flash_str s);
char *arena_cstr(struct arena *a, struct flash_str s);
struct flash_str arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
char *arena_cprintf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct flash_str arena_vprintf(struct arena *a, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);

#endif
