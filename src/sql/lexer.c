#include "sql/lexer.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "sql/scan.h"

#define FIRST_TOKENS 64

/* Tokens are about six bytes apart; what is too much lies unused at the arena's end. */
static size_t guess_tokens(size_t text_len)
{
    return text_len / 5 + FIRST_TOKENS;
}

/* A '.' at the start of a line, outside a statement, is a command of the sqlite3 shell, unless it
 * begins a number. */
static bool at_dot_line(const struct scan *s, const struct token *previous)
{
    if (s->pos >= s->end || s->text[s->pos] != '.' || s->rules->dialect != KW_SQLITE)
        return false;
    if (s->pos > 0 && s->text[s->pos - 1] != '\n')
        return false;
    if (s->pos + 1 >= s->end || !ascii_alpha(s->text[s->pos + 1]))
        return false;
    return previous == NULL || previous->kind == TOK_DOT_LINE ||
           (previous->kind == TOK_OP && previous->op == OP_SEMI);
}

struct token_list lex(const struct source *src, const struct lex_rules *rules, struct arena *a)
{
    struct scan s = scan_start(src, rules);
    size_t cap = guess_tokens(s.end);
    struct token_list list = {.items = arena_array(a, struct token, cap)};
    const struct token *previous = NULL;

    do {
        if (list.len == cap) {
            list.items = arena_grow(a, list.items, cap * sizeof(struct token),
                cap * 2 * sizeof(struct token), _Alignof(struct token));
            cap *= 2;
            previous = &list.items[list.len - 1];
        }

        struct token *t = &list.items[list.len++];

        if (!scan_blank(&s))
            scan_open_comment(&s, t);
        else if (at_dot_line(&s, previous))
            scan_dot_line(&s, t);
        else
            scan_token(&s, t);
        previous = t;
    } while (previous->kind != TOK_END);
    return list;
}

const char *lex_error(const struct source *src, const struct token *t)
{
    static const struct {
        const char first[7];
        const char *why;
    } reasons[] = {
        {"'", "unterminated string"},
        {"\"`[", "unterminated quoted name"},
        {"/", "unterminated comment"},
        {".012345", "malformed number"},
        {"6789", "malformed number"},
        {"xX", "malformed blob literal"},
        {"$@#:?", "malformed parameter"},
    };

    assert(t->kind == TOK_ERROR);
    assert(t->len > 0);
    for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
        if (memchr(reasons[i].first, src->text.ptr[t->off], strnlen(reasons[i].first, 7)) != NULL)
            return reasons[i].why;
    }
    return "unexpected character";
}

struct flash_str token_text(const struct source *src, const struct token *t)
{
    return str_sub(src->text, t->off, (size_t)t->off + t->len);
}

/* Doubled quotes stand for one. */
static struct flash_str undouble(struct flash_str s, char quote, struct arena *a)
{
    if (str_find_char(s, quote, 0) < 0)
        return s;

    char *out = arena_alloc(a, s.len + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++) {
        out[n++] = s.ptr[i];
        if (s.ptr[i] == quote)
            i++;
    }
    return (struct flash_str){out, n};
}

static char unescape_char(char c)
{
    switch (c) {
    case '0': return '\0';
    case 'b': return '\b';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'Z': return '\x1A';
    default: return c;
    }
}

static struct flash_str unescape(struct flash_str s, struct arena *a)
{
    char *out = arena_alloc(a, s.len + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++) {
        bool pair = i + 1 < s.len;

        if (pair && s.ptr[i] == '\\')
            out[n++] = unescape_char(s.ptr[++i]);
        else if (pair && s.ptr[i] == '\'')
            out[n++] = s.ptr[++i];
        else
            out[n++] = s.ptr[i];
    }
    return (struct flash_str){out, n};
}

static struct flash_str dollar_inner(struct flash_str s)
{
    size_t tag = (size_t)str_find_char(s, '$', 1) + 1;

    return str_sub(s, tag, s.len - tag);
}

static struct flash_str string_value(struct flash_str s, const struct token *t, struct arena *a)
{
    if (t->op == '$')
        return dollar_inner(s);
    s = str_sub(s, 1, s.len - 1);
    return t->op == '\\' ? unescape(s, a) : undouble(s, '\'', a);
}

struct flash_str token_value(const struct source *src, const struct token *t, struct arena *a)
{
    struct flash_str s = token_text(src, t);

    if (t->kind == TOK_STRING)
        return string_value(s, t, a);
    if (t->kind == TOK_BLOB)
        return str_sub(s, 2, s.len - 1);
    if (t->kind != TOK_QUOTED)
        return s;
    s = str_sub(s, 1, s.len - 1);
    return t->op == '[' ? s : undouble(s, (char)t->op, a);
}

static struct flash_str comment_inner(struct flash_str s)
{
    if (s.ptr[0] == '#')
        return str_trim(str_skip(s, 1));
    if (s.ptr[0] == '-')
        return str_trim(str_skip(s, 2));
    return str_trim(str_sub(s, 2, str_ends(s, STR("*/")) && s.len >= 4 ? s.len - 2 : s.len));
}

void lex_comments(const struct source *src, const struct lex_rules *rules, uint32_t from,
    uint32_t to, void (*each)(void *payload, struct loc loc, struct flash_str inner), void *payload)
{
    struct scan s = scan_start(src, rules);

    s.pos = from < s.end ? from : s.end;
    for (;;) {
        struct token ignored;
        uint32_t start;

        scan_space(&s);
        start = s.pos;
        if (start >= to || start >= s.end)
            return;
        if (!scan_comment(&s)) {
            scan_token(&s, &ignored);
            continue;
        }
        each(payload, (struct loc){src, start, s.pos - start},
            comment_inner(str_sub(src->text, start, s.pos)));
    }
}
