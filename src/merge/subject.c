#include "merge/subject.h"

#include "base/limits.h"
#include "base/str.h"
#include "merge/choice.h"

/* A child has no text of its own: all it says, by name. */
static void show_child(struct strbuf *out, struct arena *a, const struct object *o)
{
    const struct field_table *t = field_table(o->kind);
    if (name_is_set(o->name))
        strbuf_addf(out, "%.*s", STR_ARG(o->name.spelling));
    for (size_t i = 0; i < t->len; i++) {
        const struct field *f = &t->fields[i];
        if ((f->flags & FIELD_COSMETIC) || field_is_default(f, o))
            continue;
        struct flash_str value = field_show(a, f, o);
        strbuf_addf(out, "%s%s %.*s", out->len > 0 ? ", " : "", f->name, STR_ARG(value));
    }
}

struct flash_str merge_show(struct arena *a, const struct field *f, const struct object *o)
{
    struct strbuf b;
    if (o == NULL)
        return STR_NULL;
    if (f == &merge_name_field)
        return o->name.spelling;
    if (f != NULL)
        return field_show(a, f, o);
    if (o->parent == NULL)
        return o->text;
    strbuf_init(&b, a, LIMIT_FILE);
    show_child(&b, a, o);
    return strbuf_str(&b);
}

static void add_ident(struct strbuf *out, const struct object *o)
{
    const struct symbol *id = o->ident != NULL ? o->ident : o->name.key;
    strbuf_addf(out, "%s ", kind_info(o->kind)->name);
    if (o->parent == NULL && o->ns.key != NULL)
        strbuf_addf(out, "%.*s.", STR_ARG(o->ns.key->text));
    if (id != NULL)
        strbuf_add(out, id->text);
}

/* Of two names the lesser, so that it does not matter who calls himself ours. */
static const struct object *named_after(const struct slot *s)
{
    const struct object *o = s->v[MERGE_OURS], *t = s->v[MERGE_THEIRS];
    if (s->v[MERGE_BASE] != NULL)
        return s->v[MERGE_BASE];
    if (o == NULL || t == NULL)
        return o != NULL ? o : t;
    const struct symbol *x = o->ident, *y = t->ident;
    return symbol_cmp(x, y) <= 0 ? o : t;
}

static void add_value(struct strbuf *out, struct flash_str v)
{
    strbuf_addf(out, "\n%zu:%.*s", v.len, STR_ARG(v));
}

struct flash_str merge_key(const struct merge_engine *e, const struct slot *s,
    const struct conflict *c, struct flash_str about)
{
    struct flash_str x = c->values[MERGE_OURS], y = c->values[MERGE_THEIRS];
    struct strbuf b;
    strbuf_init(&b, e->perm, LIMIT_FILE);
    strbuf_addf(&b, "%s\n", conflict_info(c->code)->code);
    if (s != NULL && s->table != NULL) {
        add_ident(&b, named_after(s->table));
        strbuf_addc(&b, ' ');
    }
    if (s != NULL)
        add_ident(&b, named_after(s));
    strbuf_addf(&b, "\n%s", c->property != NULL ? c->property : "");
    add_value(&b, about);
    add_value(&b, c->values[MERGE_BASE]);
    add_value(&b, str_cmp(x, y) <= 0 ? x : y);
    add_value(&b, str_cmp(x, y) <= 0 ? y : x);
    return strbuf_str(&b);
}
