#include "repo/config-scan.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/str.h"
#include "repo/config-keys.h"

struct scan {
    const struct source *src;
    struct arena *arena;
    struct config_places *out;
    struct flash_str section; /* "target.dev" */
    size_t at;
    unsigned line;
};

static char peek(const struct scan *s)
{
    return s->at < s->src->text.len ? s->src->text.ptr[s->at] : '\0';
}

static void skip_blanks(struct scan *s)
{
    while (peek(s) == ' ' || peek(s) == '\t' || peek(s) == '\r')
        s->at++;
}

static void skip_line(struct scan *s)
{
    while (s->at < s->src->text.len && peek(s) != '\n')
        s->at++;
}

static int fail(const struct scan *s, struct flash_error *err, const char *what, const char *hint)
{
    struct line_column lc = loc_resolve((struct loc){s->src, (uint32_t)s->at, 1});

    error_set(err, FLASH_EINVALID, "%s", what);
    error_at(err, arena_cstr(s->arena, s->src->path), lc.line, lc.column);
    return error_hint(err, "%s", hint);
}

/* libgit2 follows an include as soon as it reads one, so none may reach it, however it is
 * disguised: any bracket with the word behind it is refused, in values too. */
static int refuse_includes(struct scan *s, struct flash_error *err)
{
    struct flash_str text = s->src->text;

    for (ptrdiff_t i = str_find_char(text, '[', 0); i >= 0;
         i = str_find_char(text, '[', (size_t)i + 1)) {
        if (str_starts_nocase(str_trim(str_skip(text, (size_t)i + 1)), STR("include"))) {
            s->at = (size_t)i;
            return fail(s, err, "a configuration file must not include others",
                "write the keys into this file, or into .flash/config");
        }
    }
    return 0;
}

/* "[section]" or "[section "sub"]", at the '['. */
static void read_section(struct scan *s)
{
    struct flash_str text = s->src->text, name, sub = STR_NULL;
    size_t start = ++s->at;
    struct strbuf b;

    while (s->at < text.len && peek(s) != ']' && peek(s) != '"' && peek(s) != '\n')
        s->at++;
    name = str_trim(str_sub(text, start, s->at));
    strbuf_init(&b, s->arena, LIMIT_PATH);
    if (peek(s) == '"') {
        for (s->at++; s->at < text.len && peek(s) != '"' && peek(s) != '\n'; s->at++) {
            if (peek(s) == '\\' && s->at + 1 < text.len) {
                s->at++;
                s->line += peek(s) == '\n';
            }
            strbuf_addc(&b, peek(s));
        }
        sub = strbuf_str(&b);
        while (s->at < text.len && peek(s) != ']' && peek(s) != '\n')
            s->at++;
    }
    if (peek(s) == ']')
        s->at++;
    s->section = sub.len ? arena_printf(s->arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(sub)) : name;
}

/* Up to the end of the value, over continued lines. A comment sign in an url would cut it without a
 * word. */
static int skip_value(struct scan *s, bool url, struct flash_error *err)
{
    bool quoted = false;

    for (; s->at < s->src->text.len; s->at++) {
        char c = peek(s);

        if (c == '\n')
            return quoted ? fail(s, err, "a quoted value does not end on its line",
                                "close the double quote")
                          : 0;
        if (c == '"') {
            quoted = !quoted;
        } else if (c == '\\' && s->at + 1 < s->src->text.len) {
            s->at++;
            s->line += peek(s) == '\n';
        } else if ((c == '#' || c == ';') && !quoted) {
            if (url)
                return fail(s, err, "an unquoted '#' or ';' ends the url here",
                    "put the url in double quotes");
            skip_line(s);
            return 0;
        }
    }
    return quoted ? fail(s, err, "a quoted value does not end", "close the double quote") : 0;
}

static int read_key(struct scan *s, struct flash_error *err)
{
    size_t start = s->at;
    struct config_place *p;
    struct flash_str key;
    bool url;

    while (s->at < s->src->text.len &&
           (ascii_alpha(peek(s)) || ascii_digit(peek(s)) || peek(s) == '-'))
        s->at++;
    key = str_sub(s->src->text, start, s->at);
    if (key.len == 0 || s->section.len == 0) {
        skip_line(s);
        return 0;
    }
    p = vec_push(s->arena, s->out);
    p->name = arena_printf(s->arena, "%.*s.%.*s", STR_ARG(s->section), STR_ARG(key));
    p->loc = (struct loc){s->src, (uint32_t)start, (uint32_t)key.len};
    p->line = s->line;
    url = str_eq_nocase(key, STR("url"));
    return skip_value(s, url, err);
}

int config_scan(
    const struct source *src, struct arena *a, struct config_places *out, struct flash_error *err)
{
    struct scan s = {.src = src, .arena = a, .out = out, .line = 1};
    int rc = refuse_includes(&s, err);

    s.at = rc < 0 ? src->text.len : 0;
    while (rc == 0 && s.at < src->text.len) {
        skip_blanks(&s);
        switch (peek(&s)) {
        case '\n':
            s.line++;
            s.at++;
            break;
        case '#':
        case ';': skip_line(&s); break;
        case '[': read_section(&s); break;
        default: rc = s.at < src->text.len ? read_key(&s, err) : 0;
        }
    }
    return rc;
}
