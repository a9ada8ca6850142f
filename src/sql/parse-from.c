#include "sql/parse-from.h"

#include "base/vec.h"
#include "sql/parse-expr.h"
#include "sql/parse-name.h"
#include "sql/parse-select.h"

bool parse_indexed(struct cursor *c, struct ident *indexed_by, bool *not_indexed)
{
    if (cursor_accept_kw2(c, KW_INDEXED, KW_BY))
        return parse_name(c, "an index", indexed_by);
    *not_indexed = cursor_accept_kw2(c, KW_NOT, KW_INDEXED);
    return true;
}

static bool parse_table(struct cursor *c, struct from_item *item)
{
    if (!parse_qualified_name(c, "a table", &item->schema, &item->name))
        return false;
    if (cursor_accept_op(c, OP_LPAREN)) {
        item->is_function = true;
        if (!cursor_is_op(c, OP_RPAREN) && !parse_expr_list(c, &item->args))
            return false;
        return cursor_expect_op(c, OP_RPAREN) && parse_alias(c, &item->alias);
    }
    return parse_alias(c, &item->alias) && parse_indexed(c, &item->indexed_by, &item->not_indexed);
}

/* (SELECT ...) or (a JOIN b); both count once for the parentheses. */
static bool parse_nested(struct cursor *c, struct from_item *item)
{
    if (!cursor_enter(c))
        return false;
    cursor_advance(c);
    if (parse_at_select(c)) {
        item->select = parse_select(c);
    } else {
        item->nested = arena_new(c->arena, struct from_list);
        parse_from(c, item->nested);
    }
    cursor_leave(c);
    return cursor_expect_op(c, OP_RPAREN) && parse_alias(c, &item->alias);
}

/* ON CONFLICT behind the last table of INSERT ... SELECT is read as a join's condition by SQLite
 * too. */
static bool refuse_conflict(struct cursor *c)
{
    unsigned errors = c->diags->errors;
    const struct token *next = cursor_peek(c, 2);

    if (!cursor_is_kw_at(c, 1, KW_CONFLICT) ||
        !(next->keyword == KW_DO || (next->kind == TOK_OP && next->op == OP_LPAREN)))
        return false;
    cursor_error(c, "ON behind a table begins the condition of a join");
    if (c->diags->errors == errors + 1 && !c->diags->truncated)
        c->diags->list.items[c->diags->list.len - 1].hint =
            STR("write WHERE true before ON CONFLICT");
    return true;
}

static bool parse_join_condition(struct cursor *c, struct from_item *item, bool first)
{
    if (cursor_is_kw(c, KW_ON)) {
        if (refuse_conflict(c))
            return false;
        if (first) {
            cursor_error(c, "ON needs a JOIN before it");
            return false;
        }
        cursor_advance(c);
        item->on = parse_expr(c);
        return item->on != NULL;
    }
    if (cursor_is_kw(c, KW_USING)) {
        if (first) {
            cursor_error(c, "USING needs a JOIN before it");
            return false;
        }
        cursor_advance(c);
        return parse_name_list(c, "a column", &item->using_columns, &item->nusing);
    }
    return true;
}

static bool parse_item(struct cursor *c, struct from_item *item, bool first)
{
    const struct token *start = c->tok;
    bool ok = cursor_is_op(c, OP_LPAREN) ? parse_nested(c, item) : parse_table(c, item);

    if (!ok || !parse_join_condition(c, item, first))
        return false;
    item->loc = cursor_loc_from(c, start);
    return !c->failed;
}

/* Up to three words in any order stand before JOIN; what they add up to. */
enum {
    WORD_NATURAL = 1,
    WORD_LEFT = 2,
    WORD_RIGHT = 4,
    WORD_OUTER = 8,
    WORD_INNER = 16,
    WORD_CROSS = 32
};
#define WORDS_SIDES (WORD_LEFT | WORD_RIGHT)
#define WORDS_OUTER (WORDS_SIDES | WORD_OUTER)
#define WORDS_INNER (WORD_INNER | WORD_CROSS)

static unsigned join_word(const struct cursor *c)
{
    static const struct {
        uint16_t keyword;
        uint16_t words;
    } words[] = {
        {KW_NATURAL, WORD_NATURAL},
        {KW_LEFT, WORD_LEFT},
        {KW_RIGHT, WORD_RIGHT},
        {KW_FULL, WORDS_SIDES},
        {KW_OUTER, WORD_OUTER},
        {KW_INNER, WORD_INNER},
        {KW_CROSS, WORD_CROSS},
    };
    const struct token *t = cursor_peek(c, 0);

    for (size_t i = 0; t->keyword != KW_NONE && i < ARRAY_LEN(words); i++) {
        if (words[i].keyword == t->keyword)
            return words[i].words;
    }
    return 0;
}

static enum join_kind join_kind_of(unsigned words)
{
    if ((words & WORDS_SIDES) == WORDS_SIDES)
        return JOIN_FULL;
    if (words & WORD_LEFT)
        return JOIN_LEFT;
    if (words & WORD_RIGHT)
        return JOIN_RIGHT;
    return words & WORD_CROSS ? JOIN_CROSS : JOIN_INNER;
}

/* ',' or '... JOIN', if there is one; then *more. */
static bool parse_join_word(struct cursor *c, struct from_item *item, bool *more)
{
    unsigned words = 0;
    unsigned word;
    unsigned n = 0;
    struct loc loc = cursor_loc(c);

    *more = true;
    item->join = JOIN_COMMA;
    if (cursor_accept_op(c, OP_COMMA))
        return true;
    for (; n < 3 && (word = join_word(c)) != 0; n++) {
        words |= word;
        cursor_advance(c);
    }
    if (n == 0 && !cursor_is_kw(c, KW_JOIN)) {
        *more = false;
        return true;
    }
    if (!cursor_expect_kw(c, KW_JOIN))
        return false;
    if (((words & WORDS_INNER) && (words & WORDS_OUTER)) || (words & WORDS_OUTER) == WORD_OUTER) {
        cursor_error_at(c, loc, "there is no such kind of join");
        return false;
    }
    item->natural = (words & WORD_NATURAL) != 0;
    item->join = join_kind_of(words);
    return true;
}

bool parse_from(struct cursor *c, struct from_list *out)
{
    VEC(struct from_item) list = {0};
    struct from_item next = {0};
    bool more = true;

    while (more) {
        struct from_item *item = vec_push(c->arena, &list);
        bool first = list.len == 1;

        *item = next;
        if (!parse_item(c, item, first))
            return false;
        next = (struct from_item){0};
        if (!parse_join_word(c, &next, &more))
            return false;
    }
    *out = (struct from_list){list.items, list.len};
    return true;
}
