#ifndef SQL_CURSOR_H
#define SQL_CURSOR_H

/*
 * A reading position in the tokens of one statement, with what every parsing function needs.
 * After the first error of a statement 'failed' is set, the cursor is at its end, all accept
 * functions answer no, and parsing functions return NULL: so callers check once, at the end. A
 * TOK_ERROR is an error of its own, which is reported once, whether the splitter or the parser
 * comes upon it first.
 */

#include "sql/lexer.h"

struct cursor {
    const struct source *src;
    const struct token *tok; /* the current token; behind the last one stands TOK_END or the ';' */
    const struct token *end;
    const struct lex_rules *rules;
    struct arena *arena; /* for what is built */
    struct diags *diags;
    unsigned depth;   /* nesting, against LIMIT_NESTING */
    unsigned deepest; /* height of the highest tree since the current SELECT began (parse-expr.h) */
    bool failed;
};

void cursor_init(struct cursor *c, const struct source *src, const struct token *toks, size_t n,
    const struct lex_rules *rules, struct arena *arena, struct diags *diags);

static inline bool cursor_at_end(const struct cursor *c)
{
    return c->tok >= c->end;
}

/* A TOK_END past the end. */
static inline const struct token *cursor_peek(const struct cursor *c, unsigned ahead)
{
    static const struct token nothing = {.kind = TOK_END};

    return (size_t)(c->end - c->tok) > ahead ? c->tok + ahead : &nothing;
}

static inline bool cursor_is_kw_at(const struct cursor *c, unsigned ahead, enum keyword k)
{
    return cursor_peek(c, ahead)->keyword == k;
}

static inline bool cursor_is_kw(const struct cursor *c, enum keyword k)
{
    return c->tok < c->end && c->tok->keyword == k;
}

static inline bool cursor_is_op(const struct cursor *c, enum sql_op op)
{
    return c->tok < c->end && c->tok->kind == TOK_OP && c->tok->op == op;
}

static inline void cursor_advance(struct cursor *c)
{
    if (c->tok < c->end)
        c->tok++;
}

static inline bool cursor_accept_kw(struct cursor *c, enum keyword k)
{
    bool is = cursor_is_kw(c, k);

    c->tok += is;
    return is;
}

static inline bool cursor_accept_op(struct cursor *c, enum sql_op op)
{
    bool is = cursor_is_op(c, op);

    c->tok += is;
    return is;
}

/* Both or neither. */
static inline bool cursor_accept_kw2(struct cursor *c, enum keyword k1, enum keyword k2)
{
    bool are = cursor_is_kw(c, k1) && cursor_is_kw_at(c, 1, k2);

    c->tok += are ? 2 : 0;
    return are;
}

/* Reports "expected X, found Y" at the current token. */
bool cursor_expect_kw(struct cursor *c, enum keyword k);
bool cursor_expect_op(struct cursor *c, enum sql_op op);
/* An identifier: bare word that is not reserved, or quoted. FALSE and an error otherwise. */
bool cursor_accept_ident(struct cursor *c, struct flash_str *out);
bool cursor_expect_ident(struct cursor *c, const char *what, struct flash_str *out);
bool cursor_is_ident_at(const struct cursor *c, unsigned ahead);
/* Nothing may follow: "expected the end of the statement, found 'x'". */
bool cursor_expect_end(struct cursor *c);
/* "expected <what>, found Y" at the current token. */
void cursor_unexpected(struct cursor *c, const char *what);
void cursor_error(struct cursor *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
void cursor_error_at(struct cursor *c, struct loc loc, const char *fmt, ...) PRINTF_LIKE(3, 4);
struct loc cursor_loc(const struct cursor *c); /* the current token */
struct loc cursor_loc_from(
    const struct cursor *c, const struct token *first); /* first .. before tok */
struct flash_str cursor_text_from(const struct cursor *c, const struct token *first);
/* Pairs around everything that nests. enter reports and fails past the limit; then there is nothing
 * to leave. */
bool cursor_enter(struct cursor *c);
void cursor_leave(struct cursor *c);

#endif
