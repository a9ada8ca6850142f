#include "base/source.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"

#define SHOWN_MAX 100 /* characters of a line that are shown around a caret */

struct line_column loc_resolve(struct loc loc)
{
    struct line_column at = {.line = 1, .column = 1};
    struct flash_str text;
    size_t off;
    size_t start = 0;
    ptrdiff_t end;

    if (!loc.src)
        return (struct line_column){0};
    text = loc.src->text;
    off = loc.off < text.len ? loc.off : text.len;
    while ((end = str_find_char(text, '\n', start)) >= 0 && (size_t)end < off) {
        start = (size_t)end + 1;
        at.line++;
    }
    at.text = str_sub(text, start, end < 0 ? text.len : (size_t)end);
    if (str_ends(at.text, STR("\r")))
        at.text.len--;
    at.column = (unsigned)str_columns(str_sub(text, start, off)) + 1;
    return at;
}

void diags_init(struct diags *d, struct arena *arena)
{
    memset(d, 0, sizeof(*d));
    d->arena = arena;
}

static bool is_full(const struct diags *d, enum diag_level level)
{
    size_t stored_errors = d->errors < LIMIT_ERRORS ? d->errors : LIMIT_ERRORS;

    return level == DIAG_ERROR ? d->errors >= LIMIT_ERRORS
                               : d->list.len - stored_errors >= LIMIT_ERRORS;
}

struct diag *diag_add(struct diags *d, enum diag_level level, struct loc loc, const char *fmt, ...)
{
    bool full = is_full(d, level);
    struct diag *g = vec_push(d->arena, &d->list);
    va_list ap;

    d->errors += level == DIAG_ERROR;
    d->warnings += level == DIAG_WARNING;
    *g = (struct diag){.level = level, .loc = loc};
    if (full) {
        /* The caller still gets a place to write its hint to. */
        d->truncated = true;
        d->list.len--;
        return g;
    }
    va_start(ap, fmt);
    g->message = arena_vprintf(d->arena, fmt, ap);
    va_end(ap);
    return g;
}

/* Byte index of the n-th character of s. */
static size_t char_index(struct flash_str s, size_t n)
{
    size_t i = 0;

    while (i < s.len && n > 0) {
        i++;
        while (i < s.len && ((unsigned char)s.ptr[i] & 0xC0) == 0x80)
            i++;
        n--;
    }
    return i;
}

struct caret {
    struct flash_str line; /* what is shown of it */
    size_t before;         /* bytes of line in front of the caret */
    size_t width;          /* characters that are marked, at least 1 */
    bool cut_left, cut_right;
};

static struct caret caret_make(struct loc loc, const struct line_column *at)
{
    struct caret c = {.line = at->text};
    size_t first = 0;
    size_t from = char_index(at->text, at->column - 1);
    struct flash_str marked = str_sub(at->text, from, from + loc.len);

    if (at->column > SHOWN_MAX * 3 / 4)
        first = at->column - SHOWN_MAX / 2;
    c.line = str_skip(at->text, char_index(at->text, first));
    c.before = from - (at->text.len - c.line.len);
    c.cut_left = first > 0;
    if (str_columns(c.line) > SHOWN_MAX) {
        c.line.len = char_index(c.line, SHOWN_MAX);
        c.cut_right = true;
    }
    c.width = str_columns(marked);
    if (c.width > SHOWN_MAX - (at->column - 1 - first))
        c.width = SHOWN_MAX - (at->column - 1 - first);
    if (c.width == 0)
        c.width = 1;
    return c;
}

/* Control characters must not reach a terminal; tabs stay, so that the caret lines up. */
static void add_shown(struct strbuf *out, struct flash_str line)
{
    for (size_t i = 0; i < line.len; i++) {
        unsigned char ch = (unsigned char)line.ptr[i];

        strbuf_addc(out, (ch < ' ' && ch != '\t') || ch == 0x7F ? '?' : line.ptr[i]);
    }
}

static void add_caret(struct strbuf *out, struct loc loc, const struct line_column *at)
{
    struct caret c = caret_make(loc, at);

    strbuf_adds(out, c.cut_left ? "..." : "");
    add_shown(out, c.line);
    strbuf_adds(out, c.cut_right ? "...\n" : "\n");
    strbuf_adds(out, c.cut_left ? "   " : "");
    for (size_t i = 0; i < c.before; i++)
        if (((unsigned char)c.line.ptr[i] & 0xC0) != 0x80)
            strbuf_addc(out, c.line.ptr[i] == '\t' ? '\t' : ' ');
    strbuf_addc(out, '^');
    strbuf_fill(out, '~', c.width - 1);
}

int diags_error(const struct diags *d, struct flash_error *err)
{
    const struct diag *first = NULL;
    struct line_column at;
    struct strbuf caret;
    struct arena scratch = *d->arena;

    for (size_t i = 0; i < d->list.len && !first; i++)
        if (d->list.items[i].level == DIAG_ERROR)
            first = &d->list.items[i];
    if (!first)
        return 0;
    error_set(err, FLASH_ESYNTAX, "%.*s", STR_ARG(first->message));
    if (first->hint.len)
        error_hint(err, "%.*s", STR_ARG(first->hint));
    if (!first->loc.src)
        return FLASH_ESYNTAX;
    at = loc_resolve(first->loc);
    error_at(err, arena_cstr(&scratch, first->loc.src->path), at.line, at.column);
    strbuf_init(&caret, &scratch, sizeof(err->detail) - 1);
    add_caret(&caret, first->loc, &at);
    return error_detail(err, "%s", caret.ptr), FLASH_ESYNTAX;
}

void diag_format(const struct diag *d, struct strbuf *out)
{
    static const char *const levels[] = {
        [DIAG_ERROR] = "error",
        [DIAG_WARNING] = "warning",
        [DIAG_NOTE] = "note",
    };
    struct line_column at = loc_resolve(d->loc);

    if (d->loc.src)
        strbuf_addf(out, "%.*s:%u:%u: ", STR_ARG(d->loc.src->path), at.line, at.column);
    strbuf_addf(out, "%s: %.*s\n", levels[d->level], STR_ARG(d->message));
    if (d->loc.src) {
        add_caret(out, d->loc, &at);
        strbuf_addc(out, '\n');
    }
    if (d->hint.len)
        strbuf_addf(out, "hint: %.*s\n", STR_ARG(d->hint));
}

static int invalid_byte(
    const struct source *src, size_t off, const char *what, struct flash_error *err)
{
    struct line_column at = loc_resolve((struct loc){src, (uint32_t)off, 1});
    char path[256];

    snprintf(path, sizeof(path), "%.*s", STR_ARG(src->path));
    error_set(err, FLASH_EINVALID, "%s in '%s'", what, path);
    return error_at(err, path, at.line, at.column), FLASH_EINVALID;
}

static bool looks_utf16(struct flash_str s)
{
    return str_starts(s, STR("\xFF\xFE")) || str_starts(s, STR("\xFE\xFF"));
}

int source_init(
    struct source *src, struct flash_str path, struct flash_str text, struct flash_error *err)
{
    struct source s = {path, text};
    size_t valid;
    ptrdiff_t nul;

    if (text.len > LIMIT_FILE)
        return error_set(
            err, FLASH_ETOOBIG, "'%.*s' is larger than %zu MiB", STR_ARG(path), LIMIT_FILE >> 20);
    if (looks_utf16(text)) {
        error_set(err, FLASH_EINVALID, "'%.*s' is UTF-16, not UTF-8", STR_ARG(path));
        return error_hint(err, "save it as UTF-8"), FLASH_EINVALID;
    }
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        s.text = str_skip(text, 3);
    nul = str_find_char(s.text, '\0', 0);
    if (nul >= 0)
        return invalid_byte(&s, (size_t)nul, "a NUL byte", err);
    valid = str_utf8_valid(s.text);
    if (valid < s.text.len)
        return invalid_byte(&s, valid, "a byte that is not UTF-8", err);
    *src = s;
    return 0;
}
