#include "sql/parse-select.h"

#include <assert.h>

#include "base/limits.h"
#include "base/vec.h"
#include "sql/parse-expr.h"
#include "sql/parse-from.h"
#include "sql/parse-name.h"
#include "sql/parse-primary.h"
#include "sql/parse-window.h"

bool parse_at_select(const struct cursor *c)
{
    return cursor_is_kw(c, KW_SELECT) || cursor_is_kw(c, KW_VALUES) || cursor_is_kw(c, KW_WITH);
}

bool parse_where(struct cursor *c, struct expr **out)
{
    if (cursor_accept_kw(c, KW_WHERE))
        *out = parse_expr(c);
    return !c->failed;
}

bool parse_order_by(struct cursor *c, struct order_list *out)
{
    return !cursor_accept_kw2(c, KW_ORDER, KW_BY) || parse_order_list(c, out);
}

/* LIMIT n OFFSET m, and LIMIT m, n. */
bool parse_limit(struct cursor *c, struct expr **limit, struct expr **offset)
{
    if (!cursor_accept_kw(c, KW_LIMIT))
        return true;
    *limit = parse_expr(c);
    if (cursor_accept_kw(c, KW_OFFSET)) {
        *offset = parse_expr(c);
    } else if (cursor_accept_op(c, OP_COMMA)) {
        *offset = *limit;
        *limit = parse_expr(c);
    }
    return !c->failed;
}

static bool parse_cte(struct cursor *c, struct cte *cte)
{
    if (!parse_name(c, "a name", &cte->name))
        return false;
    if (cursor_is_op(c, OP_LPAREN) &&
        !parse_name_list(c, "a column", &cte->columns, &cte->ncolumns))
        return false;
    cursor_expect_kw(c, KW_AS);
    if (cursor_accept_kw(c, KW_MATERIALIZED))
        cte->materialized = STR("MATERIALIZED");
    else if (cursor_accept_kw2(c, KW_NOT, KW_MATERIALIZED))
        cte->materialized = STR("NOT MATERIALIZED");
    cursor_expect_op(c, OP_LPAREN);
    cte->select = parse_select(c);
    return cursor_expect_op(c, OP_RPAREN);
}

bool parse_with(struct cursor *c, struct with *out)
{
    VEC(struct cte) list = {0};

    if (!cursor_accept_kw(c, KW_WITH))
        return true;
    out->recursive = cursor_accept_kw(c, KW_RECURSIVE);
    do {
        if (!parse_cte(c, vec_push(c->arena, &list)))
            return false;
    } while (cursor_accept_op(c, OP_COMMA));
    out->items = list.items;
    out->len = list.len;
    return true;
}

static bool is_op_at(const struct cursor *c, unsigned ahead, enum sql_op op)
{
    const struct token *t = cursor_peek(c, ahead);

    return t->kind == TOK_OP && t->op == op;
}

/* '*' and 'table.*' */
static struct expr *parse_star(struct cursor *c)
{
    const struct token *first = c->tok;
    struct expr *e = parse_new(c, EXPR_STAR);

    if (parse_accept_name(c, &e->parts[0])) {
        e->nparts = 1;
        cursor_advance(c);
    }
    cursor_advance(c);
    return parse_finish(c, first, e);
}

static bool at_star(const struct cursor *c)
{
    if (is_op_at(c, 0, OP_STAR))
        return true;
    return parse_is_name(c, 0) && !parse_is_primary_word(c) && is_op_at(c, 1, OP_DOT) &&
           is_op_at(c, 2, OP_STAR);
}

static bool parse_result_column(struct cursor *c, struct result_column *column)
{
    const struct token *first = c->tok;

    if (at_star(c)) {
        column->expr = parse_star(c);
        column->loc = cursor_loc_from(c, first);
        return column->expr != NULL;
    }
    column->expr = parse_expr(c);
    column->loc = cursor_loc_from(c, first);
    return parse_alias(c, &column->alias) && column->expr != NULL;
}

bool parse_result_columns(struct cursor *c, struct result_column **out, size_t *n)
{
    VEC(struct result_column) list = {0};

    do {
        if (!parse_result_column(c, vec_push(c->arena, &list)))
            return false;
    } while (cursor_accept_op(c, OP_COMMA));
    *out = list.items;
    *n = list.len;
    return true;
}

/* VALUES (a, b), (c, d) */
static bool parse_values(struct cursor *c, struct select_core *core)
{
    VEC(struct expr_list) rows = {0};

    core->values = true;
    do {
        struct expr_list *row = vec_push(c->arena, &rows);
        struct loc loc = cursor_loc(c);

        if (!cursor_expect_op(c, OP_LPAREN) || !parse_expr_list(c, row) ||
            !cursor_expect_op(c, OP_RPAREN))
            return false;
        if (row->len != rows.items[0].len) {
            cursor_error_at(c, loc, "all rows of VALUES must have as many terms as the first");
            return false;
        }
    } while (cursor_accept_op(c, OP_COMMA));
    core->rows = rows.items;
    core->nrows = rows.len;
    return true;
}

static bool parse_group(struct cursor *c, struct select_core *core)
{
    if (cursor_accept_kw2(c, KW_GROUP, KW_BY) && !parse_expr_list(c, &core->group))
        return false;
    if (cursor_accept_kw(c, KW_HAVING))
        core->having = parse_expr(c);
    return !c->failed;
}

static bool parse_core(struct cursor *c, struct select_core *core)
{
    if (cursor_accept_kw(c, KW_VALUES))
        return parse_values(c, core);
    if (!cursor_accept_kw(c, KW_SELECT)) {
        cursor_unexpected(c, "SELECT or VALUES");
        return false;
    }
    core->distinct = cursor_accept_kw(c, KW_DISTINCT);
    core->all = !core->distinct && cursor_accept_kw(c, KW_ALL);
    if (!parse_result_columns(c, &core->columns, &core->ncolumns))
        return false;
    if (cursor_accept_kw(c, KW_FROM) && !parse_from(c, &core->from))
        return false;
    return parse_where(c, &core->where) && parse_group(c, core) &&
           parse_window_clause(c, &core->windows, &core->nwindows);
}

/* Empty when no compound operator stands here. */
static struct flash_str accept_compound(struct cursor *c)
{
    if (cursor_accept_kw2(c, KW_UNION, KW_ALL))
        return STR("UNION ALL");
    if (cursor_accept_kw(c, KW_UNION))
        return STR("UNION");
    if (cursor_accept_kw(c, KW_INTERSECT))
        return STR("INTERSECT");
    if (cursor_accept_kw(c, KW_EXCEPT))
        return STR("EXCEPT");
    return STR_NULL;
}

static bool parse_cores(struct cursor *c, struct select *sel)
{
    VEC(struct select_core) cores = {0};
    struct flash_str compound = STR_NULL;

    do {
        struct select_core *core = vec_push(c->arena, &cores);

        core->compound = compound;
        if (!parse_core(c, core))
            return false;
        compound = accept_compound(c);
    } while (compound.len > 0);
    sel->cores = cores.items;
    sel->ncores = cores.len;
    return true;
}

/* In SQLite's grammar ORDER BY and LIMIT belong to a SELECT, not to VALUES. */
static bool parse_tail(struct cursor *c, struct select *sel)
{
    bool values = sel->cores[sel->ncores - 1].values;

    if (values && c->rules->dialect == KW_SQLITE)
        return true;
    if (!parse_order_by(c, &sel->order) || !parse_limit(c, &sel->limit, &sel->offset))
        return false;
    if (cursor_is_kw(c, KW_UNION) || cursor_is_kw(c, KW_INTERSECT) || cursor_is_kw(c, KW_EXCEPT)) {
        cursor_error(c, "ORDER BY and LIMIT must stand behind the last SELECT of a compound");
        return false;
    }
    return true;
}

static bool set_height(struct cursor *c, struct select *sel)
{
    unsigned height = c->deepest + 1;

    if (height > LIMIT_NESTING) {
        cursor_error(c, "the query is too deep; the limit is %d levels", LIMIT_NESTING);
        return false;
    }
    sel->height = (uint16_t)height;
    return true;
}

/* The height of this query is that of what it holds, whatever was read before it. */
static struct select *parse_counted(struct cursor *c, const struct with *with)
{
    const struct token *first = c->tok;
    unsigned outer = c->deepest;
    struct select *sel = arena_new(c->arena, struct select);
    bool ok;

    if (with != NULL)
        sel->with = *with;
    else
        c->deepest = 0;
    ok = (with != NULL || parse_with(c, &sel->with)) && parse_cores(c, sel) && parse_tail(c, sel) &&
         set_height(c, sel);
    if (!ok || c->failed)
        return NULL;
    sel->loc = cursor_loc_from(c, first);
    c->deepest = sel->height > outer ? sel->height : outer;
    return sel;
}

struct select *parse_select_body(struct cursor *c, const struct with *with)
{
    struct select *sel;

    if (!cursor_enter(c))
        return NULL;
    sel = parse_counted(c, with);
    cursor_leave(c);
    return sel;
}

struct select *parse_select(struct cursor *c)
{
    return parse_select_body(c, NULL);
}
