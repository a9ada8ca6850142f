#include "dialect/sqlite/ddl-mention.h"

#include "base/vec.h"
#include "dialect/sqlite/ddl-unit.h"
#include "dialect/sqlite/names.h"
#include "sql/walk.h"

struct search {
    struct walker walker;
    const struct symbol *column;
    bool found;
};

static bool look(struct walker *w, struct expr **e, const struct scope *scope)
{
    struct search *s = w->payload;
    const struct expr *x = *e;

    (void)scope;
    if (x->kind == EXPR_COLUMN && x->nparts > 0 &&
        sqlite_fold(x->parts[x->nparts - 1].text) == s->column)
        s->found = true;
    return !s->found;
}

bool mention_in_expression(const struct expression *e, const struct symbol *column)
{
    if (!e)
        return false;
    if (!e->expr)
        return true;
    struct search s = {.walker = {.on_expr = look}, .column = column};
    struct expr *root = e->expr;
    s.walker.payload = &s;
    walk_expr(&s.walker, &root, NULL);
    return s.found;
}

bool mention_in_keys(const struct key_list *keys, const struct symbol *column)
{
    for (size_t i = 0; i < keys->len; i++)
        if (keys->items[i].column.key == column ||
            mention_in_expression(keys->items[i].expr, column))
            return true;
    return false;
}

bool mention_in_names(const struct name_list *names, const struct symbol *column)
{
    for (size_t i = 0; i < names->len; i++)
        if (names->items[i].key == column)
            return true;
    return false;
}

bool mention_in_child(const struct object *child, const struct symbol *column)
{
    if (child->kind == KIND_PRIMARY_KEY)
        return mention_in_keys(&((const struct primary_key *)child)->keys, column);
    if (child->kind == KIND_UNIQUE)
        return mention_in_keys(&((const struct unique *)child)->keys, column);
    if (child->kind == KIND_CHECK)
        return mention_in_expression(((const struct check *)child)->expr, column);
    if (child->kind == KIND_FOREIGN_KEY)
        return mention_in_names(&((const struct foreign_key *)child)->columns, column);
    if (child->kind == KIND_INDEX) {
        const struct index *x = (const struct index *)child;
        return mention_in_keys(&x->keys, column) || mention_in_expression(x->where, column);
    }
    return child->kind == KIND_COLUMN &&
           mention_in_expression(((const struct column *)child)->generated, column);
}

bool mention_in_refs(const struct object *o, const struct symbol *name, const struct symbol *column)
{
    for (size_t i = 0; i < o->refs.len; i++) {
        const struct ref *r = &o->refs.items[i];
        bool relation = r->kind == KIND_NONE || r->kind == KIND_TABLE || r->kind == KIND_VIEW;
        if (relation && r->name == name && (!column || !r->column || r->column == column))
            return true;
    }
    return false;
}

static bool is_among(const struct column_keys *l, const struct symbol *key)
{
    for (size_t i = 0; i < l->len; i++)
        if (l->items[i] == key)
            return true;
    return false;
}

/* The list grows while it is walked. */
void mention_computed_from(
    struct arena *a, const struct table *t, const struct column *c, struct column_keys *out)
{
    *vec_push(a, out) = c->base.name.key;
    for (size_t i = 0; i < out->len; i++) {
        for (size_t k = 0; k < t->base.children.len; k++) {
            const struct object *o = t->base.children.items[k];
            if (o->kind == KIND_COLUMN && column_is_generated((const struct column *)o) &&
                mention_in_child(o, out->items[i]) && !is_among(out, o->name.key))
                *vec_push(a, out) = o->name.key;
        }
    }
}
