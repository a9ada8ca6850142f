#include "sql/parse-dml.h"

#include "base/vec.h"
#include "sql/parse-expr.h"
#include "sql/parse-from.h"
#include "sql/parse-name.h"
#include "sql/parse-select.h"

static bool at_conflict_action(const struct cursor *c)
{
    return cursor_is_kw(c, KW_ROLLBACK) || cursor_is_kw(c, KW_ABORT) || cursor_is_kw(c, KW_FAIL) ||
           cursor_is_kw(c, KW_IGNORE) || cursor_is_kw(c, KW_REPLACE);
}

/* [OR action] */
static bool parse_or_action(struct cursor *c, struct dml *d)
{
    if (!cursor_accept_kw(c, KW_OR))
        return true;
    if (!at_conflict_action(c)) {
        cursor_unexpected(c, "ROLLBACK, ABORT, FAIL, IGNORE or REPLACE");
        return false;
    }
    d->conflict = keyword_text((enum keyword)c->tok->keyword);
    cursor_advance(c);
    return true;
}

/* [schema.]table [AS alias] */
static bool parse_target(struct cursor *c, struct dml *d)
{
    if (!parse_qualified_name(c, "a table", &d->schema, &d->table))
        return false;
    return !cursor_accept_kw(c, KW_AS) || parse_name(c, "an alias", &d->alias);
}

static bool parse_returning(struct cursor *c, struct dml *d)
{
    return !cursor_accept_kw(c, KW_RETURNING) ||
           parse_result_columns(c, &d->returning, &d->nreturning);
}

/* a = x, or (a, b) = (x, y) */
static bool parse_assignment(struct cursor *c, struct assignment *a)
{
    if (cursor_is_op(c, OP_LPAREN)) {
        if (!parse_name_list(c, "a column", &a->columns, &a->ncolumns))
            return false;
    } else {
        a->columns = arena_new(c->arena, struct ident);
        a->ncolumns = 1;
        if (!parse_name(c, "a column", a->columns))
            return false;
    }
    /* To SQLite '==' is the same word. */
    if (!cursor_accept_op(c, OP_EQEQ) && !cursor_expect_op(c, OP_EQ))
        return false;
    a->value = parse_expr(c);
    return a->value != NULL;
}

/* SET ... */
static bool parse_set(struct cursor *c, struct assignment_list *out)
{
    VEC(struct assignment) list = {0};

    if (!cursor_expect_kw(c, KW_SET))
        return false;
    do {
        if (!parse_assignment(c, vec_push(c->arena, &list)))
            return false;
    } while (cursor_accept_op(c, OP_COMMA));
    *out = (struct assignment_list){list.items, list.len};
    return true;
}

/* Behind ON CONFLICT. */
static bool parse_upsert(struct cursor *c, struct upsert *u)
{
    if (cursor_accept_op(c, OP_LPAREN)) {
        if (!parse_order_list(c, &u->target) || !cursor_expect_op(c, OP_RPAREN) ||
            !parse_where(c, &u->target_where))
            return false;
    }
    if (!cursor_expect_kw(c, KW_DO))
        return false;
    u->nothing = cursor_accept_kw(c, KW_NOTHING);
    if (u->nothing)
        return true;
    if (!cursor_accept_kw(c, KW_UPDATE)) {
        cursor_unexpected(c, "NOTHING or UPDATE");
        return false;
    }
    return parse_set(c, &u->set) && parse_where(c, &u->where);
}

static bool parse_upserts(struct cursor *c, struct dml *d)
{
    VEC(struct upsert) list = {0};

    while (cursor_accept_kw2(c, KW_ON, KW_CONFLICT)) {
        struct upsert *u = vec_push(c->arena, &list);

        if (!parse_upsert(c, u))
            return false;
        if (u->target.len == 0)
            break; /* one without a target is the last */
    }
    d->upserts = list.items;
    d->nupserts = list.len;
    return true;
}

static bool parse_insert_source(struct cursor *c, struct dml *d)
{
    if (cursor_accept_kw2(c, KW_DEFAULT, KW_VALUES))
        return true;
    if (!parse_at_select(c)) {
        cursor_unexpected(c, "VALUES, SELECT or DEFAULT VALUES");
        return false;
    }
    d->select = parse_select(c);
    return d->select != NULL && parse_upserts(c, d);
}

static bool parse_insert(struct cursor *c, struct dml *d)
{
    d->kind = DML_INSERT;
    if (cursor_accept_kw(c, KW_REPLACE))
        d->conflict = STR("REPLACE");
    else if (!cursor_expect_kw(c, KW_INSERT) || !parse_or_action(c, d))
        return false;
    if (!cursor_expect_kw(c, KW_INTO) || !parse_target(c, d))
        return false;
    if (cursor_is_op(c, OP_LPAREN) && !parse_name_list(c, "a column", &d->columns, &d->ncolumns))
        return false;
    return parse_insert_source(c, d) && parse_returning(c, d);
}

/* What UPDATE and DELETE end with. */
static bool parse_dml_tail(struct cursor *c, struct dml *d)
{
    return parse_where(c, &d->where) && parse_returning(c, d) && parse_order_by(c, &d->order) &&
           parse_limit(c, &d->limit, &d->offset);
}

static bool parse_update(struct cursor *c, struct dml *d)
{
    d->kind = DML_UPDATE;
    cursor_advance(c);
    if (!parse_or_action(c, d) || !parse_target(c, d) ||
        !parse_indexed(c, &d->indexed_by, &d->not_indexed) || !parse_set(c, &d->set))
        return false;
    if (cursor_accept_kw(c, KW_FROM) && !parse_from(c, &d->from))
        return false;
    return parse_dml_tail(c, d);
}

static bool parse_delete(struct cursor *c, struct dml *d)
{
    d->kind = DML_DELETE;
    cursor_advance(c);
    return cursor_expect_kw(c, KW_FROM) && parse_target(c, d) &&
           parse_indexed(c, &d->indexed_by, &d->not_indexed) && parse_dml_tail(c, d);
}

/* The WITH of a query goes to the query. */
static bool parse_query(struct cursor *c, struct dml *d)
{
    d->kind = DML_SELECT;
    d->select = parse_select_body(c, &d->with);
    d->with = (struct with){0};
    return d->select != NULL;
}

static bool parse_statement(struct cursor *c, struct dml *d)
{
    if (!parse_with(c, &d->with))
        return false;
    if (cursor_is_kw(c, KW_SELECT) || cursor_is_kw(c, KW_VALUES))
        return parse_query(c, d);
    if (cursor_is_kw(c, KW_INSERT) || cursor_is_kw(c, KW_REPLACE))
        return parse_insert(c, d);
    if (cursor_is_kw(c, KW_UPDATE))
        return parse_update(c, d);
    if (cursor_is_kw(c, KW_DELETE))
        return parse_delete(c, d);
    cursor_unexpected(c, "SELECT, INSERT, UPDATE or DELETE");
    return false;
}

struct dml *parse_dml(struct cursor *c)
{
    const struct token *first = c->tok;
    struct dml *d = arena_new(c->arena, struct dml);

    c->deepest = 0;
    if (!parse_statement(c, d) || c->failed)
        return NULL;
    d->loc = cursor_loc_from(c, first);
    return d;
}

/* What a trigger may not say although the grammar of statements has it; NULL if there is none. */
static const char *forbidden_in_body(const struct dml *d)
{
    if (d->kind == DML_SELECT)
        return NULL;
    if (d->with.len > 0)
        return "WITH cannot stand before a statement of a trigger";
    if (d->schema.text.ptr != NULL)
        return "a statement of a trigger cannot name the schema of its table";
    if (d->alias.text.ptr != NULL)
        return "the table of a trigger's statement cannot have an alias";
    if (d->indexed_by.text.ptr != NULL || d->not_indexed)
        return "a statement of a trigger cannot choose an index";
    if (d->kind == DML_INSERT && d->select == NULL)
        return "DEFAULT VALUES cannot stand in a trigger";
    if (d->nreturning > 0)
        return "RETURNING cannot stand in a trigger";
    if (d->order.len > 0 || d->limit != NULL)
        return "a statement of a trigger cannot have ORDER BY or LIMIT";
    return NULL;
}

bool parse_dml_body(struct cursor *c, struct dml_list *out)
{
    VEC(struct dml *) list = {0};

    do {
        struct dml *d = parse_dml(c);
        const char *why = d != NULL ? forbidden_in_body(d) : NULL;

        if (why != NULL)
            cursor_error_at(c, d->loc, "%s", why);
        if (!cursor_expect_op(c, OP_SEMI))
            return false;
        *vec_push(c->arena, &list) = d;
    } while (!cursor_is_kw(c, KW_END) && !cursor_at_end(c));
    *out = (struct dml_list){list.items, list.len};
    return true;
}
