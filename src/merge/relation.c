#include "merge/relation.h"

#include "base/str.h"
#include "merge/slot.h"

static const struct object *target_of(
    const struct schema *s, const struct object *table, const struct foreign_key *fk)
{
    const struct symbol *ns = fk->ref_ns.key != NULL ? fk->ref_ns.key : table->ns.key;
    const struct object *o = schema_relation(s, ns, fk->ref_table.key);
    return o != NULL && o->kind == KIND_TABLE ? o : NULL;
}

static bool has_name(const struct name_list *l, const struct symbol *key)
{
    for (size_t i = 0; i < l->len; i++) {
        if (l->items[i].key == key)
            return true;
    }
    return false;
}

/* The same columns in any order. */
static bool is_key_of(const struct key_list *k, const struct name_list *columns)
{
    for (size_t i = 0; i < k->len; i++) {
        if (!has_name(columns, k->items[i].column.key))
            return false;
    }
    return k->len == columns->len;
}

/* NULL: o guarantees nothing. */
static const struct key_list *keys_of(const struct object *o)
{
    if (o->kind == KIND_PRIMARY_KEY)
        return &((const struct primary_key *)o)->keys;
    if (o->kind == KIND_UNIQUE)
        return &((const struct unique *)o)->keys;
    const struct index *x = (const struct index *)o;
    return o->kind == KIND_INDEX && x->unique && x->where == NULL ? &x->keys : NULL;
}

bool merge_fk_key_missing(
    const struct schema *s, const struct object *table, const struct object *o)
{
    const struct foreign_key *fk = (const struct foreign_key *)o;
    const struct object *target = target_of(s, table, fk);
    if (target == NULL)
        return false;
    if (fk->ref_columns.len == 0) {
        const struct primary_key *pk = table_primary_key(target);
        return pk == NULL || pk->keys.len != fk->columns.len;
    }
    for (size_t i = 0; i < target->children.len; i++) {
        const struct key_list *k = keys_of(target->children.items[i]);
        if (k != NULL && is_key_of(k, &fk->ref_columns))
            return false;
    }
    return true;
}

static const struct symbol *referenced(
    const struct object *target, const struct foreign_key *fk, size_t i)
{
    const struct primary_key *pk = table_primary_key(target);
    if (fk->ref_columns.len > 0)
        return i < fk->ref_columns.len ? fk->ref_columns.items[i].key : NULL;
    return pk != NULL && i < pk->keys.len ? pk->keys.items[i].column.key : NULL;
}

bool merge_fk_types_differ(
    const struct schema *s, const struct object *table, const struct object *o)
{
    const struct foreign_key *fk = (const struct foreign_key *)o;
    const struct object *target = target_of(s, table, fk);
    for (size_t i = 0; target != NULL && i < fk->columns.len; i++) {
        const struct column *a = table_column(table, fk->columns.items[i].key);
        const struct column *b = table_column(target, referenced(target, fk, i));
        if (a != NULL && b != NULL && !str_eq_nocase(a->type.text, b->type.text))
            return true;
    }
    return false;
}

static void add_column(const struct merge_engine *e, const struct slot *table,
    const struct symbol *key, struct slot_list *out)
{
    for (size_t i = 0; table != NULL && i < table->children.len; i++) {
        struct slot *c = table->children.items[i];
        if (c->alive && c->name.key == key && c->made->kind == KIND_COLUMN)
            *vec_push(e->work, out) = c;
    }
}

static void add_keys(const struct merge_engine *e, const struct slot *table, struct slot_list *out)
{
    for (size_t i = 0; i < table->children.len; i++) {
        struct slot *c = table->children.items[i];
        if (keys_of(merge_slot_object(c)) != NULL)
            *vec_push(e->work, out) = c;
    }
}

void merge_fk_slots(const struct merge_engine *e, const struct slot *c, const struct object *now,
    bool target, struct slot_list *out)
{
    const struct foreign_key *fk = (const struct foreign_key *)now;
    if (now->kind == KIND_PRIMARY_KEY) {
        const struct key_list *k = keys_of(now);
        for (size_t i = 0; i < k->len; i++)
            add_column(e, c->table, k->items[i].column.key, out);
        return;
    }
    for (size_t i = 0; i < fk->columns.len; i++)
        add_column(e, c->table, fk->columns.items[i].key, out);
    const struct object *to = target ? target_of(e->merged, c->table->done, fk) : NULL;
    const struct slot *table = merge_slot_of(e, to);
    if (table == NULL)
        return;
    for (size_t i = 0; i < fk->columns.len; i++)
        add_column(e, table, referenced(to, fk, i), out);
    add_keys(e, table, out);
}
