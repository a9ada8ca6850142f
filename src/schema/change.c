#include "schema/change.h"

#include <assert.h>

#include "base/json.h"
#include "base/str.h"

const struct object *change_object(const struct change *c)
{
    assert(c->from != NULL || c->to != NULL);
    return c->to != NULL ? c->to : c->from;
}

const char *change_verb(const struct change *c)
{
    static const char *const verbs[] = {
        [CHANGE_ADD] = "add", [CHANGE_DROP] = "drop", [CHANGE_MODIFY] = "modify"};
    bool more = c->fields != 0 || (c->children != NULL && c->children->len > 0);
    if (c->op == CHANGE_MODIFY && c->renamed && !more)
        return "rename";
    return verbs[c->op];
}

bool change_has_field(const struct change *c, const char *field_name)
{
    const struct object *o = change_object(c);
    const struct field *f = field_find(o->kind, field_name);
    assert(f != NULL && "the kind has such a field");
    return f != NULL && (c->fields >> (f - field_table(o->kind)->fields) & 1) != 0;
}

struct change *change_add(struct arena *a, struct change_list *l)
{
    return vec_push(a, l);
}

static void name_json(struct json *j, const struct change *c)
{
    const struct object *o = change_object(c);
    if (name_is_set(o->name))
        json_kv_str(j, "name", o->name.spelling);
    if (o->parent == NULL && name_is_set(o->ns))
        json_kv_str(j, "namespace", o->ns.spelling);
    if (c->renamed && name_is_set(c->from->name))
        json_kv_str(j, "was", c->from->name.spelling);
}

static void field_change_json(struct json *j, const struct field *f, const struct change *c)
{
    json_key(j, f->name);
    json_object_begin(j);
    json_key(j, "from");
    field_json(j, f, c->from);
    json_key(j, "to");
    field_json(j, f, c->to);
    json_object_end(j);
}

static void fields_json(struct json *j, const struct change *c)
{
    const struct field_table *t = field_table(c->from->kind);
    json_key(j, "fields");
    json_object_begin(j);
    for (size_t i = 0; i < t->len; i++) {
        if (c->fields >> i & 1)
            field_change_json(j, &t->fields[i], c);
    }
    json_object_end(j);
}

void change_json(struct json *j, const struct change *c)
{
    const struct object *o = change_object(c);
    json_object_begin(j);
    json_kv_cstr(j, "op", change_verb(c));
    json_kv_cstr(j, "kind", kind_info(o->kind)->name);
    name_json(j, c);
    if (c->cosmetic)
        json_kv_bool(j, "cosmetic", true);
    if (c->follows_rename)
        json_kv_bool(j, "follows rename", true);
    if (c->op != CHANGE_MODIFY) {
        json_key(j, "object");
        object_json(j, o);
    } else if (c->fields != 0) {
        fields_json(j, c);
    }
    if (c->children != NULL && c->children->len > 0) {
        json_key(j, "changes");
        json_array_begin(j);
        for (size_t i = 0; i < c->children->len; i++)
            change_json(j, &c->children->items[i]);
        json_array_end(j);
    }
    json_object_end(j);
}
