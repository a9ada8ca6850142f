#ifndef BASE_VEC_H
#define BASE_VEC_H

/*
 * Growable arrays in an arena. VEC(T) names a struct {T *items; size_t len, cap;}; zero is an
 * empty one. Doubling keeps push linear; old storage stays in the arena.
 *
 *     VEC(struct ref) refs = {0};
 *     *vec_push(arena, &refs) = r;
 */

#include <stddef.h>

#include "base/arena.h"

#define VEC(T)                                                                                     \
    struct {                                                                                       \
        T *items;                                                                                  \
        size_t len, cap;                                                                           \
    }

/* Points at a new zeroed last item. */
#define vec_push(a, v)                                                                             \
    ((v)->len == (v)->cap                                                                          \
            ? (void)((v)->items = vec_grow((a), (v)->items, &(v)->cap, sizeof(*(v)->items)))       \
            : (void)0,                                                                             \
        &(v)->items[(v)->len++])

void *vec_grow(struct arena *a, void *items, size_t *cap, size_t item_size);

#endif
