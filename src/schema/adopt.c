#include "schema/adopt.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "schema/fields.h"
#include "schema/title.h"

static void link_key(struct schema *s, struct object *o)
{
    struct map *m = &s->by_key[schema_scope(o->kind)];
    o->next_same_key = name_is_set(o->name) ? map_put(s->arena, m, o->name.key->text, o) : NULL;
}

static struct object *copy(struct arena *a, const struct object *o)
{
    struct object *c = object_new(a, o->kind);
    memcpy(c, o, field_table(o->kind)->size);
    c->next_same_key = NULL;
    return c;
}

static void adopt_children(struct schema *s, struct object *to, const struct object *from)
{
    size_t n = from->children.len;
    struct object **items = arena_array(s->arena, struct object *, n);
    for (size_t i = 0; i < n; i++) {
        items[i] = copy(s->arena, from->children.items[i]);
        items[i]->parent = to;
        if (items[i]->kind == KIND_INDEX || items[i]->kind == KIND_STATISTICS)
            link_key(s, items[i]);
    }
    to->children = (struct object_list){items, n, n};
    if (from->child_index == NULL)
        return;
    to->child_index = arena_array(s->arena, struct object *, n);
    for (size_t i = 0; i < n; i++)
        to->child_index[i] = items[from->child_index[i]->slot];
}

struct object *schema_adopt(struct schema *s, const struct object *o)
{
    assert(!s->frozen && o->parent == NULL && o->ident != NULL);
    struct object *to = copy(s->arena, o);
    if (o->children.len > 0)
        adopt_children(s, to, o);
    link_key(s, to);
    object_list_add(s->arena, &s->objects, to);
    return to;
}

static void path_of(const struct schema *s, const struct object *o, unsigned n, struct strbuf *out)
{
    strbuf_truncate(out, 0);
    object_path_add(out, o, n > 1 ? "" : s->syntax->suffix);
    if (n > 1)
        strbuf_addf(out, "%%+%u%s", n, s->syntax->suffix);
}

/* Two names that are cut to the same path still get two, as in schema_freeze. */
static void set_path(struct schema *s, struct object *o)
{
    struct strbuf b;
    strbuf_init(&b, s->arena, LIMIT_PATH);
    if (map_get(&s->by_path, o->path) != NULL) {
        unsigned n = 1;
        path_of(s, o, n, &b);
        while (map_get(&s->by_path, strbuf_str(&b)) != NULL)
            path_of(s, o, ++n, &b);
        o->path = arena_str(s->arena, strbuf_str(&b));
    }
    map_put(s->arena, &s->by_path, o->path, o);
}

static bool is_sorted(const struct object_list *l)
{
    for (size_t i = 1; i < l->len; i++) {
        if (object_cmp(l->items[i - 1], l->items[i]) > 0)
            return false;
    }
    return true;
}

void schema_seal(struct schema *s)
{
    assert(!s->frozen);
    if (!is_sorted(&s->objects))
        object_list_sort(&s->objects);
    for (size_t i = 0; i < s->objects.len; i++) {
        s->objects.items[i]->slot = (uint32_t)i;
        set_path(s, s->objects.items[i]);
    }
    s->frozen = true;
}
