#include "schema/title.h"

#include <assert.h>

#include "base/limits.h"
#include "base/str.h"
#include "schema/fields.h"

#define MAIN_NS "main"

/* "" for the one namespace of engines that have no more. */
static void add_ns(struct strbuf *out, const struct object *o)
{
    if (!name_is_set(o->ns) || str_eq(o->ns.key->text, STR(MAIN_NS)))
        return;
    strbuf_add(out, o->ns.spelling);
    strbuf_addc(out, '.');
}

/* As people know it: "users(team_id)", not by the referenced table as well. */
static void add_columns(struct strbuf *out, const struct object *o, struct arena *a)
{
    const struct field_table *t = field_table(o->kind);
    for (size_t i = 0; i < t->len; i++) {
        const struct field *f = &t->fields[i];
        if (!(f->flags & FIELD_IDENTITY))
            continue;
        struct flash_str text = field_show(a, f, o);
        bool in_parens = f->type == FIELD_KEYS || f->type == FIELD_NAMES;
        strbuf_adds(out, in_parens ? "" : "(");
        strbuf_add(out, text);
        strbuf_adds(out, in_parens ? "" : ")");
        return;
    }
}

static void add_qualified(struct strbuf *out, const struct object *o, struct arena *a)
{
    const struct object *top = o->parent != NULL ? o->parent : o;
    add_ns(out, top);
    strbuf_add(out, top->name.spelling);
    if (o->parent == NULL)
        return;
    if (name_is_set(o->name)) {
        strbuf_addc(out, '.');
        strbuf_add(out, o->name.spelling);
    } else {
        add_columns(out, o, a);
    }
}

struct flash_str object_qualified(struct arena *a, const struct object *o)
{
    struct strbuf b;
    strbuf_init(&b, a, LIMIT_FILE);
    add_qualified(&b, o, a);
    return strbuf_str(&b);
}

struct flash_str object_title(struct arena *a, const struct object *o)
{
    struct strbuf b;
    strbuf_init(&b, a, LIMIT_FILE);
    strbuf_adds(&b, kind_info(o->kind)->name);
    strbuf_addc(&b, ' ');
    add_qualified(&b, o, a);
    return strbuf_str(&b);
}

void object_path_add(struct strbuf *out, const struct object *o, const char *suffix)
{
    const struct kind_info *info = kind_info(o->kind);
    assert(kind_is_top(o->kind));
    if (info->parent == KIND_NONE)
        strbuf_adds(out, "@global");
    else
        name_encode(out, name_is_set(o->ns) ? o->ns.key->text : STR(MAIN_NS));
    strbuf_addc(out, '/');
    strbuf_adds(out, info->folder);
    strbuf_addc(out, '/');
    name_encode(out, name_is_set(o->name) ? o->name.key->text : STR_NULL);
    strbuf_adds(out, suffix);
}

struct flash_str object_path(struct arena *a, const struct object *o)
{
    if (o->path.len > 0)
        return o->path;
    struct strbuf b;
    strbuf_init(&b, a, LIMIT_FILE);
    object_path_add(&b, o, o->kind == KIND_COLLECTION ? ".json" : ".sql");
    return strbuf_str(&b);
}
