#include "schema/fields.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/str.h"
#include "schema/kind-fields.h"
#include "schema/value-ops.h"

static const struct field_table *const tables[] = {
    [KIND_NONE] = &kind_fields_none,
#define KIND(id, name, plural, folder, parent, create, drop, fields)                               \
    [KIND_##id] = &kind_fields_##fields,
#include "schema/kinds.def"
#undef KIND
};
_Static_assert(ARRAY_LEN(tables) == KIND__COUNT, "every kind has a field table");

const struct field_table *field_table(enum kind k)
{
    assert((unsigned)k < KIND__COUNT);
    return tables[k];
}

const struct field *field_find(enum kind k, const char *name)
{
    const struct field_table *t = field_table(k);
    for (size_t i = 0; i < t->len; i++) {
        if (strcmp(t->fields[i].name, name) == 0)
            return &t->fields[i];
    }
    return NULL;
}

int field_cmp(const struct field *f, const struct object *a, const struct object *b)
{
    assert(a->kind == b->kind);
    return value_ops(f->type)->cmp(field_value(f, a), field_value(f, b));
}

bool field_equal(const struct field *f, const struct object *a, const struct object *b)
{
    return field_cmp(f, a, b) == 0;
}

bool field_is_default(const struct field *f, const struct object *o)
{
    return value_ops(f->type)->is_default(field_value(f, o));
}

void field_copy(const struct field *f, struct object *to, const struct object *from)
{
    assert(to->kind == from->kind);
    memcpy((char *)to + f->offset, field_value(f, from), value_ops(f->type)->size);
}

uint64_t object_diff_fields(const struct object *a, const struct object *b)
{
    assert(a->kind == b->kind);
    const struct field_table *t = field_table(a->kind);
    uint64_t set = 0;
    for (size_t i = 0; i < t->len; i++) {
        if (!field_equal(&t->fields[i], a, b))
            set |= (uint64_t)1 << i;
    }
    return set;
}

uint64_t field_mask(enum kind k, enum field_flags flags)
{
    const struct field_table *t = field_table(k);
    uint64_t set = 0;
    for (size_t i = 0; i < t->len; i++) {
        if (t->fields[i].flags & (unsigned)flags)
            set |= (uint64_t)1 << i;
    }
    return set;
}

struct flash_str field_show(struct arena *a, const struct field *f, const struct object *o)
{
    struct strbuf b;
    strbuf_init(&b, a, LIMIT_FILE);
    value_ops(f->type)->show(&b, f, field_value(f, o));
    return strbuf_str(&b);
}

void field_json(struct json *j, const struct field *f, const struct object *o)
{
    value_ops(f->type)->json(j, f, field_value(f, o));
}

struct flash_str object_signature(struct arena *a, const struct object *o)
{
    const struct field_table *t = field_table(o->kind);
    struct strbuf b;
    strbuf_init(&b, a, LIMIT_FILE);
    for (size_t i = 0; i < t->len; i++) {
        const struct field *f = &t->fields[i];
        if (!(f->flags & FIELD_IDENTITY))
            continue;
        assert(value_ops(f->type)->sign != NULL);
        value_ops(f->type)->sign(&b, field_value(f, o));
    }
    return strbuf_str(&b);
}

static void children_json(struct json *j, const struct object *o)
{
    for (size_t i = 0; i < o->children.len; i++) {
        const struct object *child = o->children.items[i];
        bool first = i == 0 || o->children.items[i - 1]->kind != child->kind;
        bool last = i + 1 == o->children.len || o->children.items[i + 1]->kind != child->kind;
        if (first) {
            json_key(j, kind_info(child->kind)->plural);
            json_array_begin(j);
        }
        object_json(j, child);
        if (last)
            json_array_end(j);
    }
}

void object_json(struct json *j, const struct object *o)
{
    const struct field_table *t = field_table(o->kind);
    json_object_begin(j);
    json_kv_cstr(j, "kind", kind_info(o->kind)->name);
    if (name_is_set(o->name))
        json_kv_str(j, "name", o->name.spelling);
    if (o->parent == NULL && name_is_set(o->ns))
        json_kv_str(j, "namespace", o->ns.spelling);
    for (size_t i = 0; i < t->len; i++) {
        if (field_is_default(&t->fields[i], o))
            continue;
        json_key(j, t->fields[i].name);
        field_json(j, &t->fields[i], o);
    }
    children_json(j, o);
    json_object_end(j);
}

static bool same_name(struct name a, struct name b)
{
    return name_eq(a, b) && str_eq(a.spelling, b.spelling);
}

static bool fields_equal(const struct object *a, const struct object *b)
{
    const struct field_table *t = field_table(a->kind);
    for (size_t i = 0; i < t->len; i++) {
        if (!(t->fields[i].flags & FIELD_COSMETIC) && !field_equal(&t->fields[i], a, b))
            return false;
    }
    return true;
}

/* Columns may stand in another order. */
static bool children_equal(const struct object *a, const struct object *b)
{
    if (a->children.len != b->children.len)
        return false;
    for (size_t i = 0; i < a->children.len; i++) {
        const struct object *x = a->children.items[i], *y = b->children.items[i];
        if (x->kind != y->kind || x->ident != y->ident)
            y = object_child(b, x->kind, x->ident);
        if (y == NULL || !object_equal(x, y))
            return false;
    }
    return true;
}

bool object_equal(const struct object *a, const struct object *b)
{
    if (a == b)
        return true;
    return a->kind == b->kind && same_name(a->name, b->name) && name_eq(a->ns, b->ns) &&
           fields_equal(a, b) && children_equal(a, b);
}
