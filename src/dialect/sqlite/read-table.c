#include "dialect/sqlite/read-table.h"

#include <string.h>

#include "base/str.h"
#include "dialect/sqlite/hints.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/read-constraint.h"
#include "dialect/sqlite/read-index.h"
#include "dialect/sqlite/read-other.h"
#include "dialect/sqlite/type.h"

#define COLUMNS_MAX 2000 /* SQLite's own limit */

struct column *read_column(struct reader *r, struct object *table)
{
    struct cursor *c = &r->cur;
    const struct token *first = c->tok;
    struct column *col = (struct column *)object_new(r->arena, KIND_COLUMN);

    if (!reader_expect_name(c, "a column name", &col->base.name))
        return NULL;
    type_read(r, &col->type);
    object_add_child(r->arena, table, &col->base);
    constraints_read_column(r, table, col);
    col->base.loc = cursor_loc_from(c, first);
    return c->failed ? NULL : col;
}

/* Commas between table constraints may be missing, as in SQLite. */
static void read_constraints(struct reader *r, struct object *table)
{
    struct cursor *c = &r->cur;

    while (!c->failed && constraint_is_table(c)) {
        constraint_read_table(r, table);
        if (!cursor_accept_op(c, OP_COMMA))
            continue;
        if (!constraint_is_table(c)) {
            cursor_unexpected(c, "a table constraint");
            return;
        }
    }
}

static bool read_body(struct reader *r, struct object *table)
{
    struct cursor *c = &r->cur;
    size_t columns = 0;

    if (!cursor_expect_op(c, OP_LPAREN))
        return false;
    do {
        if (columns > 0 && constraint_is_table(c)) {
            read_constraints(r, table);
            break;
        }
        if (++columns > COLUMNS_MAX) {
            cursor_error(c, "table '%.*s' has more than %d columns", STR_ARG(table->name.spelling),
                COLUMNS_MAX);
            return false;
        }
        read_column(r, table);
    } while (cursor_accept_op(c, OP_COMMA));
    return cursor_expect_op(c, OP_RPAREN);
}

/* STRICT, WITHOUT ROWID */
static void read_options(struct reader *r, struct table *t)
{
    struct cursor *c = &r->cur;

    if (cursor_at_end(c))
        return;
    do {
        if (cursor_accept_kw(c, KW_STRICT)) {
            t->strict = true;
        } else if (cursor_accept_kw(c, KW_WITHOUT)) {
            t->without_rowid = cursor_expect_kw(c, KW_ROWID);
        } else {
            cursor_unexpected(c, "STRICT or WITHOUT ROWID");
            return;
        }
    } while (cursor_accept_op(c, OP_COMMA));
}

static void keep_create_as(struct reader *r, const struct object_name *n)
{
    diag_add(r->diags, DIAG_WARNING, n->loc,
        "the columns of table '%.*s' depend on its SELECT; the statement is kept word for word",
        STR_ARG(n->name.spelling));
    read_other(r);
}

#define FEW_CHILDREN  64
#define ROOM_FOR_MORE 2 /* indexes, mostly */

/* The list is gathered on the stack and takes no more room than it needs. */
static void settle_children(struct reader *r, struct object *table, struct object *const *few)
{
    struct object_list *l = &table->children;

    if (l->items != few)
        return;
    l->cap = l->len + ROOM_FOR_MORE;
    l->items = arena_array(r->arena, struct object *, l->cap);
    memcpy(l->items, few, l->len * sizeof(few[0]));
}

void read_create_table(struct reader *r, bool temporary)
{
    struct cursor *c = &r->cur;
    struct object *few[FEW_CHILDREN];
    struct table *t = (struct table *)object_new(r->arena, KIND_TABLE);
    bool if_not_exists = reader_if_not_exists(r);
    struct object_name n;

    if (!reader_object_name(r, "a table name", &n))
        return;
    n.elsewhere |= temporary;
    if (cursor_is_kw(c, KW_AS)) {
        if (reader_may_create(r, "table", &n))
            keep_create_as(r, &n);
        return;
    }
    t->base.name = n.name;
    t->base.children = (struct object_list){few, 0, FEW_CHILDREN};
    bool ok = read_body(r, &t->base);
    settle_children(r, &t->base, few);
    if (!ok)
        return;
    read_options(r, t);
    if (!cursor_expect_end(c) || !reader_may_create(r, "table", &n))
        return;
    hints_take_statement(r, &t->base);
    if (reader_add(r, &t->base, if_not_exists))
        index_attach(r->s, &t->base, r->diags);
}
