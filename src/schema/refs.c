#include "schema/refs.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "schema/fields.h"
#include "schema/schema.h"
#include "schema/value-ops.h"

static bool is_relation_ref(const struct ref *r)
{
    return r->kind == KIND_NONE || schema_scope(r->kind) == SCOPE_RELATION;
}

void ref_sink_add(struct ref_sink *sink, struct ref r)
{
    assert(r.name != NULL);
    if (r.ns == NULL && is_relation_ref(&r))
        r.ns = sink->ns;
    *vec_push(sink->arena, &sink->list) = r;
}

int ref_cmp(const struct ref *a, const struct ref *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    int c = a->ns == b->ns ? 0 : symbol_cmp(a->ns, b->ns);
    if (c == 0 && a->name != b->name)
        c = symbol_cmp(a->name, b->name);
    if (c == 0 && a->column != b->column)
        c = symbol_cmp(a->column, b->column);
    return c;
}

static int ref_cmp_void(const void *a, const void *b)
{
    return ref_cmp(a, b);
}

bool ref_means(const struct ref *r, const struct object *o)
{
    if (r->name != o->name.key || (r->ns != NULL && r->ns != o->ns.key))
        return false;
    return r->kind == KIND_NONE ? schema_scope(o->kind) == SCOPE_RELATION : r->kind == o->kind;
}

static void add_expression(struct ref_sink *sink, const struct expression *e)
{
    for (size_t i = 0; e != NULL && i < e->refs.len; i++)
        ref_sink_add(sink, e->refs.items[i]);
}

static void add_keys(struct ref_sink *sink, const struct key_list *l)
{
    for (size_t i = 0; i < l->len; i++)
        add_expression(sink, l->items[i].expr);
}

static void add_field(struct ref_sink *sink, const struct field *f, const struct object *o)
{
    if (f->type == FIELD_EXPR)
        add_expression(sink, *(struct expression *const *)field_value(f, o));
    else if (f->type == FIELD_KEYS)
        add_keys(sink, field_value(f, o));
}

static void add_object(struct ref_sink *sink, const struct object *o)
{
    const struct field_table *t = field_table(o->kind);
    for (size_t i = 0; i < t->len; i++)
        add_field(sink, &t->fields[i], o);
    if (t->refs != NULL)
        t->refs(o, sink);
    for (size_t i = 0; i < o->children.len; i++)
        add_object(sink, o->children.items[i]);
}

/* An object kept word for word has no fields to read them from: its reader sets refs itself. */
static void add_preset(struct ref_sink *sink, const struct object *o)
{
    for (size_t i = 0; i < o->refs.len; i++)
        ref_sink_add(sink, o->refs.items[i]);
}

struct ref_list object_collect_refs(
    const struct object *o, struct arena *perm, struct arena scratch)
{
    struct ref_sink sink = {.arena = &scratch, .ns = o->ns.key};
    add_preset(&sink, o);
    add_object(&sink, o);
    if (sink.list.len > 1)
        qsort(sink.list.items, sink.list.len, sizeof(struct ref), ref_cmp_void);
    size_t n = 0;
    for (size_t i = 0; i < sink.list.len; i++) {
        struct ref *r = &sink.list.items[i];
        if (ref_means(r, o) || (n > 0 && ref_cmp(r, &sink.list.items[n - 1]) == 0))
            continue;
        sink.list.items[n++] = *r;
    }
    struct ref_list out = {.len = n};
    if (n > 0) {
        out.items = arena_array(perm, struct ref, n);
        memcpy(out.items, sink.list.items, n * sizeof(struct ref));
    }
    return out;
}
