#include "schema/freeze.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "schema/fields.h"
#include "schema/refs.h"
#include "schema/title.h"

#define FEW_CHILDREN 12 /* up to here looking at all is as quick as an index */

static const struct symbol *child_ident(const struct object *o, struct arena scratch)
{
    if (field_table(o->kind)->single)
        return intern(str_from(kind_info(o->kind)->name));
    if (name_is_set(o->name))
        return o->name.key;
    return intern(object_signature(&scratch, o));
}

static int by_content(const struct object *a, const struct object *b)
{
    const struct field_table *t = field_table(a->kind);
    for (size_t i = 0; i < t->len; i++) {
        int c = field_cmp(&t->fields[i], a, b);
        if (c != 0)
            return c;
    }
    return 0;
}

/* Columns as they stand, all others by what they are; never by where in a file they stood. */
static int child_cmp(const void *va, const void *vb)
{
    const struct object *a = *(struct object *const *)va, *b = *(struct object *const *)vb;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    int c = 0;
    if (a->kind != KIND_COLUMN)
        c = a->ident != b->ident ? symbol_cmp(a->ident, b->ident) : by_content(a, b);
    return c != 0 ? c : (a->slot > b->slot) - (a->slot < b->slot);
}

static void sort_children(struct object_list *l)
{
    for (size_t i = 0; i < l->len; i++)
        l->items[i]->slot = (uint32_t)i;
    if (l->len > 1)
        qsort(l->items, l->len, sizeof(struct object *), child_cmp);
}

static bool same_ident(const struct object *a, const struct object *b)
{
    return a->kind == b->kind && a->ident == b->ident;
}

static bool has_duplicates(const struct object_list *l)
{
    for (size_t i = 1; i < l->len; i++) {
        if (same_ident(l->items[i], l->items[i - 1]))
            return true;
    }
    return false;
}

static struct flash_str ident_key(struct arena *a, enum kind k, struct flash_str ident)
{
    return arena_printf(a, "%u %.*s", (unsigned)k, STR_ARG(ident));
}

/* "#2", "#3" behind all but the first of those that say the same; skips what another has for a
 * name. */
static void number_duplicates(struct object_list *l, struct arena scratch)
{
    struct map taken = {0};
    for (size_t i = 0; i < l->len; i++) {
        struct object *o = l->items[i];
        map_put(&scratch, &taken, ident_key(&scratch, o->kind, o->ident->text), o);
    }
    const struct symbol *base = NULL;
    unsigned n = 1;
    for (size_t i = 1; i < l->len; i++) {
        struct object *o = l->items[i];
        const struct object *before = l->items[i - 1];
        bool again = o->kind == before->kind && o->ident == (n > 1 ? base : before->ident);
        if (!again) {
            n = 1;
            continue;
        }
        base = o->ident;
        struct flash_str text, key;
        do {
            text = arena_printf(&scratch, "%.*s#%u", STR_ARG(base->text), ++n);
            key = ident_key(&scratch, o->kind, text);
        } while (map_get(&taken, key) != NULL);
        map_put(&scratch, &taken, key, o);
        o->ident = intern(text);
    }
}

static void set_positions(struct object *o)
{
    uint32_t position = 0;
    for (size_t i = 0; i < o->children.len; i++) {
        if (o->children.items[i]->kind == KIND_COLUMN)
            ((struct column *)o->children.items[i])->position = position++;
    }
}

int child_index_cmp(enum kind k, const struct symbol *ident, const struct object *o)
{
    if (k != o->kind)
        return k < o->kind ? -1 : 1;
    if (ident == o->ident)
        return 0;
    if (ident->hash != o->ident->hash)
        return ident->hash < o->ident->hash ? -1 : 1;
    return symbol_cmp(ident, o->ident);
}

static int index_cmp(const void *va, const void *vb)
{
    const struct object *a = *(struct object *const *)va, *b = *(struct object *const *)vb;
    return child_index_cmp(a->kind, a->ident, b);
}

static void index_children(struct object *o, struct arena *perm)
{
    size_t n = o->children.len;
    o->child_index = NULL;
    if (n <= FEW_CHILDREN)
        return;
    o->child_index = arena_array(perm, struct object *, n);
    memcpy(o->child_index, o->children.items, n * sizeof(struct object *));
    qsort(o->child_index, n, sizeof(struct object *), index_cmp);
}

void object_freeze_children(struct object *o, struct arena *perm, struct arena scratch)
{
    for (size_t i = 0; i < o->children.len; i++)
        o->children.items[i]->ident = child_ident(o->children.items[i], scratch);
    sort_children(&o->children);
    /* Columns stand by position, so equal idents (which the dialect reports) need not be
     * neighbours. */
    if (has_duplicates(&o->children)) {
        number_duplicates(&o->children, scratch);
        sort_children(&o->children);
    }
    for (size_t i = 0; i < o->children.len; i++)
        o->children.items[i]->slot = (uint32_t)i;
    set_positions(o);
    index_children(o, perm);
}

static void freeze_object(struct schema *s, struct object *o, struct arena scratch)
{
    o->ident = o->name.key;
    object_freeze_children(o, s->arena, scratch);
    o->refs = object_collect_refs(o, s->arena, scratch);
}

static void print_object(struct schema *s, struct object *o, struct arena scratch)
{
    struct strbuf b;
    strbuf_init(&b, &scratch, LIMIT_FILE);
    s->syntax->print(o, &b);
    if (b.overflow && s->too_big == NULL)
        s->too_big = o;
    o->text = b.overflow ? STR_NULL : arena_str(s->arena, strbuf_str(&b));
}

/* Two names that are cut to the same path (their hashes being equal) still get two. */
static void set_path(struct schema *s, struct object *o, struct arena scratch)
{
    struct strbuf b;
    strbuf_init(&b, &scratch, LIMIT_PATH);
    object_path_add(&b, o, s->syntax->suffix);
    for (unsigned n = 2; map_get(&s->by_path, strbuf_str(&b)) != NULL; n++) {
        strbuf_truncate(&b, 0);
        object_path_add(&b, o, "");
        strbuf_addf(&b, "%%+%u%s", n, s->syntax->suffix);
    }
    o->path = arena_str(s->arena, strbuf_str(&b));
    map_put(s->arena, &s->by_path, o->path, o);
}

void schema_freeze(struct schema *s)
{
    assert(!s->frozen);
    struct arena scratch;
    arena_init(&scratch, ARENA_DEFAULT);
    for (size_t i = 0; i < s->objects.len; i++)
        freeze_object(s, s->objects.items[i], scratch);
    object_list_sort(&s->objects);
    for (size_t i = 0; i < s->objects.len; i++) {
        struct object *o = s->objects.items[i];
        o->slot = (uint32_t)i;
        print_object(s, o, scratch);
        set_path(s, o, scratch);
    }
    s->frozen = true;
    arena_release(&scratch);
}
