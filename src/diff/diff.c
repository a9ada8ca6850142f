#include "diff/diff.h"

#include <assert.h>

#include "base/str.h"
#include "diff/align.h"
#include "diff/order.h"
#include "diff/rename.h"
#include "diff/substitute.h"

struct differ {
    struct rename_map map;
    bool strict_columns;
    struct arena *perm;
    struct arena *scratch;
};

static bool spelled_alike(struct name a, struct name b)
{
    return name_eq(a, b) && str_eq(a.spelling, b.spelling);
}

static uint64_t position_bit(enum kind k)
{
    const struct field *f = k == KIND_COLUMN ? field_find(k, "position") : NULL;
    return f != NULL ? (uint64_t)1 << (f - field_table(k)->fields) : 0;
}

/* Fields that are reported and not planned. */
static uint64_t cosmetic_fields(const struct differ *d, enum kind k)
{
    uint64_t mask = field_mask(k, FIELD_COSMETIC);
    return d->strict_columns ? mask & ~position_bit(k) : mask;
}

static bool fields_follow(
    const struct differ *d, const struct object *from, const struct object *to, uint64_t fields)
{
    if (fields == 0 || !rename_touches(&d->map, from))
        return false;
    /* Another name of an index or a constraint is a step of its own, which may take the rest along.
     */
    if (from->kind != KIND_COLUMN && !spelled_alike(from->name, to->name))
        return false;
    uint64_t cosmetic = cosmetic_fields(d, from->kind);
    if ((fields & ~cosmetic) == 0 || (fields & position_bit(from->kind) & ~cosmetic) != 0)
        return false;
    const struct object *put = substitute(&d->map, from, d->scratch);
    return (object_diff_fields(put, to) & ~field_mask(from->kind, FIELD_COSMETIC)) == 0;
}

/* A pair as a change; false when nothing differs. children may be empty. */
static bool make_modify(const struct differ *d, const struct object *from, const struct object *to,
    uint64_t fields, struct change *c)
{
    bool renamed = !spelled_alike(from->name, to->name);
    if (fields == 0 && !renamed)
        return false;
    *c = (struct change){.op = CHANGE_MODIFY,
        .from = from,
        .to = to,
        .renamed = renamed,
        .cosmetic = !renamed && (fields & ~cosmetic_fields(d, from->kind)) == 0,
        .fields = fields,
        .follows_rename = fields_follow(d, from, to, fields)};
    return true;
}

static void add_child_pair(const struct differ *d, const struct object *from,
    const struct object *to, bool moved, struct change_list *out)
{
    struct change c;
    uint64_t fields = object_diff_fields(from, to) & ~position_bit(from->kind);
    if (moved)
        fields |= position_bit(from->kind);
    if (make_modify(d, from, to, fields, &c))
        *change_add(d->perm, out) = c;
}

static void add_drop(const struct differ *d, const struct object *from, struct change_list *out)
{
    *change_add(d->perm, out) = (struct change){.op = CHANGE_DROP, .from = from};
}

static void add_add(const struct differ *d, const struct object *to, struct change_list *out)
{
    *change_add(d->perm, out) = (struct change){.op = CHANGE_ADD, .to = to};
}

/* By place among to's children: the column changed its place among those that were there. */
static const bool *moved_columns(
    const struct differ *d, const struct object *to, const struct alignment *al)
{
    size_t n = 0, ncolumns = table_column_count(to);
    uint32_t *was = arena_array(d->scratch, uint32_t, ncolumns + 1);
    bool *among = arena_array(d->scratch, bool, ncolumns + 1);
    bool *moved = arena_array(d->scratch, bool, to->children.len + 1);
    for (size_t i = 0; i < ncolumns; i++) {
        if (al->from_of[i] != NULL)
            was[n++] = al->from_of[i]->slot;
    }
    order_moved(was, n, among, *d->scratch);
    n = 0;
    for (size_t i = 0; i < ncolumns; i++)
        moved[i] = al->from_of[i] != NULL && among[n++];
    return moved;
}

/* Kind by kind: what is dropped, then 'to' in its order. */
static void diff_children(const struct differ *d, const struct object *from,
    const struct object *to, struct change_list *out)
{
    struct alignment al;
    align_children(&al, &d->map, from, to, d->scratch);
    const bool *moved = moved_columns(d, to, &al);
    const struct object_list *f = &from->children, *t = &to->children;
    size_t i = 0, j = 0;
    while (i < f->len || j < t->len) {
        enum kind k = KIND__COUNT;
        if (i < f->len)
            k = f->items[i]->kind;
        if (j < t->len && t->items[j]->kind < k)
            k = t->items[j]->kind;
        for (; i < f->len && f->items[i]->kind == k; i++) {
            if (al.to_of[i] == NULL)
                add_drop(d, f->items[i], out);
        }
        for (; j < t->len && t->items[j]->kind == k; j++) {
            if (al.from_of[j] == NULL)
                add_add(d, t->items[j], out);
            else
                add_child_pair(d, al.from_of[j], t->items[j], moved[j], out);
        }
    }
}

static void settle_flags(struct change *c)
{
    bool own_follow = c->fields == 0 || c->follows_rename;
    bool all_cosmetic = true, all_follow = own_follow && !c->renamed, some = c->follows_rename;
    for (size_t i = 0; i < c->children->len; i++) {
        const struct change *child = &c->children->items[i];
        all_cosmetic = all_cosmetic && child->cosmetic;
        all_follow = all_follow && !child->renamed && (child->follows_rename || child->cosmetic);
        some = some || child->follows_rename;
    }
    c->cosmetic = c->cosmetic && all_cosmetic;
    c->follows_rename = all_follow && some;
}

static void diff_pair(const struct differ *d, const struct object *from, const struct object *to,
    struct change_list *out)
{
    struct arena mark = *d->scratch;
    struct change c = {.op = CHANGE_MODIFY, .from = from, .to = to, .cosmetic = true};
    struct change_list children = {0};
    bool own = make_modify(d, from, to, object_diff_fields(from, to), &c);
    diff_children(d, from, to, &children);
    if (own || children.len > 0) {
        c.children = arena_new(d->perm, struct change_list);
        *c.children = children;
        settle_flags(&c);
        *change_add(d->perm, out) = c;
    }
    *d->scratch = mark;
}

/* Equal text is equal content: the text is a function of it and parses back to it. */
static bool same_text(const struct object *a, const struct object *b)
{
    return a->text.len > 0 && str_eq(a->text, b->text);
}

static const struct object *partner_of(const struct differ *d, const struct object *to)
{
    const struct object *from = rename_origin(&d->map, to);
    if (from != NULL)
        return from;
    from = schema_find(d->map.from, to->kind, to->ns.key, to->name.key);
    return from != NULL && map_get_ptr(&d->map.to_of, from) == NULL ? from : NULL;
}

static bool gone(const struct differ *d, const struct object *from)
{
    return rename_partner(&d->map, from) == NULL;
}

/* So that it is known before the first pair is compared. */
static void note_renames(struct differ *d)
{
    const struct object_list *l = &d->map.to->objects;
    for (size_t i = 0; i < l->len; i++) {
        const struct object *from = partner_of(d, l->items[i]);
        if (from != NULL && !same_text(from, l->items[i]))
            rename_map_note(&d->map, from, l->items[i]);
    }
}

static void diff_top(const struct differ *d, const struct object *to, struct change_list *out)
{
    const struct object *from = partner_of(d, to);
    if (from == NULL)
        add_add(d, to, out);
    else if (!same_text(from, to))
        diff_pair(d, from, to, out);
}

int diff_schemas(const struct schema *from, const struct schema *to, const struct diff_options *opt,
    struct arena *perm, struct arena scratch, struct change_list *out, struct flash_error *err)
{
    assert(from->frozen && to->frozen);
    struct arena maps = scratch;
    struct differ d = {.perm = perm, .scratch = &maps};
    if (from->syntax != to->syntax)
        return error_set(err, FLASH_EINVALID, "cannot compare a schema of %s with one of %s",
            from->syntax->name, to->syntax->name);
    d.strict_columns = opt != NULL && opt->strict_columns;
    rename_map_init(&d.map, from, to, opt != NULL ? opt->renames : NULL, &maps);
    note_renames(&d);
    const struct object_list *f = &from->objects, *t = &to->objects;
    for (size_t i = 0, j = 0; i < f->len || j < t->len;) {
        if (j == t->len || (i < f->len && object_cmp(f->items[i], t->items[j]) < 0)) {
            if (gone(&d, f->items[i]))
                add_drop(&d, f->items[i], out);
            i++;
        } else {
            diff_top(&d, t->items[j], out);
            i += i < f->len && object_cmp(f->items[i], t->items[j]) == 0;
            j++;
        }
    }
    return 0;
}
