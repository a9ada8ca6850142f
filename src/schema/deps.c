#include "schema/deps.h"

#include <assert.h>
#include <stdlib.h>

#include "base/vec.h"
#include "schema/fields.h"
#include "schema/refs.h"

static bool names_relation(const struct ref *r, const struct symbol *ns, const struct symbol *name)
{
    return r->name == name && (r->ns == ns || r->ns == NULL || ns == NULL);
}

static bool names_column(const struct ref *r, const struct symbol *column)
{
    return column == NULL || r->column == NULL || r->column == column;
}

void deps_dependants(const struct schema *s, const struct symbol *ns, const struct symbol *name,
    const struct symbol *column, struct arena *a, struct object_list *out)
{
    for (size_t i = 0; i < s->objects.len; i++) {
        struct object *o = s->objects.items[i];
        for (size_t k = 0; k < o->refs.len; k++) {
            const struct ref *r = &o->refs.items[k];
            if (names_relation(r, ns, name) && names_column(r, column)) {
                object_list_add(a, out, o);
                break;
            }
        }
    }
}

struct dep_bucket {
    const struct symbol *ns;
    struct object_list list;
    struct dep_bucket *next; /* the same name in another namespace */
};

struct dep_index {
    struct map by_name; /* name symbol to dep_bucket */
};

static struct dep_bucket *bucket_find(
    const struct dep_index *x, const struct symbol *ns, const struct symbol *name)
{
    struct dep_bucket *b = map_get_ptr(&x->by_name, name);
    while (b != NULL && b->ns != ns)
        b = b->next;
    return b;
}

static struct dep_bucket *bucket_make(
    struct dep_index *x, const struct symbol *ns, const struct symbol *name, struct arena *a)
{
    struct dep_bucket *b = bucket_find(x, ns, name);
    if (b != NULL)
        return b;
    b = arena_new(a, struct dep_bucket);
    b->ns = ns;
    b->next = map_put_ptr(a, &x->by_name, name, b);
    return b;
}

struct dep_index *dep_index_new(const struct schema *s, struct arena *a)
{
    struct dep_index *x = arena_new(a, struct dep_index);
    for (size_t i = 0; i < s->objects.len; i++) {
        struct object *o = s->objects.items[i];
        for (size_t k = 0; k < o->refs.len; k++) {
            const struct ref *r = &o->refs.items[k];
            struct dep_bucket *b = bucket_make(x, r->ns, r->name, a);
            if (b->list.len == 0 || b->list.items[b->list.len - 1] != o)
                object_list_add(a, &b->list, o);
        }
    }
    return x;
}

const struct object_list *dep_index_get(
    const struct dep_index *x, const struct symbol *ns, const struct symbol *name)
{
    static const struct object_list none = {0};
    const struct dep_bucket *b = bucket_find(x, ns, name);
    return b != NULL ? &b->list : &none;
}

/* Create priority, then canonical order (which schema->objects has). */
static int create_cmp(const void *va, const void *vb)
{
    const struct object *a = *(struct object *const *)va, *b = *(struct object *const *)vb;
    int x = kind_info(a->kind)->create_priority, y = kind_info(b->kind)->create_priority;
    return x != y ? (x > y) - (x < y) : object_cmp(a, b);
}

/* What a ref means: by scope, since a function and a table may share a name. */
static struct object *ref_target(const struct schema *s, const struct ref *r)
{
    if (r->kind == KIND_NONE)
        return schema_in_scope(s, SCOPE_RELATION, r->ns, r->name);
    return schema_find(s, r->kind, r->ns, r->name);
}

static bool orders(const struct object *o, const struct ref *r)
{
    return !(o->kind == KIND_TABLE && r->kind == KIND_TABLE);
}

struct edges {
    VEC(struct topo_edge) list;
};

/* slot: the place in s->objects, set by freeze; position_of goes from there to the creation order.
 */
static void add_edges(const struct schema *s, const struct object *o, uint32_t position,
    const uint32_t *position_of, struct arena *a, struct edges *edges)
{
    for (size_t k = 0; k < o->refs.len; k++) {
        if (!orders(o, &o->refs.items[k]))
            continue;
        const struct object *target = ref_target(s, &o->refs.items[k]);
        if (target == NULL)
            continue;
        const struct object *top = target->parent != NULL ? target->parent : target;
        if (top != o)
            *vec_push(a, &edges->list) = (struct topo_edge){position_of[top->slot], position};
    }
}

void deps_create_order(
    const struct schema *s, struct arena *perm, struct arena scratch, struct object_list *out)
{
    assert(s->frozen);
    size_t n = s->objects.len;
    struct object **sorted = arena_array(&scratch, struct object *, n + 1);
    uint32_t *position_of = arena_array(&scratch, uint32_t, n + 1);
    uint32_t *order = arena_array(&scratch, uint32_t, n + 1);
    struct edges edges = {0};
    for (size_t i = 0; i < n; i++)
        sorted[i] = s->objects.items[i];
    qsort(sorted, n, sizeof(*sorted), create_cmp);
    for (size_t i = 0; i < n; i++)
        position_of[sorted[i]->slot] = (uint32_t)i;
    for (size_t i = 0; i < n; i++)
        add_edges(s, sorted[i], (uint32_t)i, position_of, &scratch, &edges);
    topo_sort_lax(n, edges.list.items, edges.list.len, scratch, order);
    for (size_t i = 0; i < n; i++)
        object_list_add(perm, out, sorted[order[i]]);
}
