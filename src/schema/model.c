#include "schema/model.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "schema/fields.h"
#include "schema/freeze.h"

struct object *object_new(struct arena *a, enum kind k)
{
    struct object *o = arena_alloc(a, field_table(k)->size, _Alignof(max_align_t));
    o->kind = k;
    return o;
}

struct object *object_copy(struct arena *a, const struct object *o)
{
    struct object *copy = object_new(a, o->kind);
    memcpy(copy, o, field_table(o->kind)->size);
    copy->children = (struct object_list){0};
    copy->child_index = NULL;
    for (size_t i = 0; i < o->children.len; i++)
        object_list_add(a, &copy->children, o->children.items[i]);
    return copy;
}

void object_list_add(struct arena *a, struct object_list *l, struct object *o)
{
    *vec_push(a, l) = o;
}

void object_add_child(struct arena *a, struct object *parent, struct object *child)
{
    child->parent = parent;
    parent->child_index = NULL;
    object_list_add(a, &parent->children, child);
}

static struct object *child_by_index(
    const struct object *o, enum kind k, const struct symbol *ident)
{
    size_t lo = 0, hi = o->children.len;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = child_index_cmp(k, ident, o->child_index[mid]);
        if (c == 0)
            return o->child_index[mid];
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}

struct object *object_child(const struct object *o, enum kind k, const struct symbol *ident)
{
    if (ident == NULL)
        return NULL;
    if (o->child_index != NULL)
        return child_by_index(o, k, ident);
    for (size_t i = 0; i < o->children.len; i++) {
        struct object *child = o->children.items[i];
        if (child->kind == k && child->ident == ident)
            return child;
    }
    return NULL;
}

struct column *table_column(const struct object *table, const struct symbol *key)
{
    if (key == NULL)
        return NULL;
    if (table->child_index != NULL)
        return (struct column *)child_by_index(table, KIND_COLUMN, key);
    for (size_t i = 0; i < table->children.len; i++) {
        struct object *child = table->children.items[i];
        if (child->kind == KIND_COLUMN && child->name.key == key)
            return (struct column *)child;
    }
    return NULL;
}

struct primary_key *table_primary_key(const struct object *table)
{
    for (size_t i = 0; i < table->children.len; i++) {
        if (table->children.items[i]->kind == KIND_PRIMARY_KEY)
            return (struct primary_key *)table->children.items[i];
    }
    return NULL;
}

size_t table_column_count(const struct object *table)
{
    size_t n = 0;
    for (size_t i = 0; i < table->children.len; i++)
        n += table->children.items[i]->kind == KIND_COLUMN;
    return n;
}

static const struct symbol *sort_name(const struct object *o)
{
    return o->ident != NULL ? o->ident : o->name.key;
}

int object_cmp(const struct object *a, const struct object *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->ns.key != b->ns.key)
        return symbol_cmp(a->ns.key, b->ns.key);
    const struct symbol *x = sort_name(a), *y = sort_name(b);
    return x == y ? 0 : symbol_cmp(x, y);
}

static int object_cmp_void(const void *a, const void *b)
{
    return object_cmp(*(struct object *const *)a, *(struct object *const *)b);
}

void object_list_sort(struct object_list *l)
{
    if (l->len > 1)
        qsort(l->items, l->len, sizeof(struct object *), object_cmp_void);
}
