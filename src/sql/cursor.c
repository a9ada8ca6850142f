#include "sql/cursor.h"

#include <assert.h>

#include "base/limits.h"

#define SHOWN_BYTES 40 /* of a token in a message */

void cursor_init(struct cursor *c, const struct source *src, const struct token *toks, size_t n,
    const struct lex_rules *rules, struct arena *arena, struct diags *diags)
{
    assert(toks != NULL);
    *c = (struct cursor){
        .src = src,
        .tok = toks,
        .end = toks + n,
        .rules = rules,
        .arena = arena,
        .diags = diags,
    };
}

bool cursor_expect_kw(struct cursor *c, enum keyword k)
{
    if (cursor_accept_kw(c, k))
        return true;
    cursor_unexpected(c, keyword_text(k).ptr);
    return false;
}

bool cursor_expect_op(struct cursor *c, enum sql_op op)
{
    static const char *const texts[] = {
        [OP_LPAREN] = "'('",
        [OP_RPAREN] = "')'",
        [OP_COMMA] = "','",
        [OP_SEMI] = "';'",
        [OP_DOT] = "'.'",
        [OP_STAR] = "'*'",
        [OP_EQ] = "'='",
        [OP_OTHER] = NULL,
    };

    if (cursor_accept_op(c, op))
        return true;
    cursor_unexpected(c, texts[op] != NULL ? texts[op] : "another operator");
    return false;
}

static bool is_ident(const struct cursor *c, const struct token *t)
{
    if (t->kind == TOK_QUOTED)
        return true;
    return t->kind == TOK_WORD && !keyword_reserved((enum keyword)t->keyword, c->rules->dialect);
}

bool cursor_is_ident_at(const struct cursor *c, unsigned ahead)
{
    return is_ident(c, cursor_peek(c, ahead));
}

bool cursor_accept_ident(struct cursor *c, struct flash_str *out)
{
    if (!cursor_is_ident_at(c, 0))
        return false;
    *out = token_value(c->src, c->tok, c->arena);
    c->tok++;
    return true;
}

bool cursor_expect_ident(struct cursor *c, const char *what, struct flash_str *out)
{
    if (cursor_accept_ident(c, out))
        return true;
    cursor_unexpected(c, what);
    return false;
}

bool cursor_expect_end(struct cursor *c)
{
    if (c->failed)
        return false;
    if (cursor_at_end(c))
        return true;
    cursor_unexpected(c, "the end of the statement");
    return false;
}

/* The splitter has reported it already, unless these tokens never passed it. */
static bool is_reported(const struct cursor *c, struct loc loc)
{
    for (size_t i = 0; i < c->diags->list.len; i++) {
        const struct diag *d = &c->diags->list.items[i];

        if (d->level == DIAG_ERROR && d->loc.src == loc.src && d->loc.off == loc.off)
            return true;
    }
    return false;
}

static void report(struct cursor *c, struct loc loc, struct flash_str message)
{
    if (c->failed)
        return;
    if (c->tok < c->end && c->tok->kind == TOK_ERROR) {
        struct loc bad = cursor_loc(c);

        if (!is_reported(c, bad))
            diag_add(c->diags, DIAG_ERROR, bad, "%s", lex_error(c->src, c->tok));
    } else {
        diag_add(c->diags, DIAG_ERROR, loc, "%.*s", STR_ARG(message));
    }
    c->failed = true;
    c->end = c->tok;
}

void cursor_error(struct cursor *c, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    report(c, cursor_loc(c), arena_vprintf(c->arena, fmt, ap));
    va_end(ap);
}

void cursor_error_at(struct cursor *c, struct loc loc, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    report(c, loc, arena_vprintf(c->arena, fmt, ap));
    va_end(ap);
}

/* As much of the text as a message bears, cut at a character's end. */
static struct flash_str shown(struct flash_str s)
{
    ptrdiff_t newline = str_find_char(s, '\n', 0);

    if (newline >= 0)
        s.len = (size_t)newline;
    if (s.len > SHOWN_BYTES) {
        s.len = SHOWN_BYTES;
        s.len = str_utf8_valid(s);
    }
    return s;
}

void cursor_unexpected(struct cursor *c, const char *what)
{
    struct flash_str text;

    if (c->tok >= c->end) {
        cursor_error(c, "expected %s, found the end of the statement", what);
        return;
    }
    text = token_text(c->src, c->tok);
    if (c->tok->kind == TOK_STRING)
        cursor_error(c, "expected %s, found the string %.*s", what, STR_ARG(shown(text)));
    else
        cursor_error(c, "expected %s, found '%.*s'", what, STR_ARG(shown(text)));
}

struct loc cursor_loc(const struct cursor *c)
{
    return (struct loc){c->src, c->tok->off, c->tok->len};
}

struct loc cursor_loc_from(const struct cursor *c, const struct token *first)
{
    const struct token *last = c->tok > first ? c->tok - 1 : first;

    return (struct loc){c->src, first->off, last->off + last->len - first->off};
}

struct flash_str cursor_text_from(const struct cursor *c, const struct token *first)
{
    struct loc loc = cursor_loc_from(c, first);

    return str_sub(c->src->text, loc.off, (size_t)loc.off + loc.len);
}

bool cursor_enter(struct cursor *c)
{
    if (c->depth >= LIMIT_NESTING) {
        cursor_error(c, "nested too deeply; the limit is %d levels", LIMIT_NESTING);
        return false;
    }
    c->depth++;
    return true;
}

void cursor_leave(struct cursor *c)
{
    assert(c->depth > 0);
    c->depth--;
}
