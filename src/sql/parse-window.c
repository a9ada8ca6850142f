#include "sql/parse-window.h"

#include "base/vec.h"
#include "sql/parse-expr.h"
#include "sql/parse-name.h"

/* One that is unbounded leads outwards: PRECEDING at the start, FOLLOWING at the end. */
static bool parse_bound(struct cursor *c, bool at_end, struct flash_str *kind, struct expr **offset)
{
    if (cursor_accept_kw(c, KW_UNBOUNDED)) {
        *kind = at_end ? STR("UNBOUNDED FOLLOWING") : STR("UNBOUNDED PRECEDING");
        return cursor_expect_kw(c, at_end ? KW_FOLLOWING : KW_PRECEDING);
    }
    if (cursor_accept_kw(c, KW_CURRENT)) {
        *kind = STR("CURRENT ROW");
        return cursor_expect_kw(c, KW_ROW);
    }
    *offset = parse_expr(c);
    if (cursor_accept_kw(c, KW_PRECEDING))
        *kind = STR("PRECEDING");
    else if (cursor_accept_kw(c, KW_FOLLOWING))
        *kind = STR("FOLLOWING");
    else
        cursor_unexpected(c, "PRECEDING or FOLLOWING");
    return !c->failed;
}

static bool parse_exclude(struct cursor *c, struct window *w)
{
    if (!cursor_accept_kw(c, KW_EXCLUDE))
        return true;
    if (cursor_accept_kw2(c, KW_NO, KW_OTHERS))
        w->exclude = STR("NO OTHERS");
    else if (cursor_accept_kw2(c, KW_CURRENT, KW_ROW))
        w->exclude = STR("CURRENT ROW");
    else if (cursor_accept_kw(c, KW_GROUP))
        w->exclude = STR("GROUP");
    else if (cursor_accept_kw(c, KW_TIES))
        w->exclude = STR("TIES");
    else
        cursor_unexpected(c, "NO OTHERS, CURRENT ROW, GROUP or TIES");
    return !c->failed;
}

static bool at_frame(const struct cursor *c)
{
    return cursor_is_kw(c, KW_ROWS) || cursor_is_kw(c, KW_RANGE) || cursor_is_kw(c, KW_GROUPS);
}

static bool parse_frame(struct cursor *c, struct window *w)
{
    if (!at_frame(c))
        return true;
    w->frame_mode = keyword_text((enum keyword)c->tok->keyword);
    cursor_advance(c);
    w->between = cursor_accept_kw(c, KW_BETWEEN);
    if (!parse_bound(c, false, &w->start_kind, &w->start))
        return false;
    if (w->between) {
        if (!cursor_expect_kw(c, KW_AND) || !parse_bound(c, true, &w->end_kind, &w->end))
            return false;
    }
    return parse_exclude(c, w);
}

/* ( [base] [PARTITION BY ...] [ORDER BY ...] [frame] ) */
static bool parse_definition(struct cursor *c, struct window *w)
{
    if (!cursor_expect_op(c, OP_LPAREN))
        return false;
    if (!cursor_is_kw(c, KW_PARTITION) && !at_frame(c))
        parse_accept_name(c, &w->base);
    if (cursor_accept_kw(c, KW_PARTITION)) {
        if (!cursor_expect_kw(c, KW_BY) || !parse_expr_list(c, &w->partition))
            return false;
    }
    if (cursor_accept_kw2(c, KW_ORDER, KW_BY) && !parse_order_list(c, &w->order))
        return false;
    return parse_frame(c, w) && cursor_expect_op(c, OP_RPAREN);
}

static bool parse_filter(struct cursor *c, struct expr *call)
{
    const struct token *next = cursor_peek(c, 1);

    if (!cursor_is_kw(c, KW_FILTER) || next->kind != TOK_OP || next->op != OP_LPAREN)
        return true;
    cursor_advance(c);
    cursor_advance(c);
    cursor_expect_kw(c, KW_WHERE);
    call->filter = parse_expr(c);
    return cursor_expect_op(c, OP_RPAREN);
}

static bool parse_over(struct cursor *c, struct expr *call)
{
    const struct token *next = cursor_peek(c, 1);

    if (!cursor_is_kw(c, KW_OVER))
        return true;
    if (next->kind == TOK_OP && next->op == OP_LPAREN) {
        cursor_advance(c);
        call->over = arena_new(c->arena, struct window);
        return parse_definition(c, call->over);
    }
    if (!parse_is_window_name(c, 1))
        return true;
    cursor_advance(c);
    call->over = arena_new(c->arena, struct window);
    call->over->ref_only = true;
    return parse_name(c, "a window", &call->over->name);
}

bool parse_filter_over(struct cursor *c, struct expr *call)
{
    return parse_filter(c, call) && parse_over(c, call);
}

bool parse_window_clause(struct cursor *c, struct window **out, size_t *n)
{
    VEC(struct window) list = {0};

    if (!cursor_accept_kw(c, KW_WINDOW))
        return true;
    do {
        struct window *w = vec_push(c->arena, &list);

        if (!parse_name(c, "a window", &w->name) || !cursor_expect_kw(c, KW_AS) ||
            !parse_definition(c, w))
            return false;
    } while (cursor_accept_op(c, OP_COMMA));
    *out = list.items;
    *n = list.len;
    return true;
}
