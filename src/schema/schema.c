#include "schema/schema.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "schema/deps.h"
#include "schema/fields.h"

struct schema *schema_new(struct arena *a, const struct schema_syntax *syntax)
{
    assert(syntax != NULL);
    struct schema *s = arena_new(a, struct schema);
    s->arena = a;
    s->syntax = syntax;
    return s;
}

/* Kinds that are not named here have a space of names for each kind. */
static const enum name_scope scopes[KIND__COUNT] = {
    [KIND_NONE] = SCOPE_OTHER,
    [KIND_NAMESPACE] = SCOPE_OTHER,
    [KIND_EXTENSION] = SCOPE_OTHER,
    [KIND_COLLATION] = SCOPE_OTHER,
    [KIND_ENUM] = SCOPE_TYPE,
    [KIND_DOMAIN] = SCOPE_TYPE,
    [KIND_COMPOSITE] = SCOPE_TYPE,
    [KIND_RANGE] = SCOPE_TYPE,
    [KIND_SEQUENCE] = SCOPE_RELATION,
    [KIND_FUNCTION] = SCOPE_OTHER,
    [KIND_PROCEDURE] = SCOPE_OTHER,
    [KIND_AGGREGATE] = SCOPE_OTHER,
    [KIND_OPERATOR] = SCOPE_OTHER,
    [KIND_CAST] = SCOPE_OTHER,
    [KIND_TABLE] = SCOPE_RELATION,
    [KIND_COLUMN] = SCOPE_OTHER,
    [KIND_PRIMARY_KEY] = SCOPE_OTHER,
    [KIND_UNIQUE] = SCOPE_OTHER,
    [KIND_CHECK] = SCOPE_OTHER,
    [KIND_EXCLUDE] = SCOPE_OTHER,
    [KIND_FOREIGN_KEY] = SCOPE_OTHER,
    [KIND_INDEX] = SCOPE_RELATION,
    [KIND_STATISTICS] = SCOPE_OTHER,
    [KIND_VIEW] = SCOPE_RELATION,
    [KIND_MATVIEW] = SCOPE_RELATION,
    [KIND_RULE] = SCOPE_OTHER,
    [KIND_TRIGGER] = SCOPE_TRIGGER,
    [KIND_POLICY] = SCOPE_OTHER,
    [KIND_EVENT] = SCOPE_OTHER,
    [KIND_EVENT_TRIGGER] = SCOPE_OTHER,
    [KIND_PUBLICATION] = SCOPE_OTHER,
    [KIND_GRANT] = SCOPE_OTHER,
    [KIND_COLLECTION] = SCOPE_RELATION,
    [KIND_OTHER] = SCOPE_OTHER,
};
_Static_assert(
    ARRAY_LEN(((struct schema *)NULL)->by_key) == SCOPE_OTHER + 1, "a map for each scope");

enum name_scope schema_scope(enum kind k)
{
    assert((unsigned)k < KIND__COUNT);
    return scopes[k];
}

static struct object *first_of_key(
    const struct schema *s, enum name_scope sc, const struct symbol *key)
{
    return key == NULL ? NULL : map_get(&s->by_key[sc], key->text);
}

static bool ns_matches(const struct object *o, const struct symbol *ns)
{
    return ns == NULL || o->ns.key == ns;
}

struct object *schema_in_scope(
    const struct schema *s, enum name_scope sc, const struct symbol *ns, const struct symbol *key)
{
    struct object *o = first_of_key(s, sc, key);
    while (o != NULL && !ns_matches(o, ns))
        o = o->next_same_key;
    return o;
}

struct object *schema_find(
    const struct schema *s, enum kind k, const struct symbol *ns, const struct symbol *key)
{
    struct object *o = first_of_key(s, schema_scope(k), key);
    while (o != NULL && (o->kind != k || !ns_matches(o, ns)))
        o = o->next_same_key;
    return o;
}

static bool is_relation(enum kind k)
{
    return k == KIND_TABLE || k == KIND_VIEW || k == KIND_MATVIEW;
}

struct object *schema_relation(
    const struct schema *s, const struct symbol *ns, const struct symbol *key)
{
    struct object *o = first_of_key(s, SCOPE_RELATION, key);
    while (o != NULL && (!is_relation(o->kind) || !ns_matches(o, ns)))
        o = o->next_same_key;
    return o;
}

/* What stands where o wants to stand. */
static struct object *holder(
    const struct schema *s, const struct object *o, const struct symbol *key)
{
    enum name_scope sc = schema_scope(o->kind);
    struct object *other = first_of_key(s, sc, key);
    while (other != NULL &&
           (other->ns.key != o->ns.key || (sc == SCOPE_OTHER && other->kind != o->kind)))
        other = other->next_same_key;
    return other;
}

static void link_key(struct schema *s, struct object *o)
{
    if (!name_is_set(o->name))
        return;
    struct map *m = &s->by_key[schema_scope(o->kind)];
    o->next_same_key = map_put(s->arena, m, o->name.key->text, o);
}

static void unlink_key(struct schema *s, struct object *o)
{
    if (!name_is_set(o->name))
        return;
    struct map *m = &s->by_key[schema_scope(o->kind)];
    struct object *first = map_get(m, o->name.key->text);
    if (first == o) {
        if (o->next_same_key != NULL)
            map_put(s->arena, m, o->name.key->text, o->next_same_key);
        else
            map_remove(m, o->name.key->text);
    } else {
        while (first != NULL && first->next_same_key != o)
            first = first->next_same_key;
        if (first != NULL)
            first->next_same_key = o->next_same_key;
    }
    o->next_same_key = NULL;
}

struct object *schema_add(struct schema *s, struct object *o)
{
    assert(!s->frozen);
    assert(kind_is_top(o->kind) == (o->parent == NULL));
    if (o->parent != NULL && !name_is_set(o->ns))
        o->ns = o->parent->ns;
    struct object *other = holder(s, o, o->name.key);
    if (other != NULL)
        return other;
    link_key(s, o);
    if (o->parent != NULL) {
        object_add_child(s->arena, o->parent, o);
    } else {
        o->slot = (uint32_t)s->objects.len;
        object_list_add(s->arena, &s->objects, o);
    }
    return NULL;
}

static void remove_child(struct object *o)
{
    struct object_list *l = &o->parent->children;
    size_t i = 0;
    while (i < l->len && l->items[i] != o)
        i++;
    assert(i < l->len);
    l->len--;
    memmove(&l->items[i], &l->items[i + 1], (l->len - i) * sizeof(struct object *));
    o->parent->child_index = NULL;
}

/* Order means nothing before freeze, so the last one takes the place. */
static void remove_top(struct schema *s, struct object *o)
{
    struct object_list *l = &s->objects;
    assert(o->slot < l->len && l->items[o->slot] == o);
    l->items[o->slot] = l->items[--l->len];
    l->items[o->slot]->slot = o->slot;
}

void schema_remove(struct schema *s, struct object *o)
{
    assert(!s->frozen);
    unlink_key(s, o);
    if (o->parent != NULL) {
        remove_child(o);
        return;
    }
    for (size_t i = 0; i < o->children.len; i++) {
        struct object *child = o->children.items[i];
        if (child->kind == KIND_INDEX || child->kind == KIND_STATISTICS)
            unlink_key(s, child);
    }
    remove_top(s, o);
}

void schema_rename(struct schema *s, struct object *o, struct name to)
{
    assert(!s->frozen);
    struct object *other = holder(s, o, to.key);
    assert(other == NULL || other == o);
    (void)other;
    unlink_key(s, o);
    o->name = to;
    link_key(s, o);
}

struct object *schema_by_path(const struct schema *s, struct flash_str path)
{
    assert(s->frozen);
    return map_get(&s->by_path, path);
}

void schema_print(const struct schema *s, struct strbuf *out)
{
    assert(s->frozen);
    struct arena scratch;
    struct object_list order = {0};
    arena_init(&scratch, ARENA_DEFAULT);
    struct arena perm;
    arena_init(&perm, ARENA_DEFAULT);
    deps_create_order(s, &perm, scratch, &order);
    for (size_t i = 0; i < order.len; i++) {
        strbuf_adds(out, i > 0 ? "\n" : "");
        strbuf_add(out, order.items[i]->text);
    }
    arena_release(&perm);
    arena_release(&scratch);
}

void schema_json(const struct schema *s, struct json *j)
{
    json_object_begin(j);
    json_kv_int(j, "version", 1);
    json_kv_cstr(j, "dialect", s->syntax->name);
    json_key(j, "objects");
    json_array_begin(j);
    for (size_t i = 0; i < s->objects.len; i++)
        object_json(j, s->objects.items[i]);
    json_array_end(j);
    json_object_end(j);
}

struct flash_str schema_format_text(struct arena *a, const struct schema_syntax *syntax)
{
    return arena_printf(
        a, "flash-schema 1\nnormal %u\ndialect %s\n", syntax->normal_version, syntax->name);
}
