#include "dialect/sqlite/ddl-legal.h"

#include "base/str.h"
#include "dialect/sqlite/ddl-mention.h"
#include "sql/ast.h"

#define VERSION_RENAME      3026000u
#define VERSION_GENERATED   3031000u
#define VERSION_DROP_COLUMN 3035000u
#define VERSION_STRICT      3037000u

/* A drop writes every row anew; from here on one rebuild is cheaper. */
#define DROPS_BY_ALTER 2

static bool is_constant(const struct expr *e)
{
    while (e && (e->kind == EXPR_PAREN ||
                    (e->kind == EXPR_UNARY && (e->op == EO_NEG || e->op == EO_POS))))
        e = e->left;
    return e && (e->kind == EXPR_NULL || e->kind == EXPR_TRUE || e->kind == EXPR_FALSE ||
                    e->kind == EXPR_NUMBER || e->kind == EXPR_STRING || e->kind == EXPR_BLOB);
}

static bool is_new(const struct table_unit *u, size_t i)
{
    return u->pairs[i].to && !u->pairs[i].from;
}

/* Columns are added in the table's order, and each has to find what it speaks of. One that cannot
 * be NULL is checked when it is added: before values return into the new ones it is computed from.
 */
static bool speaks_too_early(const struct table_unit *u, const struct column *c)
{
    bool early = c->not_null;
    for (size_t i = 0; i < u->npairs; i++) {
        const struct column_pair *p = &u->pairs[i];
        if (early && is_new(u, i) && mention_in_expression(c->generated, p->to->base.name.key))
            return true;
        early = early || p->to == c;
    }
    return false;
}

const char *legal_add_column(
    const struct sqd *s, const struct table_unit *u, const struct column *c)
{
    if (c->generated_kind == GENERATED_STORED)
        return "new STORED column";
    if (column_is_generated(c))
        return s->version < VERSION_GENERATED || speaks_too_early(u, c) ? "new generated column"
                                                                        : NULL;
    if (c->def && !is_constant(c->def->expr))
        return "new column whose default is not constant";
    if (c->not_null && !column_has_default(c))
        return "new NOT NULL column without a default";
    return NULL;
}

static size_t count_stored_drops(const struct table_unit *u)
{
    size_t n = 0;
    for (size_t i = 0; i < u->npairs; i++)
        n += !u->pairs[i].to && u->pairs[i].from->generated_kind != GENERATED_VIRTUAL;
    return n;
}

/* SQLite wants one column that is not generated, and drops come before additions. */
static bool something_is_left(const struct table_unit *u)
{
    for (size_t i = 0; i < u->npairs; i++) {
        const struct column_pair *p = &u->pairs[i];
        if (p->from && p->to && !column_is_generated(p->from))
            return true;
    }
    return false;
}

static bool parent_of_itself(
    const struct table *t, const struct object *child, const struct symbol *column)
{
    const struct foreign_key *fk = (const struct foreign_key *)child;
    return child->kind == KIND_FOREIGN_KEY && fk->ref_table.key == t->base.name.key &&
           (fk->ref_columns.len == 0 || mention_in_names(&fk->ref_columns, column));
}

const char *legal_drop_column(
    const struct sqd *s, const struct table_unit *u, const struct column *c)
{
    const struct symbol *key = c->base.name.key;

    if (s->version < VERSION_DROP_COLUMN)
        return "dropped column";
    if (!something_is_left(u) || count_stored_drops(u) > DROPS_BY_ALTER)
        return "dropped columns";
    for (size_t i = 0; i < u->from->base.children.len; i++) {
        const struct object *o = u->from->base.children.items[i];
        /* An index that is in the way goes first: it cannot stay as it is without the column. */
        if (o == &c->base || o->kind == KIND_INDEX)
            continue;
        if (mention_in_child(o, key) || parent_of_itself(u->from, o, key))
            return "dropped column that the table's own clauses use";
    }
    return NULL;
}

/* SQLite (3.40 at least) loses the column's place in a UNIQUE of a WITHOUT ROWID table whose
 * primary key it is alone: "no such column" after the rename. Before 3.26 a rename is not carried
 * into views and triggers. */
const char *legal_rename_column(
    const struct sqd *s, const struct table_unit *u, const struct column_pair *p)
{
    const struct symbol *key = p->from->base.name.key;
    const struct primary_key *pk = table_primary_key(&u->from->base);

    if (s->version < VERSION_RENAME)
        return "renamed column";
    if (!u->from->without_rowid || !pk || pk->keys.len != 1 || !mention_in_keys(&pk->keys, key))
        return NULL;
    for (size_t i = 0; i < u->from->base.children.len; i++) {
        const struct object *o = u->from->base.children.items[i];
        if (o->kind == KIND_UNIQUE && mention_in_child(o, key))
            return "renamed key";
    }
    return NULL;
}

/* The last of the new columns that a check speaks of: those before it are there by then. */
static bool host_of_check(
    const struct table_unit *u, const struct check *k, const struct column **column)
{
    const struct column *host = NULL;

    if (!k->expr || !k->expr->expr)
        return false;
    for (size_t i = 0; i < u->npairs; i++)
        if (is_new(u, i) && mention_in_expression(k->expr, u->pairs[i].to->base.name.key))
            host = u->pairs[i].to;
    *column = host;
    return host != NULL;
}

static bool host_of_foreign_key(
    const struct table_unit *u, const struct foreign_key *fk, const struct column **column)
{
    if (fk->columns.len != 1)
        return false;
    for (size_t i = 0; i < u->npairs; i++) {
        const struct column *c = u->pairs[i].to;
        if (is_new(u, i) && c->base.name.key == fk->columns.items[0].key) {
            *column = c;
            return !column_has_default(c) && !column_is_generated(c);
        }
    }
    return false;
}

bool legal_inline_constraint(
    const struct table_unit *u, const struct object *constraint, const struct column **column)
{
    if (constraint->kind == KIND_CHECK)
        return host_of_check(u, (const struct check *)constraint, column);
    if (constraint->kind == KIND_FOREIGN_KEY)
        return host_of_foreign_key(u, (const struct foreign_key *)constraint, column);
    return false;
}

int legal_engine(struct sqd *s, const struct table *t)
{
    if (t->strict && s->version < VERSION_STRICT)
        return sqd_refuse(s, &t->base, "STRICT needs SQLite 3.37");
    for (size_t i = 0; s->version < VERSION_GENERATED && i < t->base.children.len; i++) {
        const struct object *o = t->base.children.items[i];
        if (o->kind == KIND_COLUMN && column_is_generated((const struct column *)o))
            return sqd_refuse(s, o, "generated columns need SQLite 3.31");
    }
    return 0;
}
