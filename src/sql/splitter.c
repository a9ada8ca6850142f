#include "sql/splitter.h"

#include <assert.h>

#include "base/limits.h"

enum body {
    BODY_NONE,  /* no trigger */
    BODY_AHEAD, /* CREATE TRIGGER was read, BEGIN not yet */
    BODY_INSIDE,
    BODY_ENDED /* behind "; END" */
};

struct splitter {
    const struct source *src;
    const struct lex_rules *rules;
    const struct token *tok, *end; /* end is the TOK_END */
    uint32_t previous_end;         /* byte behind the statement before */
    struct arena *arena;
    struct diags *diags;
    VEC(struct statement) out;
};

static bool is_op(const struct token *t, enum sql_op op)
{
    return t->kind == TOK_OP && t->op == op;
}

static uint32_t token_end(const struct token *t)
{
    return t->off + t->len;
}

static bool starts_trigger(const struct token *t)
{
    if (t[0].keyword != KW_CREATE)
        return false;
    if (t[1].keyword == KW_TRIGGER)
        return true;
    return (t[1].keyword == KW_TEMP || t[1].keyword == KW_TEMPORARY) && t[2].keyword == KW_TRIGGER;
}

/* No statement of a trigger's body begins like this: the END before it is missing. */
static bool leaves_body(const struct token *t)
{
    return t->keyword == KW_CREATE || t->keyword == KW_DROP || t->keyword == KW_ALTER ||
           t->keyword == KW_PRAGMA || t->keyword == KW_BEGIN || t->keyword == KW_COMMIT ||
           t->kind == TOK_END || t->kind == TOK_DOT_LINE;
}

static enum body body_after(enum body body, const struct token *t, bool after_semicolon)
{
    if (body == BODY_AHEAD && t->keyword == KW_BEGIN)
        return BODY_INSIDE;
    if (body == BODY_INSIDE && after_semicolon && t->keyword == KW_END)
        return BODY_ENDED;
    return body;
}

/* The semicolon that ends the statement at s->tok, or the token before which it ends without one.
 */
static const struct token *statement_end(const struct splitter *s)
{
    enum body body = starts_trigger(s->tok) ? BODY_AHEAD : BODY_NONE;
    bool after_semicolon = false;
    const struct token *t = s->tok;

    for (; t->kind != TOK_END; t++) {
        if (after_semicolon && leaves_body(t))
            break;
        body = body_after(body, t, after_semicolon);
        after_semicolon = is_op(t, OP_SEMI);
        if (after_semicolon && body != BODY_INSIDE)
            break;
    }
    return t;
}

/* Comments of the lines behind the one on which the previous statement ended. */
static void first_comment(void *payload, struct loc loc, struct flash_str inner)
{
    uint32_t *first = payload;

    (void)inner;
    if (*first == UINT32_MAX)
        *first = loc.off;
}

static uint32_t leading_of(const struct splitter *s, uint32_t start)
{
    uint32_t from = s->previous_end;
    uint32_t first = UINT32_MAX;

    if (from > 0) {
        ptrdiff_t newline = str_find_char(s->src->text, '\n', from);

        if (newline < 0 || (uint32_t)newline >= start)
            return start;
        from = (uint32_t)newline;
    }
    lex_comments(s->src, s->rules, from, start, first_comment, &first);
    return first < start ? first : start;
}

static void report_errors(struct splitter *s, const struct token *from, const struct token *to)
{
    for (const struct token *t = from; t < to; t++) {
        if (t->kind == TOK_ERROR)
            diag_add(s->diags, DIAG_ERROR, (struct loc){s->src, t->off, t->len}, "%s",
                lex_error(s->src, t));
    }
}

static void add_statement(struct splitter *s, const struct token *to, uint32_t end)
{
    uint32_t start = s->tok->off;

    report_errors(s, s->tok, to);
    if (end - start > LIMIT_STATEMENT) {
        diag_add(s->diags, DIAG_ERROR, (struct loc){s->src, start, s->tok->len},
            "a statement is larger than %zu MiB", LIMIT_STATEMENT >> 20);
    } else {
        *vec_push(s->arena, &s->out) = (struct statement){
            .tokens = s->tok,
            .ntokens = (uint32_t)(to - s->tok),
            .start = start,
            .end = end,
            .leading = leading_of(s, start),
            .dot_command = s->tok->kind == TOK_DOT_LINE,
        };
    }
    s->previous_end = end;
    s->tok = to;
}

static void take_statement(struct splitter *s)
{
    const struct token *to = statement_end(s);

    if (is_op(to, OP_SEMI)) {
        add_statement(s, to, token_end(to));
        s->tok++;
        return;
    }
    /* The inner semicolon of a body without END is the last that belongs to it. */
    add_statement(s, to, token_end(to - 1));
}

struct statement_list split_statements(const struct source *src, struct token_list tokens,
    const struct lex_rules *rules, struct arena *a, struct diags *diags)
{
    struct splitter s = {
        .src = src, .rules = rules, .tok = tokens.items, .arena = a, .diags = diags};

    assert(tokens.len > 0);
    s.end = &tokens.items[tokens.len - 1];
    assert(s.end->kind == TOK_END);
    while (s.tok < s.end) {
        if (is_op(s.tok, OP_SEMI)) {
            s.previous_end = token_end(s.tok);
            s.tok++;
        } else if (s.tok->kind == TOK_DOT_LINE) {
            add_statement(&s, s.tok + 1, token_end(s.tok));
        } else {
            take_statement(&s);
        }
    }
    return (struct statement_list){s.out.items, s.out.len};
}
