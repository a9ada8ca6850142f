#include "dialect/sqlite/read-key.h"

#include <string.h>

#include "dialect/sqlite/names.h"

struct key_list key_of_column(struct arena *a, struct name column, bool desc)
{
    struct key_list keys = {arena_new(a, struct key_part), 1};

    keys.items[0] = (struct key_part){.column = column, .desc = desc};
    return keys;
}

/* Bare words that are values unless a column is called so. */
static bool is_value_word(const struct token *t)
{
    return t->keyword == KW_TRUE || t->keyword == KW_FALSE || t->keyword == KW_CURRENT_DATE ||
           t->keyword == KW_CURRENT_TIME || t->keyword == KW_CURRENT_TIMESTAMP;
}

static bool ends_part(const struct token *t)
{
    if (t->kind == TOK_OP)
        return t->op == OP_COMMA || t->op == OP_RPAREN;
    return t->keyword == KW_ASC || t->keyword == KW_DESC || t->keyword == KW_AUTOINCREMENT;
}

/* A name alone, or with COLLATE: the common case, which needs no tree. A double-quoted name may
 * turn out to be a string, so it stays an expression until names are resolved. */
static bool is_plain_column(const struct cursor *c)
{
    const struct token *next = cursor_peek(c, 1);

    if (!reader_is_name_at(c, 0) || (c->tok->kind == TOK_QUOTED && c->tok->op == '"') ||
        is_value_word(c->tok))
        return false;
    return ends_part(next->keyword == KW_COLLATE ? cursor_peek(c, 3) : next);
}

static struct expr *skip_parens(struct expr *e)
{
    while (e != NULL && e->kind == EXPR_PAREN)
        e = e->left;
    return e;
}

/* COLLATE belongs to the part, not to its expression; 'a' is a name here. */
static void take_expression(struct reader *r, struct key_part *part)
{
    const struct token *first = r->cur.tok;
    struct expr *e = skip_parens(parse_expr(&r->cur));

    if (e != NULL && e->kind == EXPR_COLLATE) {
        part->collation = sqlite_name(e->word);
        e = skip_parens(e->left);
    }
    if (e != NULL && e->kind == EXPR_STRING)
        part->column = sqlite_name(e->text);
    else
        part->expr = reader_expression(r, e, first);
}

static bool refuse_nulls(struct cursor *c)
{
    if (!cursor_is_kw(c, KW_NULLS))
        return true;
    cursor_error(c, "SQLite takes no NULLS FIRST or NULLS LAST in a key");
    return false;
}

static bool read_part(struct reader *r, struct key_part *part, struct key_words *words)
{
    struct cursor *c = &r->cur;

    if (is_plain_column(c)) {
        reader_expect_name(c, "a column name", &part->column);
        if (cursor_accept_kw(c, KW_COLLATE))
            reader_expect_name(c, "a collation name", &part->collation);
    } else {
        take_expression(r, part);
    }
    if (cursor_accept_kw(c, KW_DESC))
        part->desc = true;
    else
        cursor_accept_kw(c, KW_ASC);
    if (!refuse_nulls(c))
        return false;
    if (words != NULL && cursor_accept_kw(c, KW_AUTOINCREMENT))
        words->autoincrement = true;
    return !c->failed;
}

#define FEW_PARTS 4

bool key_read(struct reader *r, struct key_list *out, struct key_words *words)
{
    struct cursor *c = &r->cur;
    struct key_part few[FEW_PARTS];
    VEC(struct key_part) parts = {few, 0, FEW_PARTS};

    if (!cursor_expect_op(c, OP_LPAREN))
        return false;
    do {
        struct key_part *p = vec_push(r->arena, &parts);
        *p = (struct key_part){0};
        if (!read_part(r, p, words))
            return false;
    } while (cursor_accept_op(c, OP_COMMA));
    if (parts.items == few) {
        parts.items = arena_array(r->arena, struct key_part, parts.len);
        memcpy(parts.items, few, parts.len * sizeof(few[0]));
    }
    *out = (struct key_list){parts.items, parts.len};
    return cursor_expect_op(c, OP_RPAREN);
}
