#include "base/intern.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#define TABLE_FIRST ((size_t)4096)

/* The hash beside the pointer: a miss in the chain costs no visit to the symbol. */
struct slot {
    uint64_t hash;
    const struct symbol *symbol;
};

static struct {
    struct arena arena;
    struct slot *slots;
    size_t nslots, used;
} table;

static struct slot *find_slot(struct flash_str s, uint64_t hash)
{
    size_t mask = table.nslots - 1;
    size_t i = (size_t)hash & mask;

    while (table.slots[i].symbol) {
        const struct slot *t = &table.slots[i];

        if (t->hash == hash && t->symbol->text.len == s.len &&
            (s.len == 0 || memcmp(t->symbol->text.ptr, s.ptr, s.len) == 0))
            break;
        i = (i + 1) & mask;
    }
    return &table.slots[i];
}

static void grow(void)
{
    struct slot *old = table.slots;
    size_t nold = table.nslots;

    if (!old)
        arena_init(&table.arena, ARENA_DEFAULT);
    table.nslots = nold ? nold * 2 : TABLE_FIRST;
    table.slots = arena_array(&table.arena, struct slot, table.nslots);
    for (size_t n = 0; n < nold; n++) {
        size_t i = (size_t)old[n].hash & (table.nslots - 1);

        if (!old[n].symbol)
            continue;
        while (table.slots[i].symbol)
            i = (i + 1) & (table.nslots - 1);
        table.slots[i] = old[n];
    }
}

/* The text lies right behind the symbol, mostly in the same cache line. */
static const struct symbol *symbol_new(struct flash_str s, uint64_t hash)
{
    struct symbol *y = arena_alloc(&table.arena, sizeof(*y) + s.len + 1, _Alignof(struct symbol));
    char *text = (char *)(y + 1);

    if (s.len)
        memcpy(text, s.ptr, s.len);
    y->text = (struct flash_str){text, s.len};
    y->hash = hash;
    return y;
}

const struct symbol *intern(struct flash_str s)
{
    uint64_t hash = XXH3_64bits(s.len ? s.ptr : "", s.len);
    struct slot *t;

    if (!table.slots)
        grow();
    t = find_slot(s, hash);
    if (t->symbol)
        return t->symbol;
    if (table.used >= table.nslots / 2) {
        grow();
        t = find_slot(s, hash);
    }
    table.used++;
    *t = (struct slot){hash, symbol_new(s, hash)};
    return t->symbol;
}

const struct symbol *intern_find(struct flash_str s)
{
    return table.slots ? find_slot(s, str_hash(s))->symbol : NULL;
}

int symbol_cmp(const struct symbol *a, const struct symbol *b)
{
    if (a == b)
        return 0;
    if (!a || !b)
        return a ? 1 : -1;
    return str_cmp(a->text, b->text);
}
