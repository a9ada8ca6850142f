#include "dialect/sqlite/read-index.h"

#include "base/str.h"
#include "dialect/sqlite/hints.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/read-key.h"
#include "dialect/sqlite/reading.h"

static void report_not_table(struct diags *diags, struct loc loc, const struct object *o)
{
    if (o->kind == KIND_VIEW)
        diag_add(diags, DIAG_ERROR, loc, "a view cannot have an index: '%.*s'",
            STR_ARG(o->name.spelling));
    else
        diag_add(
            diags, DIAG_ERROR, loc, "'%.*s' is an index, not a table", STR_ARG(o->name.spelling));
}

static void read_where(struct reader *r, struct index *ix)
{
    struct cursor *c = &r->cur;

    if (!cursor_accept_kw(c, KW_WHERE))
        return;
    const struct token *first = c->tok;
    ix->where = reader_expression(r, parse_expr(c), first);
}

/* The table may come later, in this file or in another one. */
static void place(
    struct reader *r, struct object *ix, const struct object_name *on, bool if_not_exists)
{
    struct object *table = schema_in_scope(r->s, SCOPE_RELATION, sqlite_main(), on->name.key);

    if (table != NULL && table->kind != KIND_TABLE) {
        report_not_table(r->diags, on->loc, table);
        return;
    }
    ix->parent = table;
    if (table != NULL) {
        reader_add(r, ix, if_not_exists);
        return;
    }
    if (if_not_exists && (schema_in_scope(r->s, SCOPE_RELATION, sqlite_main(), ix->name.key) ||
                             reading_waiting(r->s, ix->name.key)))
        return;
    reading_wait(r->s, ix, on->name, on->loc);
}

void read_create_index(struct reader *r, bool unique)
{
    struct cursor *c = &r->cur;
    struct index *ix = (struct index *)object_new(r->arena, KIND_INDEX);
    bool if_not_exists = reader_if_not_exists(r);
    struct object_name n, on;

    if (!reader_object_name(r, "an index name", &n) || !cursor_expect_kw(c, KW_ON))
        return;
    const struct token *first = c->tok;
    on = (struct object_name){0};
    if (!reader_expect_name(c, "a table name", &on.name))
        return;
    on.loc = cursor_loc_from(c, first);
    if (!key_read(r, &ix->keys, NULL))
        return;
    read_where(r, ix);
    ix->unique = unique;
    ix->base.name = n.name;
    if (!cursor_expect_end(c) || !reader_may_create(r, "index", &n))
        return;
    if (sqlite_name_owner(on.name.key) != OWNER_USER) {
        r->report->ignored++;
        return;
    }
    hints_take_statement(r, &ix->base);
    place(r, &ix->base, &on, if_not_exists);
}

void index_attach(struct schema *s, struct object *table, struct diags *diags)
{
    struct waiting_list l = reading_take(s, table->name.key);

    for (size_t i = 0; i < l.len; i++) {
        struct object *ix = l.items[i].index;
        if (table->kind != KIND_TABLE) {
            report_not_table(diags, l.items[i].loc, table);
            continue;
        }
        ix->parent = table;
        reader_add_to(s, diags, ix);
    }
}

void index_report_waiting(struct schema *s, struct diags *diags)
{
    const struct reading *r = reading_of(s);

    for (size_t i = 0; r->nwaiting > 0 && i < r->waiting.len; i++) {
        const struct waiting_list *l = r->waiting.items[i].value;
        for (size_t k = 0; k < l->len; k++)
            diag_add(diags, DIAG_ERROR, l->items[k].loc, "no such table: '%.*s'",
                STR_ARG(l->items[k].table.spelling));
    }
}
