#include "tokens.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/strbuf.h"

struct reader {
    struct flash_str s;
    size_t at;
    struct arena *arena;
};

static char peek(const struct reader *r, size_t ahead)
{
    return r->at + ahead < r->s.len ? r->s.ptr[r->at + ahead] : '\0';
}

static bool skip_blank(struct reader *r)
{
    size_t was = r->at;
    while (r->at < r->s.len && ascii_space(peek(r, 0)))
        r->at++;
    if (peek(r, 0) == '-' && peek(r, 1) == '-') {
        while (r->at < r->s.len && peek(r, 0) != '\n')
            r->at++;
    } else if (peek(r, 0) == '/' && peek(r, 1) == '*') {
        r->at += 2;
        while (r->at < r->s.len && !(peek(r, 0) == '*' && peek(r, 1) == '/'))
            r->at++;
        r->at += 2;
    }
    return r->at != was;
}

static bool word_char(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static struct flash_str lower(struct arena *a, struct flash_str s)
{
    char *p = arena_cstr(a, s);
    for (size_t i = 0; i < s.len; i++)
        p[i] = ascii_lower(p[i]);
    return (struct flash_str){p, s.len};
}

/* Doubled quotes become one. The marks of a string stay, so that it is not a name. */
static struct tok quoted(struct reader *r, char open)
{
    char close = open == '[' ? ']' : open;
    struct strbuf b;
    strbuf_init(&b, r->arena, 100000);
    r->at++;
    while (r->at < r->s.len) {
        if (peek(r, 0) == close && (open == '[' || peek(r, 1) != close))
            break;
        r->at += peek(r, 0) == close;
        strbuf_addc(&b, peek(r, 0));
        r->at++;
    }
    r->at++;
    if (open != '\'')
        return (struct tok){lower(r->arena, strbuf_str(&b)), true, open};
    struct flash_str s = strbuf_str(&b);
    return (struct tok){arena_printf(r->arena, "'%.*s'", STR_ARG(s)), true, open};
}

static struct tok number(struct reader *r)
{
    const char *start = r->s.ptr + r->at;
    char *end;
    if (peek(r, 0) == '0' && (peek(r, 1) == 'x' || peek(r, 1) == 'X')) {
        unsigned long long v = strtoull(start, &end, 16);
        r->at += (size_t)(end - start);
        return (struct tok){arena_printf(r->arena, "%llu", v), false, 0};
    }
    double d = strtod(start, &end);
    bool real = false;
    for (const char *p = start; p < end; p++)
        real = real || *p == '.' || *p == 'e' || *p == 'E';
    r->at += (size_t)(end - start);
    return (struct tok){arena_printf(r->arena, real ? "%.15gr" : "%.15g", d), false, 0};
}

static struct tok word(struct reader *r)
{
    size_t from = r->at;
    while (word_char(peek(r, 0)))
        r->at++;
    struct flash_str s = lower(r->arena, str_sub(r->s, from, r->at));
    if (str_eq(s, STR("x")) && peek(r, 0) == '\'') {
        struct tok blob = quoted(r, '\'');
        return (struct tok){
            lower(r->arena, arena_printf(r->arena, "x%.*s", STR_ARG(blob.text))), true, '\''};
    }
    if (str_eq(s, STR("true")) || str_eq(s, STR("false")))
        s = s.ptr[0] == 't' ? STR("1") : STR("0");
    return (struct tok){s, false, 0};
}

static struct tok operator_of(struct reader *r)
{
    static const char *const two[] = {"<>", "!=", "==", "<=", ">=", "||", "<<", ">>", "->"};
    for (size_t i = 0; i < ARRAY_LEN(two); i++) {
        if (peek(r, 0) == two[i][0] && peek(r, 1) == two[i][1]) {
            r->at += 2;
            const char *text = i == 1 ? "<>" : i == 2 ? "=" : two[i];
            return (struct tok){str_from(text), false, 0};
        }
    }
    struct tok t = {arena_str(r->arena, str_sub(r->s, r->at, r->at + 1)), false, 0};
    r->at++;
    return t;
}

static struct tok next(struct reader *r)
{
    char c = peek(r, 0);
    if (c == '"' || c == '`' || c == '[' || c == '\'')
        return quoted(r, c);
    if (ascii_digit(c) || (c == '.' && ascii_digit(peek(r, 1))))
        return number(r);
    if (word_char(c))
        return word(r);
    return operator_of(r);
}

void g_tokens(struct flash_str sql, struct arena *a, struct toks *out)
{
    struct reader r = {arena_str(a, sql), 0, a};
    for (;;) {
        while (skip_blank(&r)) {
        }
        if (r.at >= r.s.len)
            return;
        struct tok t = next(&r);
        *vec_push(a, &out->list) = t;
    }
}
