#include "dialect/sqlite/resolve-table.h"

#include "base/str.h"
#include "dialect/sqlite/cycles.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/normal.h"
#include "dialect/sqlite/resolve-key.h"
#include "dialect/sqlite/type.h"

static void report_same_column(
    struct resolver *r, const struct object *o, const struct object *first)
{
    struct diag *d = diag_add(r->diags, DIAG_ERROR, o->loc, "there is already a column '%.*s'",
        STR_ARG(o->name.spelling));

    if (d != NULL && first->loc.src != NULL) {
        struct line_column at = loc_resolve(first->loc);
        d->hint = arena_printf(r->diags->arena, "the first one is at %.*s:%u:%u",
            STR_ARG(first->loc.src->path), at.line, at.column);
    }
}

#define FEW_COLUMNS 32

static void check_names(struct resolver *r, const struct object_list *columns)
{
    struct map seen = {0};

    for (size_t i = 0; i < columns->len; i++) {
        struct object *o = columns->items[i];
        const struct object *first = NULL;
        if (columns->len > FEW_COLUMNS)
            first = map_put_ptr(r->scratch, &seen, o->name.key, o);
        for (size_t k = 0; columns->len <= FEW_COLUMNS && k < i && first == NULL; k++) {
            if (columns->items[k]->name.key == o->name.key)
                first = columns->items[k];
        }
        if (first != NULL)
            report_same_column(r, o, first);
    }
}

static void check_strict(struct resolver *r, const struct object *table, const struct column *col)
{
    if (col->type.text.len == 0)
        diag_add(r->diags, DIAG_ERROR, col->base.loc, "column '%.*s' of a STRICT table has no type",
            STR_ARG(col->base.name.spelling));
    else if (!type_is_strict(&col->type))
        diag_add(r->diags, DIAG_ERROR, col->base.loc,
            "a STRICT table knows INT, INTEGER, REAL, TEXT, BLOB and ANY, not '%.*s'",
            STR_ARG(col->type.text));
    (void)table;
}

static void resolve_column(struct resolver *r, struct object *table, struct column *col)
{
    if (((const struct table *)table)->strict)
        check_strict(r, table, col);
    if (name_is_set(col->collation))
        col->collation.spelling = normal_collation(col->collation.spelling);
    if (col->def != NULL && col->generated != NULL)
        diag_add(r->diags, DIAG_ERROR, col->base.loc, "the generated column '%.*s' has a DEFAULT",
            STR_ARG(col->base.name.spelling));
    if (col->def != NULL)
        resolve_table_expression(r, table, PLACE_DEFAULT, col->def);
    if (col->generated != NULL)
        resolve_table_expression(r, table, PLACE_GENERATED, col->generated);
}

static void resolve_columns(struct resolver *r, struct object *table)
{
    struct object_list columns = {0};
    size_t stored = 0;

    for (size_t i = 0; i < table->children.len; i++) {
        if (table->children.items[i]->kind == KIND_COLUMN)
            object_list_add(r->scratch, &columns, table->children.items[i]);
    }
    check_names(r, &columns);
    for (size_t i = 0; i < columns.len; i++) {
        struct column *col = (struct column *)columns.items[i];
        resolve_column(r, table, col);
        stored += col->generated == NULL;
    }
    if (stored == 0)
        diag_add(r->diags, DIAG_ERROR, table->loc,
            "table '%.*s' has no column that is not generated", STR_ARG(table->name.spelling));
    if (stored < columns.len)
        check_column_cycles(table, r->diags, r->scratch);
}

static void resolve_fk_columns(
    struct resolver *r, const struct object *table, struct foreign_key *fk)
{
    for (size_t i = 0; i < fk->columns.len; i++) {
        struct name *n = &fk->columns.items[i];
        const struct column *col = table_column(table, n->key);
        if (col != NULL)
            *n = col->base.name;
        else
            diag_add(
                r->diags, DIAG_ERROR, fk->base.loc, "no such column: '%.*s'", STR_ARG(n->spelling));
    }
}

static void resolve_parent_columns(
    struct resolver *r, const struct object *parent, struct foreign_key *fk)
{
    const struct primary_key *pk = table_primary_key(parent);

    for (size_t i = 0; i < fk->ref_columns.len; i++) {
        struct name *n = &fk->ref_columns.items[i];
        const struct column *col = table_column(parent, n->key);
        if (col != NULL)
            *n = col->base.name;
        else if (!relation_is_open(parent))
            diag_add(r->diags, DIAG_WARNING, fk->base.loc,
                "the foreign key names column '%.*s', which table '%.*s' does not have",
                STR_ARG(n->spelling), STR_ARG(parent->name.spelling));
    }
    if (fk->ref_columns.len == 0 && (pk == NULL || pk->keys.len != fk->columns.len))
        diag_add(r->diags, DIAG_WARNING, fk->base.loc,
            "the foreign key does not fit the primary key of table '%.*s'",
            STR_ARG(parent->name.spelling));
}

/* SQLite looks for the parent when rows change, not before. */
static void resolve_foreign_key(
    struct resolver *r, const struct object *table, struct foreign_key *fk)
{
    const struct object *parent = schema_relation(r->s, sqlite_main(), fk->ref_table.key);

    resolve_fk_columns(r, table, fk);
    if (parent != NULL) {
        fk->ref_table = parent->name;
        if (parent->kind == KIND_TABLE)
            resolve_parent_columns(r, parent, fk);
        else
            diag_add(r->diags, DIAG_WARNING, fk->base.loc,
                "the foreign key refers to '%.*s', which is a view",
                STR_ARG(fk->ref_table.spelling));
    } else if (!r->s->partial) {
        diag_add(r->diags, DIAG_WARNING, fk->base.loc,
            "the foreign key refers to table '%.*s', which is not there",
            STR_ARG(fk->ref_table.spelling));
    }
}

static void resolve_index(struct resolver *r, const struct object *table, struct index *ix)
{
    resolve_key_list(r, table, &ix->base, &ix->keys);
    if (ix->where != NULL)
        resolve_table_expression(r, table, PLACE_INDEX_WHERE, ix->where);
}

static void resolve_constraint(struct resolver *r, const struct object *table, struct object *o)
{
    if (o->kind == KIND_UNIQUE)
        resolve_key_list(r, table, o, &((struct unique *)o)->keys);
    else if (o->kind == KIND_CHECK)
        resolve_table_expression(r, table, PLACE_CHECK, ((struct check *)o)->expr);
    else if (o->kind == KIND_FOREIGN_KEY)
        resolve_foreign_key(r, table, (struct foreign_key *)o);
    else if (o->kind == KIND_INDEX)
        resolve_index(r, table, (struct index *)o);
}

void resolve_table(struct resolver *r, struct object *table)
{
    struct primary_key *pk;

    if (name_is_set(((struct table *)table)->module)) {
        for (size_t i = 0; i < table->children.len; i++)
            diag_add(r->diags, DIAG_ERROR, table->children.items[i]->loc,
                "a virtual table cannot have an index: '%.*s'", STR_ARG(table->name.spelling));
        return;
    }
    resolve_columns(r, table);
    pk = resolve_primary_key(r, table);
    for (size_t i = 0; i < table->children.len; i++)
        resolve_constraint(r, table, table->children.items[i]);
    resolve_same_keys(r, table, pk);
}
