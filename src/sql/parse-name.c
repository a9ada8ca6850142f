#include "sql/parse-name.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "base/vec.h"

bool parse_is_name(const struct cursor *c, unsigned ahead)
{
    if (cursor_is_ident_at(c, ahead))
        return true;
    return cursor_peek(c, ahead)->kind == TOK_STRING && c->rules->dialect == KW_SQLITE;
}

static char quote_of(const struct token *t)
{
    if (t->kind == TOK_QUOTED)
        return (char)t->op;
    return t->kind == TOK_STRING ? '\'' : '\0';
}

bool parse_accept_name(struct cursor *c, struct ident *out)
{
    if (!parse_is_name(c, 0))
        return false;
    out->quote = quote_of(c->tok);
    out->text = token_value(c->src, c->tok, c->arena);
    cursor_advance(c);
    return true;
}

bool parse_name(struct cursor *c, const char *what, struct ident *out)
{
    if (parse_accept_name(c, out))
        return true;
    cursor_unexpected(c, what);
    return false;
}

bool parse_qualified_name(
    struct cursor *c, const char *what, struct ident *schema, struct ident *name)
{
    *schema = (struct ident){0};
    if (!parse_name(c, what, name))
        return false;
    if (!cursor_accept_op(c, OP_DOT))
        return true;
    *schema = *name;
    return parse_name(c, what, name);
}

bool parse_name_list(struct cursor *c, const char *what, struct ident **out, size_t *n)
{
    VEC(struct ident) names = {0};

    if (!cursor_expect_op(c, OP_LPAREN))
        return false;
    do {
        if (!parse_name(c, what, vec_push(c->arena, &names)))
            return false;
    } while (cursor_accept_op(c, OP_COMMA));
    if (!cursor_expect_op(c, OP_RPAREN))
        return false;
    *out = names.items;
    *n = names.len;
    return true;
}

bool parse_is_window_name(const struct cursor *c, unsigned ahead)
{
    return parse_is_name(c, ahead) && !cursor_is_kw_at(c, ahead, KW_INDEXED) &&
           !cursor_is_kw_at(c, ahead, KW_FILTER);
}

/* WINDOW name AS ( begins a clause, anything else behind the word WINDOW makes it a name. */
static bool is_window_clause(const struct cursor *c)
{
    return cursor_is_kw(c, KW_WINDOW) && parse_is_window_name(c, 1) && cursor_is_kw_at(c, 2, KW_AS);
}

bool parse_is_id(const struct cursor *c)
{
    const struct token *t = cursor_peek(c, 0);

    if (t->kind == TOK_WORD && !keyword_alias((enum keyword)t->keyword, c->rules->dialect))
        return false;
    return parse_is_name(c, 0);
}

bool parse_alias(struct cursor *c, struct ident *out)
{
    if (cursor_accept_kw(c, KW_AS))
        return parse_name(c, "an alias", out);
    if (parse_is_id(c) && !is_window_clause(c))
        parse_accept_name(c, out);
    return true;
}

/* What ends a type although it could be a name: GENERATED ALWAYS AS. */
static bool is_type_word(const struct cursor *c)
{
    if (cursor_is_kw(c, KW_GENERATED) && cursor_is_kw_at(c, 1, KW_ALWAYS))
        return false;
    return parse_is_id(c);
}

static bool add_type_number(struct cursor *c, struct strbuf *b)
{
    if (cursor_accept_op(c, OP_MINUS))
        strbuf_addc(b, '-');
    else if (cursor_accept_op(c, OP_PLUS))
        strbuf_addc(b, '+');
    if (cursor_peek(c, 0)->kind != TOK_NUMBER) {
        cursor_unexpected(c, "a number");
        return false;
    }
    strbuf_add(b, token_text(c->src, c->tok));
    cursor_advance(c);
    return true;
}

static bool add_type_size(struct cursor *c, struct strbuf *b)
{
    if (!cursor_accept_op(c, OP_LPAREN))
        return true;
    strbuf_addc(b, '(');
    if (!add_type_number(c, b))
        return false;
    if (cursor_accept_op(c, OP_COMMA)) {
        strbuf_addc(b, ',');
        if (!add_type_number(c, b))
            return false;
    }
    strbuf_addc(b, ')');
    return cursor_expect_op(c, OP_RPAREN);
}

struct flash_str parse_type_words(struct cursor *c)
{
    const struct token *first = c->tok;
    struct strbuf b;

    /* Most types are one word: no copy for them. */
    if (is_type_word(c)) {
        cursor_advance(c);
        if (!is_type_word(c) && !cursor_is_op(c, OP_LPAREN))
            return token_text(c->src, first);
        c->tok = first;
    }
    strbuf_init(&b, c->arena, LIMIT_STATEMENT);
    while (is_type_word(c)) {
        if (b.len > 0)
            strbuf_addc(&b, ' ');
        strbuf_add(&b, token_text(c->src, c->tok));
        cursor_advance(c);
    }
    if (b.len > 0 && !add_type_size(c, &b))
        return STR_NULL;
    return strbuf_str(&b);
}
