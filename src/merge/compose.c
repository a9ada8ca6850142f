#include "merge/compose.h"

#include "base/str.h"

/* Renames by what they start from: kind, table, name. */
static struct flash_str key_of(
    struct arena *a, enum kind k, const struct symbol *table, const struct symbol *name)
{
    struct flash_str t = table != NULL ? table->text : STR_NULL;
    return arena_printf(a, "%u %zu %.*s%.*s", (unsigned)k, t.len, STR_ARG(t), STR_ARG(name->text));
}

/* What tables of the one side are called on the other. */
static struct map table_names(const struct rename_list *l, bool back, struct arena *arena)
{
    struct map m = {0};
    for (size_t i = 0; i < l->len; i++) {
        struct rename *r = &l->items[i];
        if (r->kind == KIND_TABLE)
            map_put_ptr(arena, &m, back ? r->to : r->from, r);
    }
    return m;
}

static const struct symbol *table_after(
    const struct map *names, const struct symbol *table, bool back)
{
    const struct rename *r = table != NULL ? map_get_ptr(names, table) : NULL;
    return r == NULL ? table : back ? r->from : r->to;
}

static void add(struct arena *arena, struct rename_list *out, struct rename r)
{
    if (r.from != r.to)
        *vec_push(arena, out) = r;
}

void merge_renames_compose(const struct rename_list *a, const struct rename_list *b,
    struct arena *arena, struct rename_list *out)
{
    struct map second = {0}, used = {0}, tables = table_names(b, false, arena);
    for (size_t i = 0; i < b->len; i++)
        map_put(arena, &second,
            key_of(arena, b->items[i].kind, b->items[i].table, b->items[i].from), &b->items[i]);
    for (size_t i = 0; i < a->len; i++) {
        struct rename r = a->items[i];
        r.table = table_after(&tables, r.table, false);
        struct rename *next = map_get(&second, key_of(arena, r.kind, r.table, r.to));
        if (next != NULL) {
            map_put_ptr(arena, &used, next, next);
            r.to = next->to;
        }
        add(arena, out, r);
    }
    for (size_t i = 0; i < b->len; i++) {
        if (map_get_ptr(&used, &b->items[i]) == NULL)
            add(arena, out, b->items[i]);
    }
}

void merge_renames_invert(const struct rename_list *l, struct arena *arena, struct rename_list *out)
{
    struct map tables = table_names(l, true, arena);
    for (size_t i = 0; i < l->len; i++) {
        struct rename r = l->items[i];
        r.table = table_after(&tables, r.table, true);
        r.from = l->items[i].to;
        r.to = l->items[i].from;
        add(arena, out, r);
    }
}
