#include "merge/attrs.h"

#include "base/str.h"
#include "schema/value-ops.h"

static const struct attr_list *list_of(const struct field *f, const struct object *o)
{
    static const struct attr_list none;
    return o != NULL ? field_value(f, o) : &none;
}

static const struct attr *at(const struct attr_list *l, size_t i, struct flash_str name)
{
    return i < l->len && str_eq(l->items[i].name, name) ? &l->items[i] : NULL;
}

static bool same(const struct attr *a, const struct attr *b)
{
    return a == b || (a != NULL && b != NULL && str_eq(a->value, b->value));
}

/* Of sorted lists the next name. */
static const struct attr *next(const struct attr_list *const l[], const size_t i[])
{
    const struct attr *least = NULL;
    for (unsigned k = 0; k < MERGE_SIDES; k++) {
        const struct attr *a = i[k] < l[k]->len ? &l[k]->items[i[k]] : NULL;
        if (a != NULL && (least == NULL || str_cmp(a->name, least->name) < 0))
            least = a;
    }
    return least;
}

bool merge_attrs(
    struct merge_engine *e, const struct field *f, const struct lifted *lifted, struct object *to)
{
    const struct attr_list *l[MERGE_SIDES];
    size_t i[MERGE_SIDES] = {0}, n = 0;
    if (f->type != FIELD_ATTRS)
        return false;
    for (unsigned k = 0; k < MERGE_SIDES; k++) {
        l[k] = list_of(f, lifted->v[k]);
        n += l[k]->len;
    }
    struct attr_list out = {arena_array(e->work, struct attr, n + 1), 0};
    for (const struct attr *a = next(l, i); a != NULL; a = next(l, i)) {
        const struct attr *x[MERGE_SIDES];
        for (unsigned k = 0; k < MERGE_SIDES; k++)
            x[k] = at(l[k], i[k], a->name);
        const struct attr *b = x[MERGE_BASE], *o = x[MERGE_OURS], *t = x[MERGE_THEIRS];
        if (!same(b, o) && !same(b, t) && !same(o, t))
            return false;
        const struct attr *put = same(b, o) ? t : o;
        if (put != NULL)
            out.items[out.len++] = *put;
        for (unsigned k = 0; k < MERGE_SIDES; k++)
            i[k] += x[k] != NULL;
    }
    *(struct attr_list *)((char *)to + f->offset) = out;
    return true;
}
