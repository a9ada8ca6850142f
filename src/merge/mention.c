#include "merge/mention.h"

#include <string.h>

#include "schema/value-ops.h"

struct gatherer {
    const struct schema *s;
    const struct object *own; /* the relation whose columns stand without a name before them */
    const struct symbol *ns;
    struct arena *arena;
    struct mention_list *out;
};

static void add(struct gatherer *g, const struct object *relation, const struct symbol *column)
{
    const struct column *c = NULL;
    if (relation == NULL)
        return;
    if (column != NULL && relation->kind == KIND_TABLE)
        c = table_column(relation, column);
    *vec_push(g->arena, g->out) = (struct mention){relation, (const struct object *)c};
}

static void add_ref(struct gatherer *g, const struct ref *r)
{
    if (r->kind == KIND_NONE || r->kind == KIND_TABLE)
        add(g, schema_relation(g->s, r->ns != NULL ? r->ns : g->ns, r->name), r->column);
}

static void add_expression(struct gatherer *g, const struct expression *x)
{
    for (size_t i = 0; x != NULL && i < x->refs.len; i++)
        add_ref(g, &x->refs.items[i]);
}

static void add_keys(struct gatherer *g, const struct key_list *l)
{
    for (size_t i = 0; i < l->len; i++) {
        if (name_is_set(l->items[i].column))
            add(g, g->own, l->items[i].column.key);
        add_expression(g, l->items[i].expr);
    }
}

static void add_names(struct gatherer *g, const struct object *relation, const struct name_list *l)
{
    for (size_t i = 0; i < l->len; i++)
        add(g, relation, l->items[i].key);
}

static void add_foreign_key(struct gatherer *g, const struct foreign_key *fk)
{
    const struct symbol *ns = fk->ref_ns.key != NULL ? fk->ref_ns.key : g->ns;
    const struct object *target = schema_relation(g->s, ns, fk->ref_table.key);
    add(g, target, NULL);
    add_names(g, target, &fk->ref_columns);
    add_names(g, g->own, &fk->columns);
}

void merge_mentions(
    const struct schema *s, const struct object *o, struct arena *a, struct mention_list *out)
{
    const struct field_table *t = field_table(o->kind);
    const struct object *top = o->parent != NULL ? o->parent : o;
    struct gatherer g = {s, o->parent, top->ns.key, a, out};
    if (o->kind == KIND_TRIGGER) {
        g.own = schema_relation(s, g.ns, ((const struct trigger *)o)->table.key);
        add(&g, g.own, NULL);
        add_names(&g, g.own, &((const struct trigger *)o)->of_columns);
    } else if (o->kind == KIND_FOREIGN_KEY) {
        add_foreign_key(&g, (const struct foreign_key *)o);
    }
    for (size_t i = 0; i < t->len; i++) {
        if (t->fields[i].type == FIELD_EXPR)
            add_expression(&g, *(struct expression *const *)field_value(&t->fields[i], o));
        else if (t->fields[i].type == FIELD_KEYS)
            add_keys(&g, field_value(&t->fields[i], o));
    }
}
